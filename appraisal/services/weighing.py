"""How much the places of a composite hang on its weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from .. import scoring
from ..documents.activity_table import ActivityTable, Turn, Weighing, WeightCase
from ..documents.table import Number
from ..domain.activity import Part
from ..domain.exact import shown
from ..domain.phrase import Phrase, phrase

STEP = Fraction(10)  # percentage points; a usual argument about weights is not about more
FULL = Fraction(100)

Row = Sequence[Fraction]


def weighed(table: ActivityTable, parts: Sequence[Part]) -> Weighing | None:
    """Rank the units under other weights; None where there are fewer than two parts or ranked units.

    The scores are those the table tells, exact where it tells them exactly: what is held back of a small
    class stays so.

    Parameters
    ----------
    table : ActivityTable
    parts : sequence of Part
        Of the composite, in the order of its columns.
    """
    listed = [] if table.composite is None else [row for row in table.composite.rows if row.rank]
    if len(parts) < 2 or len(listed) < 2:
        return None
    columns = [[told(row.parts[p]) for row in listed] for p in range(len(parts))]
    agreed = [part.weight for part in parts]
    names = tuple(row.subject for row in listed)
    cases = tuple(
        WeightCase(parts[p].name, by, dict(zip(names, _places(columns, weights), strict=True)))
        for p, by, weights in _cases(agreed)
    )
    turns = tuple(
        _turn(parts[p].name, names, columns, agreed, p) for p in range(len(parts)) if _others(agreed, p)
    )
    return Weighing(STEP, cases, turns)


def sentence(turn: Turn) -> Phrase:
    """Say how far the weight of a part may move before another unit comes first."""
    parts = []
    if turn.below is not None:
        below = scoring.published(turn.below, 1)
        parts.append(phrase("降到 %(at)s%% 以下，%(unit)s居首", at=below, unit=turn.then_below))
    if turn.above is not None:
        above = scoring.published(turn.above, 1)
        parts.append(phrase("升到 %(at)s%% 以上，%(unit)s居首", at=above, unit=turn.then_above))
    said = tuple(parts) or (phrase("升降到多少，第一名都不变"),)
    return phrase(
        "%(part)s（现为 %(now)s%%）：%(told)s。", part=Phrase(turn.part), now=shown(turn.agreed), told=said
    )


def told(number: Number) -> Fraction:
    """Return a number as exactly as it is told."""
    return Fraction(number.shown) if number.exact is None else number.exact


def moved(weights: Row, p: int, to: Fraction) -> list[Fraction]:
    """Give one part another weight in percent; the others share what is left as they did before."""
    rest = _others(weights, p)
    return [to if q == p else weight * (FULL - to) / rest for q, weight in enumerate(weights)]


def _cases(agreed: Row) -> Iterator[tuple[int, Fraction, list[Fraction]]]:
    for p, weight in enumerate(agreed):
        for by in (STEP, -STEP):
            if 0 <= weight + by <= FULL and _others(agreed, p):
                yield p, by, moved(agreed, p, weight + by)


def _others(weights: Row, p: int) -> Fraction:
    return sum(weights, Fraction(0)) - weights[p]


def _places(columns: Sequence[Row], weights: Row) -> list[int]:
    return [int(place) for place in scoring.ranks(scoring.composite(columns, weights))]


def _turn(name: str, names: Sequence[str], columns: Sequence[Row], agreed: Row, p: int) -> Turn:
    """Find how far one weight can move, down and up, before another unit comes first alone.

    With the part at weight t the lead over a rival is ``t·own + (1−t)·rest``, a straight line in t; it is
    lost where the line crosses zero.
    """
    rest = scoring.composite(columns, [weight if q != p else 0 for q, weight in enumerate(agreed)])
    found = Turn(name, agreed[p])
    for rival in range(1, len(names)):
        own = columns[p][0] - columns[p][rival]
        others = (rest[0] or Fraction(0)) - (rest[rival] or Fraction(0))
        if own == others:
            continue
        crossing = FULL * others / (others - own)
        if 0 <= crossing <= agreed[p] and own > others and crossing > (found.below or -1):
            found = replace(found, below=crossing, then_below=names[rival])
        elif agreed[p] <= crossing <= FULL and own < others and crossing < (found.above or FULL + 1):
            found = replace(found, above=crossing, then_above=names[rival])
    return found
