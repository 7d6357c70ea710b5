"""One contradiction in what an organizer set up."""

from __future__ import annotations

from dataclasses import dataclass

from .phrase import Phrase

FULL_WEIGHT = 100


@dataclass(frozen=True)
class Flaw:
    """One contradiction in a plan: the table, the row (None for the whole table), the field, the reason."""

    table: str
    row: int | None
    field: str
    phrase: Phrase
