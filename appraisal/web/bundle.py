"""Several small sources as one file for a phone, without what only readers of the sources need."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from functools import cache
from string import ascii_letters
from types import MappingProxyType

import deflate
from flask import Blueprint, Flask, Response, request, url_for

from ..domain.errors import NotFound
from ..domain.rule import Reasons
from ..domain.scale import ScaleKind
from ..domain.sheet import Sheet
from .assets import STATIC
from .minify import minified

LEVEL = 12  # of libdeflate
STYLE, SCRIPT = "text/css", "text/javascript"
PHONE = ("stored.js", "type_size.js")
SHEET = ("ask", "note", "quota", "progress", "answer", "jump", "review", "send", "draft")


def _sheet(answers: str, *more: str) -> tuple[str, ...]:
    """Name the scripts of a sheet: what its answers are, and what else it asks for."""
    return (*PHONE, *(f"ballot/{part}.js" for part in ("sheet", "words", answers, *SHEET, *more, "start")))


PARTS = MappingProxyType(
    {
        "enter.css": ("tokens.css", "voter.css", "page.css"),
        "ballot.css": ("tokens.css", "voter.css", "ballot.css", "ask.css"),
        "numbers.css": ("tokens.css", "voter.css", "ballot.css", "numbers.css", "ask.css"),
        "reasons.css": ("tokens.css", "voter.css", "ballot.css", "reasons.css", "ask.css"),
        "enter.js": (*PHONE, "enter.js"),
        "page.js": PHONE,
        "done.js": (*PHONE, "done.js"),
        "ballot.js": _sheet("grades"),
        "reasons.js": _sheet("grades", "reasons"),
        "numbers.js": _sheet("numbers"),
    }
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
USED = re.compile(r"var\((--[\w-]+)")
NAME = re.compile(r"--[\w-]+")
DEFINED = re.compile(r"(--[\w-]+):[^;}]*;?")

bp = Blueprint("bundle", __name__)


def register(app: Flask) -> None:
    """Offer ``bundle('ballot.css')`` to templates."""
    app.jinja_env.globals.update(bundle=bundle)
    app.register_blueprint(bp)


def bundle(name: str) -> str:
    """The address of a bundle, with the fingerprint of what it holds."""
    return url_for("bundle.show", name=name, v=hashlib.sha256(written(name)).hexdigest()[:8])


def bundle_of(sheet: Sheet) -> str:
    """Name the files a sheet needs, and no more of them."""
    if sheet.scale.kind is not ScaleKind.GRADES:
        return "numbers"
    return "ballot" if sheet.reasons is Reasons.OFF else "reasons"


@bp.get("/bundle/<name>")
def show(name: str) -> Response:
    """Send a bundle; phones keep it for as long as its fingerprint is asked for."""
    if name not in PARTS:
        raise NotFound
    answer = Response(written(name), mimetype=STYLE if name.endswith(".css") else SCRIPT)
    answer.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"]:
        answer.set_data(packed(name))
        answer.content_encoding = "gzip"
    return answer


@cache
def packed(name: str) -> bytes:
    """Compress a bundle as well as can be: a hall loads it hundreds of times."""
    return bytes(deflate.gzip_compress(written(name), LEVEL))


@cache
def written(name: str) -> bytes:
    """Put a bundle together: what it holds changes only with the program."""
    sources = [(STATIC / part).read_text(encoding="utf-8") for part in PARTS[name]]
    return (_style(sources) if name.endswith(".css") else _script(sources)).encode()


def _style(sources: list[str]) -> str:
    """Join style sheets; of their custom properties only those that are used, under short names."""
    text = COMMENT.sub("", "\n".join(sources))
    text = re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"\s+", " ", text)).replace(": ", ":")
    used = Counter(USED.findall(text))
    text = DEFINED.sub(lambda found: found[0] if found[1] in used else "", text)
    text = text.replace(";}", "}").replace(" !", "!").strip()
    own = [name for name, _ in used.most_common() if f"{name}:" in text]  # others are set by a script
    short = {name: f"--{letter}" for name, letter in zip(own, ascii_letters, strict=False)}
    return NAME.sub(lambda found: short.get(found[0], found[0]), text)


def _script(sources: list[str]) -> str:
    """Join scripts in one scope of their own."""
    return minified('(function () {"use strict";\n' + "\n".join(sources) + "\n})();")
