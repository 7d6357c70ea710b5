"""What a whole hall of pages asks again and again, read as rows and no objects."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from ..domain.roles import Role
from ..storage import queries
from ..storage.queries import Glimpse
from ..storage.quick import Rows
from . import conduct
from .conduct import Turnout

LARGE = 2_000  # slips; fewer are counted within two milliseconds
KEPT = 2.0  # seconds that the count of more holds for everybody who looks: as often as a projector asks

_counted: dict[tuple[int, bytes, str], tuple[float, Turnout]] = {}


def open_titles(connection: Rows) -> Sequence[str]:
    """Return the titles of the rounds that are open."""
    return queries.open_titles(connection)


def glimpse(connection: Rows, round_id: int) -> Glimpse:
    """Return of a round what pages that watch ask for."""
    return queries.glimpse(connection, round_id)


def ready(connection: Rows, round_id: int) -> tuple[list[Role], list[int]]:
    """Return the roles that are taken, and those whose cards are made."""
    return queries.ready(connection, round_id)


def figures(connection: Rows, round_id: int) -> tuple[Glimpse, Turnout]:
    """Return a round and its turnout, from one look at it."""
    found = glimpse(connection, round_id)
    if sum(conduct.issued_per_class(found)) < LARGE:
        return found, conduct.turnout_of(connection, found)
    key = (found.id, found.settings, found.state)
    at, turnout = _counted.get(key, (0.0, None))
    if turnout is None or monotonic() - at > KEPT:
        turnout = conduct.turnout_of(connection, found)
        _counted.clear()
        _counted[key] = (monotonic(), turnout)
    return found, turnout
