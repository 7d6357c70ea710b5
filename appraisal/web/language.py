"""The language of a page, and phrases in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache, partial

from flask import Blueprint, Flask, Response, after_this_request, g, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import Babel, get_locale, get_translations, refresh
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from ..domain.errors import NotFound
from ..domain.phrase import Phrase
from ..transaction import settings
from .address import on_this_host

LANGUAGES = ("zh_CN", "en")
COOKIE, CATALOGUE = "language", "catalogue"
COOKIE_SECONDS = 365 * 24 * 60 * 60

bp = Blueprint("language", __name__)


def register(app: Flask) -> None:
    """Let every template translate, and render phrases with ``|said``."""
    Babel(app, locale_selector=chosen)
    app.jinja_env.filters["said"] = said
    app.jinja_env.filters["told"] = told
    app.jinja_env.filters["word"] = translate
    app.jinja_env.globals.update(lang=lang, other_language=other_language)
    app.register_blueprint(bp)


@bp.get("/language/<code>")
def choose(code: str) -> ResponseReturnValue:
    """Keep the choice on the device and lead back to the page."""
    if code not in LANGUAGES:
        raise NotFound
    return _keep(code, make_response(redirect(on_this_host(request.args.get("next")) or "/", code=303)))


def speak(code: str) -> None:
    """Answer this very request in another language, and keep the choice on the device."""
    g.language = code
    g.pop(CATALOGUE, None)
    refresh()
    after_this_request(partial(_keep, code))


def _keep(code: str, response: Response) -> Response:
    response.set_cookie(
        COOKIE, code, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax", secure=settings().is_secure
    )
    return response


def chosen() -> str:
    """The language asked for on the page, else by the browser, else Chinese."""
    if "language" in g:
        return str(g.language)
    return language_of(request.cookies, request.headers.get("Accept-Language", ""))


def language_of(cookies: Mapping[str, str], accepted: str) -> str:
    """The language kept on the device, else the browser's, else Chinese."""
    kept = cookies.get(COOKIE)
    return kept if kept in LANGUAGES else _best(accepted)


@lru_cache(maxsize=128)  # a hall's phones send a handful of different lists
def _best(accepted: str) -> str:
    best = parse_accept_header(accepted, LanguageAccept).best_match(["zh", "zh-CN", "en"], default="zh")
    return "en" if best == "en" else LANGUAGES[0]


def lang() -> str:
    """The page's ``lang`` attribute."""
    return str(get_locale()).replace("_", "-")


def other_language() -> str:
    """The language the page's switch leads to."""
    return "zh_CN" if lang() == "en" else "en"


def translate(text: str) -> str:
    """Look a Chinese sentence up in the catalogue, leaving its places open."""
    if CATALOGUE not in g:  # found once for a page: a long table asks thousands of times
        setattr(g, CATALOGUE, get_translations())
    return str(g.get(CATALOGUE).ugettext(text))


def said(phrase: Phrase | str) -> str:
    """Render a phrase in the page's language."""
    return phrase.render(translate) if isinstance(phrase, Phrase) else phrase


def told(sentences: Iterable[Phrase | str]) -> str:
    """Render sentences one after the other; Chinese leaves no blank between them."""
    return (" " if lang() == "en" else "").join(map(said, sentences))
