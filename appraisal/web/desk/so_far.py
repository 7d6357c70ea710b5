"""How far something long is, for the page that waits for it; gone when it is made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import jsonify
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ...domain.progress import Progress
from ...domain.roles import Role
from ...notices import notices
from ..roles import may
from .door import bp

OPENING, DOCUMENTS, UNITS = "opening", "documents", "units"

HOUR = 60 * 60  # seconds; whatever takes longer has failed


@contextmanager
def telling(round_id: int, what: str) -> Iterator[Progress]:
    """Yield what is told how far it is with what somebody asked for: how many are done, of how many."""
    board, key = notices(), _key(round_id, what)
    try:
        yield lambda done, of: board.put(key, (done, of), HOUR)
    finally:
        board.drop(key)


@bp.get(f"/<int:round_id>/<any({OPENING}, {DOCUMENTS}, {UNITS}):what>/progress")
@may(*Role)
def progress(round_id: int, what: str) -> ResponseReturnValue:
    """Tell who asked for it how far it is, nothing of what is in it; 0 of 0 while none is made."""
    done, of = notices().get(_key(round_id, what)) or (0, 0)
    return jsonify(done=done, of=of)


def _key(round_id: int, what: str) -> str:
    return f"{what} of {round_id} for {current_user.account_id}"
