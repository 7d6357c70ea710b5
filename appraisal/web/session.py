"""The signed session cookie, without a time: a clock that is set must not cost anybody the sheet."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from .signing import Timeless


class TimelessSession(SecureCookieSessionInterface):
    """Flask's session, signed by the secret key alone."""

    def get_signing_serializer(self, app: Flask) -> Any:
        """Return what signs the cookie; how long a login lasts stands inside it, in our own words."""
        return self._signed(app.secret_key or b"")

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
