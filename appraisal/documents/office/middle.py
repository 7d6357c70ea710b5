"""The middle of a subject's group: what it is compared with where no other may be named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from statistics import median

from ...domain.exact import rounded
from ...domain.phrase import Phrase, phrase
from ..table import Cell, Number, ResultTable, Row
from .grades import answers_of
from .model import RATE_DECIMALS, rate

LEAST = 5  # subjects; the middle of fewer tells the others' numbers


@dataclass(frozen=True)
class Peers:
    """The subjects one is compared with: its group, else all; none where all are too few."""

    rows: tuple[Row, ...]
    words: Phrase | None


def number(values: Iterable[Number], decimals: int) -> Number:
    """Return the middle of numbers; a dash where too few are known."""
    exact = _middle([_value(each) for each in values if not each.is_empty])
    return Number() if exact is None else Number(rounded(exact, decimals), exact)


def share(values: Iterable[Number]) -> Number:
    """Return the middle of shares in percent; a dash where too few are known."""
    exact = _middle([each.exact for each in values if each.exact is not None])
    return Number() if exact is None else Number(f"{rounded(exact * 100, RATE_DECIMALS)}%", exact)


def _middle(values: Sequence[Fraction]) -> Fraction | None:
    return Fraction(median(values)) if len(values) >= LEAST else None


def peers(table: ResultTable, row: Row) -> Peers:
    """Choose whom a subject is compared with."""
    rated = [each for each in table.rows if each.rank]
    own = [each for each in rated if each.group == row.group]
    if row.group and len(own) >= LEAST:
        return Peers(tuple(own), phrase("“%(group)s”组%(n)s个单位", group=row.group, n=len(own)))
    if len(rated) >= LEAST:
        return Peers(tuple(rated), phrase("全体%(n)s个单位", n=len(rated)))
    return Peers((), None)


@dataclass(frozen=True)
class Middle:
    """The middle numbers of one group, worked out once for all of its sheets."""

    table: ResultTable
    cells: Mapping[tuple[str | None, str, str], Cell]
    peers: Peers

    @cached_property
    def total(self) -> Number:
        """Of the total scores."""
        return number((row.total for row in self.peers.rows), self.table.decimals)

    @cached_property
    def class_scores(self) -> tuple[Number, ...]:
        """Of the scores by every class, in the order of the columns."""
        columns = zip(*(row.class_scores for row in self.peers.rows), strict=True)
        found = tuple(number(column, self.table.decimals) for column in columns)
        return found or (Number(),) * len(self.table.columns)

    @cached_property
    def criterion_scores(self) -> tuple[Number, ...]:
        """Of the scores on every criterion."""
        return tuple(
            number(
                (self.cells[None, row.subject, name].score for row in self.peers.rows), self.table.decimals
            )
            for name, _ in self.table.criteria
        )

    @cached_property
    def shares(self) -> dict[str, tuple[Number, ...]]:
        """Of the shares of every answer, by criterion."""
        return {name: self._shares(name) for name, _ in self.table.criteria}

    def _shares(self, criterion: str) -> tuple[Number, ...]:
        answers = len(self.table.grades) + 1
        everybody = [rates(self.cells[None, row.subject, criterion], answers) for row in self.peers.rows]
        return tuple(share(column) for column in zip(*everybody, strict=True)) or (Number(),) * answers


def rates(cell: Cell, answers: int) -> list[Number]:
    """Return the share of every answer, best first, abstentions last."""
    return [rate(count, cell.asked) for count in answers_of(cell, answers - 1)]


def _value(number: Number) -> Fraction:
    """Return the exact value; where that would tell too much, what is printed."""
    return number.exact if number.exact is not None else Fraction(number.rounded or number.shown)


def longest(shares: Sequence[Number]) -> Fraction:
    """Return the next full ten percent above all shares: what the width of their bars stands for."""
    most = max((share.exact for share in shares if share.exact is not None), default=Fraction(0))
    return max(Fraction(1, 10), Fraction(-(-most.numerator * 10 // most.denominator), 10))
