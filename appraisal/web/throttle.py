"""Limits on guessing, never by address: a hall is behind one address."""

from __future__ import annotations

from flask import Flask
from flask_limiter import Limiter
from limits import RateLimitItem, parse

from ..domain.errors import LoginTooOften, TooManyWrongCodes
from . import alarms

WRONG_CODES = parse("30/second")  # for all phones together; right codes are looked up first and never wait
WRONG_PASSWORDS = parse("5/minute")  # per account
limiter = Limiter(key_func=lambda: "all", headers_enabled=False, storage_uri="memory://")


def register(app: Flask) -> None:
    """Start counting."""
    limiter.init_app(app)


def count_wrong_code() -> None:
    """Count one unknown code of anybody's; refuse when there are too many at once."""
    alarms.note_wrong_code()
    if not _hit(WRONG_CODES, "codes"):
        raise TooManyWrongCodes(seconds=1)


def count_wrong_password(name: str) -> None:
    """Count one wrong password of an account."""
    _hit(WRONG_PASSWORDS, "login", name)


def require_patience(name: str) -> None:
    """Refuse an account's login for a while after too many wrong passwords."""
    if not limiter.limiter.test(WRONG_PASSWORDS, "login", name):
        raise LoginTooOften(seconds=60)


def _hit(limit: RateLimitItem, *key: str) -> bool:
    return bool(limiter.limiter.hit(limit, *key))
