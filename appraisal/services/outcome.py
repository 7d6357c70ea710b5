"""What remains of a count: aggregates alone, and their one byte string."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..domain.encoding import canonical_json

VERSION = 1
DECIMALS = 9  # of numbers computed from whole ballots in floating point

Exact = Fraction | None
PerCell = tuple[tuple[tuple[int, ...], ...], ...]


@dataclass(frozen=True)
class Returned:
    """Ballots of one class that came back: valid, void, blank (an abstention everywhere), or unopenable."""

    valid: int
    void: int = 0
    blank: int = 0
    unopenable: int = 0

    @property
    def returned(self) -> int:
        """All that came back."""
        return self.valid + self.void + self.blank + self.unopenable


@dataclass(frozen=True)
class PaperReturned:
    """Paper ballots of one class that came back, and how many of them are void for each reason there is."""

    cast: int
    void: tuple[int, ...]


@dataclass(frozen=True)
class Remark:
    """Something a reader must know about a subject, a criterion or a class; None where it holds for all."""

    kind: str
    subject: int | None = None
    criterion: int | None = None
    voter_class: int | None = None


@dataclass(frozen=True)
class Standing:
    """The subjects under one method, in list order.

    `totals` holds one score per subject, `class_scores` one row per class; None where there is no score.
    They are exact fractions if `is_exact`, else fractions of 9 decimals. `ranks` and `group_ranks` are 0
    where there is no score. `decided_by` names the tie key that gave a subject its place, "并列" for a
    shared place, None where the score decided; `ahead_by` names it only for a subject it put before another.
    """

    method: str
    is_exact: bool
    totals: tuple[Exact, ...]
    class_scores: tuple[tuple[Exact, ...], ...]
    ranks: tuple[int, ...]
    group_ranks: tuple[int, ...]
    decided_by: tuple[str | None, ...]
    ahead_by: tuple[str | None, ...]


@dataclass(frozen=True)
class Outcome:
    """A counted round: the tally, the official standing, and the standing shown beside it.

    `counts` is indexed by class, subject, criterion and answer (0 the worst), `abstained`, `not_asked` and
    `cell_scores` by class, subject and criterion. Nothing in it belongs to one ballot; `unopenable` are the
    ids, in hex and sorted, of what lay in the box and is no ballot of this round. `paper` is by class, and
    empty where no ballot was on paper.
    """

    returns: tuple[Returned, ...]
    counts: tuple[PerCell, ...]
    abstained: PerCell
    not_asked: PerCell
    cell_scores: tuple[tuple[tuple[Exact, ...], ...], ...]
    official: Standing
    beside: Standing
    remarks: tuple[Remark, ...]
    unopenable: tuple[str, ...] = ()
    paper: tuple[PaperReturned, ...] = ()

    def dump(self) -> bytes:
        """Write the outcome as canonical JSON: one outcome, one byte string."""
        fields = asdict(self)
        for name, standing in (("official", self.official), ("beside", self.beside)):
            fields[name] = _plain(fields[name], str if standing.is_exact else decimal)
        return canonical_json({"version": VERSION, **_plain(fields)})

    @classmethod
    def load(cls, document: bytes) -> Outcome:
        """Read an outcome back; `ValueError` for a version this program does not know."""
        fields = json.loads(document)
        if fields.pop("version", None) != VERSION:
            raise ValueError("an outcome of another version needs another program")
        return cls(
            returns=tuple(Returned(**item) for item in fields["returns"]),
            counts=_tuples(fields["counts"]),
            abstained=_tuples(fields["abstained"]),
            not_asked=_tuples(fields["not_asked"]),
            cell_scores=_exact(fields["cell_scores"]),
            official=_standing(fields["official"]),
            beside=_standing(fields["beside"]),
            remarks=tuple(Remark(**item) for item in fields["remarks"]),
            unopenable=tuple(fields.get("unopenable", ())),
            paper=tuple(PaperReturned(item["cast"], tuple(item["void"])) for item in fields.get("paper", ())),
        )


def decimal(number: Fraction) -> str:
    """Write a number of at most 9 decimals in full."""
    return f"{Decimal(int(number * 10**DECIMALS)).scaleb(-DECIMALS):f}"


def _plain(value: Any, write: Callable[[Fraction], str] = str) -> Any:
    if isinstance(value, Fraction):
        return write(value)
    if isinstance(value, dict):
        return {key: _plain(item, write) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, write) for item in value]
    return value


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value


def _exact(value: Any) -> Any:
    """Read nested lists of written numbers; a missing number stays missing."""
    if isinstance(value, list):
        return tuple(_exact(item) for item in value)
    return None if value is None else Fraction(value)


def _standing(fields: dict[str, Any]) -> Standing:
    read = {name: _exact(fields[name]) for name in ("totals", "class_scores")}
    return Standing(**{name: _tuples(item) for name, item in fields.items()} | read)
