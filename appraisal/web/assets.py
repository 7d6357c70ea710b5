"""Static files under addresses that change with their content, so that they may be kept for a year."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, url_for

STATIC = Path(__file__).parents[1] / "static"
FOREVER = "public, max-age=31536000, immutable"
KEPT = ("static", "bundle.show", "favicon")


def register(app: Flask) -> None:
    """Offer ``asset('desk.css')`` to templates."""
    app.jinja_env.globals.update(asset=asset)
    app.add_url_rule("/favicon.ico", "favicon", favicon)
    app.after_request(keep)


def asset(filename: str) -> str:
    """The address of a static file, with the fingerprint of what it holds."""
    return url_for("static", filename=filename, v=_fingerprint(filename))


def favicon() -> Response:
    """Give phones the icon that they ask for unasked, once."""
    return Response((STATIC / "icon.svg").read_bytes(), mimetype="image/svg+xml")


def keep(response: Response) -> Response:
    """Let phones keep what was asked for by its fingerprint."""
    is_named = "v" in request.args or request.endpoint == "favicon"
    if request.endpoint in KEPT and is_named and response.status_code == 200:
        response.headers["Cache-Control"] = FOREVER
    return response


@cache
def _fingerprint(filename: str) -> str:
    return hashlib.sha256((STATIC / filename).read_bytes()).hexdigest()[:8]
