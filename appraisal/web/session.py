"""The signed session cookie, without a time: a clock that is set must not cost anybody the sheet."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from werkzeug.wrappers import Response

from .cookie_headers import cookie, no_cookie
from .signing import Timeless


class TimelessSession(SecureCookieSessionInterface):
    """Flask's session, signed by the secret key alone, until the browser is closed."""

    def get_signing_serializer(self, app: Flask) -> Any:
        """Return what signs the cookie; how long a login lasts stands inside it, in our own words."""
        return self._signed(app.secret_key or b"")

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write what Flask writes, in a fraction of its time: every vote begins a session, and ends it."""
        if session.accessed:
            depends = response.headers.get("Vary", "")
            if "Cookie" not in depends:
                response.headers["Vary"] = f"{depends}, Cookie" if depends else "Cookie"
        if not session.modified:
            return
        given = self._cookie(app)
        header = no_cookie(**given)
        if session:
            header = cookie(self.get_signing_serializer(app).dumps(dict(session)), **given)
        response.headers.add("Set-Cookie", header)

    @cache  # noqa: B019 - there is one of these, and one application
    def _cookie(self, app: Flask) -> dict[str, Any]:
        return {
            "key": self.get_cookie_name(app),
            "path": self.get_cookie_path(app),
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app),
        }

    @cache  # noqa: B019 - there is one of these, and one secret
    def _signed(self, secret: str | bytes) -> Timeless:
        return Timeless(
            secret,
            salt=self.salt,
            serializer=self.serializer,
            signer_kwargs={"key_derivation": self.key_derivation, "digest_method": self.digest_method},
        )


def register(app: Flask) -> None:
    """Use it for all pages."""
    app.session_interface = TimelessSession()
