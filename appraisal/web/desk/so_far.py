"""How far something long is, for the page that waits for it; kept in memory, gone when it is made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import jsonify
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ...domain.progress import Progress
from ...domain.roles import Role
from ..roles import may
from .door import bp

OPENING, DOCUMENTS, UNITS = "opening", "documents", "units"

_made: dict[tuple[int, str, int], tuple[int, int]] = {}


@contextmanager
def telling(round_id: int, what: str) -> Iterator[Progress]:
    """Yield what is told how far it is with what somebody asked for: how many are done, of how many."""
    key = _key(round_id, what)
    try:
        yield lambda done, of: _made.update({key: (done, of)})
    finally:
        _made.pop(key, None)


@bp.get(f"/<int:round_id>/<any({OPENING}, {DOCUMENTS}, {UNITS}):what>/progress")
@may(*Role)
def progress(round_id: int, what: str) -> ResponseReturnValue:
    """Tell who asked for it how far it is, nothing of what is in it; 0 of 0 while none is made."""
    done, of = _made.get(_key(round_id, what), (0, 0))
    return jsonify(done=done, of=of)


def _key(round_id: int, what: str) -> tuple[int, str, int]:
    return round_id, what, current_user.account_id
