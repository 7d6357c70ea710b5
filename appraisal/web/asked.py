"""A voter's request as far as a vote needs it, read by the rules of Flask's pages."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from functools import lru_cache
from io import BytesIO
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from flask import Flask
from flask.sessions import SessionMixin
from werkzeug.sansio.http import parse_cookie
from werkzeug.sansio.utils import get_host
from werkzeug.wrappers import Response

from ..services.voting import Booth
from ..transaction import settings
from . import spliced, steps, tokens, visit
from .language import language_of
from .security import ELSEWHERE, MOST_FROM_A_PHONE

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

FORM = "application/x-www-form-urlencoded"
FORMS = (FORM, f"{FORM};charset=UTF-8")  # from a page, and from its script
UNCODED = re.compile(r"[\w.~=&*-]*", re.ASCII)  # fields that stand for themselves


class Unusual(Exception):
    """Something for Flask's pages."""


class Asked:
    """A request as far as a vote needs it."""

    def __init__(self, app: Flask, environ: WSGIEnvironment) -> None:
        self.began = monotonic()
        self.cookies = parse_cookie(environ.get("HTTP_COOKIE", "")).to_dict()
        self.language = language_of(self.cookies, environ.get("HTTP_ACCEPT_LANGUAGE", ""))
        self.packing = environ.get("HTTP_ACCEPT_ENCODING", "")
        self.environ = environ
        self.session: SessionMixin = app.session_interface.open_session(app, self)  # type: ignore[arg-type, assignment]
        if self.session.keys() - {tokens.FIELD}:
            raise Unusual  # a login, or something to say on the next page
        self.session.accessed = True

    @staticmethod
    def rendered(kind: Hashable) -> spliced.Spliced:
        """Return a page that was rendered before; one that was not is Flask's."""
        kept = spliced.kept(kind)
        if kept is None:
            raise Unusual
        return kept

    def page(self, kind: Hashable, own: Mapping[str, str]) -> Response:
        """Answer with a page that was rendered before."""
        return spliced.filled(self.rendered(kind), own, self.packing)

    def booth(self) -> Booth:
        """Return the booth at the sheet; a slip that serves several rounds is Flask's."""
        here = visit.current(self.cookies)
        if here.others:
            raise Unusual
        return steps.booth_of(here)

    def token(self) -> str:
        """Make a token for a page."""
        return tokens.sign(self.session, settings().secret_key)

    def fields(self) -> dict[str, str]:
        """Return what was posted from a page of ours, but for the token; Flask can read it again."""
        environ = self.environ
        length = environ.get("CONTENT_LENGTH", "")
        if (
            environ.get("CONTENT_TYPE") not in FORMS
            or not length.isdigit()
            or int(length) > MOST_FROM_A_PHONE
        ):
            raise Unusual
        if environ.get("HTTP_SEC_FETCH_SITE") in ELSEWHERE:
            raise Unusual
        body = environ["wsgi.input"].read(int(length))
        environ["wsgi.input"] = BytesIO(body)
        found = _once_each(body.decode())
        if not tokens.fits(found.pop(tokens.FIELD, ""), self.session, settings().secret_key):
            raise Unusual
        referrer = environ.get("HTTP_REFERER", "")
        if not tokens.is_sent_from(host_of(environ), environ["wsgi.url_scheme"], referrer):
            raise Unusual
        return found


def _once_each(body: str) -> dict[str, str]:
    """Read the fields of a form, none of which may be there twice."""
    if UNCODED.fullmatch(body):
        pairs: Any = [pair.split("=") for pair in body.split("&")]
    else:
        pairs = parse_qsl(body, keep_blank_values=True, strict_parsing=True)
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unusual
    return found


def host_of(environ: WSGIEnvironment) -> str:
    """Return the host a request is for; a foreign one raises."""
    return _ours(environ["wsgi.url_scheme"], environ.get("HTTP_HOST", ""), settings().trusted_hosts)


@lru_cache(maxsize=64)  # only ours are kept: a foreign one raises
def _ours(scheme: str, name: str, trusted: tuple[str, ...]) -> str:
    return get_host(scheme, name, None, trusted)
