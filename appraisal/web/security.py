"""What every answer carries, and what no voter's request may bring along."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from flask import Flask, Response, request, session
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import BadRequest

from ..transaction import settings
from . import tokens

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

csrf = CSRFProtect()
SAFE = ("GET", "HEAD", "OPTIONS")
ELSEWHERE = ("cross-site", "same-site")  # what browsers call a page that is none of ours
MOST_FROM_A_PHONE = 64 * 1024  # bytes: 200 subjects x 20 criteria take 35 KB

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # no-referrer would break the CSRF check over TLS
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
TRACES = (
    "REMOTE_ADDR",
    "REMOTE_PORT",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_FORWARDED",
    "HTTP_USER_AGENT",
    "HTTP_VIA",
    "HTTP_X_REAL_IP",
)


def register(app: Flask) -> None:
    """Protect all pages."""
    app.before_request(limit_voters)  # before the token is looked for in the body
    app.before_request(refuse_foreign)
    app.before_request(require_names)  # it would stumble over a part that has none
    csrf.init_app(app)
    app.before_request(refuse_nul)
    app.after_request(add_headers)
    app.wsgi_app = without_traces(app.wsgi_app)  # type: ignore[assignment, method-assign]


def short_token() -> str:
    """Return the token of this browser's forms, from 16 random bytes: it travels with every sheet."""
    tokens.secret_of(session)
    return str(generate_csrf())


def limit_voters() -> None:
    """Read no more from a participant's phone than the largest sheet needs."""
    if is_voters(request.path):
        request.max_content_length = MOST_FROM_A_PHONE


def refuse_foreign() -> None:
    """Refuse a form that a foreign page sends; old browsers, and all without TLS, do not say so."""
    if request.method not in SAFE and request.headers.get("Sec-Fetch-Site") in ELSEWHERE:
        raise BadRequest


def require_names() -> None:
    """Refuse a form in parts of which one is called nothing: no browser sends that."""
    if request.mimetype == "multipart/form-data" and None in request.form:
        raise BadRequest


def refuse_nul() -> None:
    """Refuse what nobody types and PostgreSQL stores nowhere; voters' fields are read more strictly still."""
    if is_voters(request.path):
        return
    sent = (request.path, *request.args.values(), *(text for _, text in request.form.items(multi=True)))
    if any("\0" in text for text in sent):
        raise BadRequest


def add_headers(response: Response) -> Response:
    """Set the headers of the hardening list."""
    lasting = lasting_headers(is_secure=settings().is_secure)
    for name, value in lasting if request.endpoint != "static" else lasting[1:]:
        response.headers[name] = value
    return response


@cache
def lasting_headers(*, is_secure: bool) -> tuple[tuple[str, str], ...]:
    """The headers of the hardening list, that nothing is to be kept before all others."""
    over_tls = (("Strict-Transport-Security", "max-age=31536000"),) if is_secure else ()
    return (("Cache-Control", "no-store"), *HEADERS.items(), *over_tls)


def is_voters(path: str) -> bool:
    """Say whether an address is one of the participants' pages."""
    return path.lower() == "/v" or path.lower().startswith("/v/")


def without_traces(application: WSGIApplication) -> WSGIApplication:
    """Wrap the outermost layer: nothing behind it can learn a voter's address or device."""

    def wrapped(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if is_voters(environ.get("PATH_INFO", "")):
            # a copy: the server's own keeps what its bookkeeping needs
            environ = {name: value for name, value in environ.items() if name not in TRACES}
        return application(environ, start_response)

    return wrapped
