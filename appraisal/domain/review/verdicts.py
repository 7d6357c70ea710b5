"""The verdict table: rows that never apply, rows that overlap, better answers with a worse verdict."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from ..exact import shown
from ..flaw import FULL_WEIGHT
from ..phrase import Phrase, phrase
from ..plan import Plan
from ..verdict import Band
from .finding import Finding, error, warning

Shares = dict[str, Fraction]  # of every grade, in percent; what is missing to 100 are abstentions

PLACE = phrase("结论")
ONE_IN_A_HUNDRED = Fraction(1)


def never_reached(plan: Plan) -> Iterator[Finding]:
    """Find rows that an earlier row always takes the place of."""
    bands = plan.rule.bands
    for later, band in enumerate(bands):
        for earlier in range(later):
            if bands[earlier].verdict != band.verdict and _outside(plan, band, bands[earlier]) is None:
                yield error(
                    f"verdict/never/{later}",
                    "bands",
                    PLACE,
                    phrase(
                        "第 %(later)s 行“%(verdict)s”永远轮不到："
                        "合乎它的，都先合乎第 %(earlier)s 行“%(taken)s”。",
                        later=later + 1,
                        verdict=band.verdict,
                        earlier=earlier + 1,
                        taken=bands[earlier].verdict,
                    ),
                    mend=phrase("把要求高的一行排在前面"),
                )
                break


def overlapping(plan: Plan) -> Iterator[Finding]:
    """Find rows that both apply to some shares while neither is the stricter one; the first one wins."""
    rows = [(place, band) for place, band in enumerate(plan.rule.bands) if band.grades]
    for (i, first), (j, second) in combinations(rows, 2):
        both = _both(plan, first, second)
        is_cascade = not _outside(plan, first, second) or not _outside(plan, second, first)
        if first.verdict != second.verdict and both is not None and not is_cascade:
            yield warning(
                f"verdict/overlap/{i}/{j}",
                "bands",
                PLACE,
                phrase(
                    "第 %(i)s 行和第 %(j)s 行会同时合乎，例如%(shares)s；"
                    "这时按第 %(i)s 行定为“%(verdict)s”。",
                    i=i + 1,
                    j=j + 1,
                    shares=_said(plan, both),
                    verdict=first.verdict,
                ),
                mend=phrase("核对先后次序，或改比例使两行不重叠"),
            )


def gaps(plan: Plan) -> Iterator[Finding]:
    """Find answers that get a worse verdict than worse answers: they fall between two rows."""
    for place, band in enumerate(plan.rule.bands):
        for worse, better in _witnesses(plan, band):
            below, above = (_row(plan, shares) for shares in (worse, better))
            if above > below and plan.rule.bands[above].verdict != plan.rule.bands[below].verdict:
                yield error(
                    f"verdict/gap/{place}",
                    "bands",
                    PLACE,
                    phrase(
                        "有空档：%(better)s 定为“%(low)s”，而差一些的 %(worse)s 定为“%(high)s”。",
                        better=_said(plan, better),
                        low=plan.rule.bands[above].verdict,
                        worse=_said(plan, worse),
                        high=plan.rule.bands[below].verdict,
                    ),
                    mend=phrase("比例改按“%(grades)s”合计", grades="+".join(_upward(plan, band))),
                )
                break


def _row(plan: Plan, shares: Shares) -> int:
    return next(place for place, band in enumerate(plan.rule.bands) if band.admits(shares))


def _names(plan: Plan) -> tuple[str, ...]:
    return tuple(grade.name for grade in plan.scale.grades)


def _upward(plan: Plan, band: Band) -> tuple[str, ...]:
    """Return all grades down to the worst one a row sums."""
    names = _names(plan)
    return names[: max(names.index(name) for name in band.grades) + 1]


def _shares(plan: Plan, of: Shares) -> Shares:
    return dict.fromkeys(_names(plan), Fraction(0)) | of


def _witnesses(plan: Plan, band: Band) -> Iterator[tuple[Shares, Shares]]:
    """Pair shares that just reach a row with better ones that do not, for every grade it leaves out."""
    for name in _upward(plan, band) if band.grades else ():
        summed = [grade for grade in band.grades if _names(plan).index(grade) > _names(plan).index(name)]
        if name in band.grades or not summed or not band.at_least:
            continue
        least, less = band.at_least, max(band.at_least - ONE_IN_A_HUNDRED, Fraction(0))
        yield (
            _shares(plan, {summed[0]: least, name: FULL_WEIGHT - least}),
            _shares(plan, {summed[0]: less, name: FULL_WEIGHT - less}),
        )


def _both(plan: Plan, first: Band, second: Band) -> Shares | None:
    """Return shares that reach both rows; None if there are none."""
    common = [name for name in first.grades if name in second.grades]
    if common:
        return _shares(plan, {common[0]: Fraction(FULL_WEIGHT)})
    bounds = (first.at_least or Fraction(0), second.at_least or Fraction(0))
    if sum(bounds) > FULL_WEIGHT:
        return None
    return _shares(plan, {first.grades[0]: FULL_WEIGHT - bounds[1], second.grades[0]: bounds[1]})


def _outside(plan: Plan, band: Band, other: Band) -> Shares | None:
    """Return shares that reach `band` and not `other`; None if there are none."""
    names, bound = band.grades or _names(plan), band.at_least or Fraction(0)
    limit = other.at_least or Fraction(0)
    if not other.grades or limit <= 0:
        return None
    alone = [name for name in names if name not in other.grades]
    if alone:
        return _shares(plan, {alone[0]: Fraction(FULL_WEIGHT)})
    can_rest = plan.rule.rates_with_abstentions or set(other.grades) < set(_names(plan))
    if bound >= limit or not can_rest:
        return None
    rest = [name for name in _names(plan) if name not in other.grades][-1:]
    return _shares(plan, {names[0]: bound} | dict.fromkeys(rest, FULL_WEIGHT - bound))


def _said(plan: Plan, shares: Shares) -> tuple[Phrase, ...]:
    """Say shares as a hundred ballots would have them."""
    told = [
        phrase("%(grade)s %(share)s%%", grade=name, share=shown(share))
        for name, share in shares.items()
        if share
    ]
    rest = Fraction(FULL_WEIGHT) - sum(shares.values())
    if rest:
        told.append(phrase("%(grade)s %(share)s%%", grade=plan.scale.abstaining, share=shown(rest)))
    return tuple(told)
