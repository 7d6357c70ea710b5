"""Limits on guessing, never by address: a hall is behind one address."""

from __future__ import annotations

from limits import parse

from ..domain.errors import LoginTooOften, PublicTooOften, TooManyWrongCodes
from ..notices import notices
from . import alarms

WRONG_CODES = parse("30/second")  # for all phones together; right codes are looked up first and never wait
WRONG_PASSWORDS = parse("5/minute")  # per account
PUBLIC_BALLOTS = parse(
    "20 per 10 second"
)  # of a channel, for all together: a crowd waits a little, a script long


def count_wrong_code() -> None:
    """Count one unknown code of anybody's; refuse when there are too many at once."""
    alarms.note_wrong_code()
    if not notices().hit(WRONG_CODES, "codes"):
        raise TooManyWrongCodes(seconds=1)


def count_wrong_password(name: str) -> None:
    """Count one wrong password of an account."""
    notices().hit(WRONG_PASSWORDS, "login", name)


def require_patience(name: str) -> None:
    """Refuse an account's login for a while after too many wrong passwords."""
    if not notices().may(WRONG_PASSWORDS, "login", name):
        raise LoginTooOften(seconds=60)


def count_public_ballot(round_id: int, place: int) -> None:
    """Count one ballot drawn from a public channel; refuse when too many are drawn at once, by whomever."""
    if not notices().hit(PUBLIC_BALLOTS, "public", str(round_id), str(place)):
        raise PublicTooOften
