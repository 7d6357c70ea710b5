"""Several small sources as one file for a phone, without what only readers of the sources need."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from functools import cache
from string import ascii_letters

import deflate
from flask import Blueprint, Flask, Response, request, url_for

from ..domain.errors import NotFound
from .assets import STATIC
from .minify import minified
from .parts import PARTS, unused

LEVEL = 12  # of libdeflate
STYLE, SCRIPT = "text/css", "text/javascript"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
USED = re.compile(r"var\((--[\w-]+)")
OF_A_CLASS = re.compile(r"(?<=})\.(\w+)\{[^}]*\}")  # a rule of nothing else
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
    if name.endswith(".css"):
        return _style(sources, unused(name.removesuffix(".css"))).encode()
    return _script(sources).encode()


def _style(sources: list[str], unused_classes: frozenset[str]) -> str:
    """Join style sheets; of their custom properties only those that are used, under short names."""
    text = COMMENT.sub("", "\n".join(sources))
    text = re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"\s+", " ", text)).replace(": ", ":")
    text = OF_A_CLASS.sub(lambda found: "" if found[1] in unused_classes else found[0], text)
    used = Counter(USED.findall(text))
    text = DEFINED.sub(lambda found: found[0] if found[1] in used else "", text)
    text = text.replace(";}", "}").replace(" !", "!").strip()
    own = [name for name, _ in used.most_common() if f"{name}:" in text]  # others are set by a script
    short = {name: f"--{letter}" for name, letter in zip(own, ascii_letters, strict=False)}
    return NAME.sub(lambda found: short.get(found[0], found[0]), text)


def _script(sources: list[str]) -> str:
    """Join scripts; a page has this one alone, so that its names need no scope of their own."""
    return minified("\n".join(sources))
