"""Flask-WTF's tokens, made and read outside of Flask's requests."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any

from flask_wtf.csrf import same_origin
from itsdangerous import BadData

from .signing import Timed

FIELD = "csrf_token"
SALT = "wtf-csrf-token"


def secret_of(session: MutableMapping[str, Any]) -> str:
    """Return what the tokens of a session stand for: 16 random bytes, for they travel with every sheet."""
    return str(session.setdefault(FIELD, secrets.token_urlsafe(16)))


def sign(session: MutableMapping[str, Any], key: bytes) -> str:
    """Make a token for a page."""
    return str(_serializer(key).dumps(secret_of(session)))


def fits(token: str, session: MutableMapping[str, Any], key: bytes) -> bool:
    """Say whether a token was made for this session."""
    try:
        signed = str(_serializer(key).loads(token))
    except BadData:
        return False
    return hmac.compare_digest(signed.encode(), str(session.get(FIELD, "")).encode())


def is_sent_from(host: str, scheme: str, referrer: str) -> bool:
    """Say whether a form came from a page of ours: over TLS browsers say which."""
    return scheme != "https" or bool(same_origin(referrer, f"https://{host}/"))


@lru_cache(maxsize=4)
def _serializer(key: bytes) -> Timed:
    return Timed(key, salt=SALT)
