"""The verdict on every subject, with the shares of answers it was judged by."""

from __future__ import annotations

from fractions import Fraction

from ..documents.table import VerdictRow
from ..domain.plan import Plan
from ..domain.verdict import verdict
from .disclosure import Disclosure
from .numbers import number
from .outcome import Outcome

FULL = 100


def conclusions(plan: Plan, outcome: Outcome, may: Disclosure) -> tuple[VerdictRow, ...]:
    """Judge every subject, in list order; nothing where the plan has no verdict table."""
    if not plan.rule.bands:
        return ()
    return tuple(_row(plan, outcome, s, is_shown=may.totals[s]) for s in range(len(plan.subjects)))


def samples(outcome: Outcome, s: int) -> int:
    """Count the marks a subject got, abstentions aside."""
    return sum(sum(counts) for rows in outcome.counts for counts in rows[s])


def _row(plan: Plan, outcome: Outcome, s: int, *, is_shown: bool) -> VerdictRow:
    names = [grade.name for grade in plan.scale.grades]
    cells = [cell for rows in outcome.counts for cell in rows[s]]
    counts = [sum(cell[g] for cell in cells) for g in reversed(range(len(names)))]
    abstained = sum(n for rows in outcome.abstained for n in rows[s])
    marks, decimals = sum(counts), plan.rule.decimals
    with_abstentions = _percent([*counts, abstained], marks + abstained)
    without = _percent(counts, marks)
    judged = [_verdict(plan, names, shares, marks) for shares in (with_abstentions[: len(names)], without)]
    official, other = judged if plan.rule.rates_with_abstentions else judged[::-1]
    return VerdictRow(
        subject=plan.subjects[s].name,
        counts=(*counts, abstained) if is_shown else None,
        samples=marks if is_shown else None,
        rates=tuple(number(share if is_shown else None, decimals) for share in with_abstentions),
        rates_without=tuple(number(share if is_shown else None, decimals) for share in without),
        verdict=official,
        other_verdict=other,
    )


def _percent(counts: list[int], whole: int) -> list[Fraction | None]:
    return [Fraction(count * FULL, whole) if whole else None for count in counts]


def _verdict(plan: Plan, names: list[str], shares: list[Fraction | None], marks: int) -> str | None:
    """Return the verdict; None where there are too few marks to give one."""
    if not marks or marks < plan.rule.least_marks:
        return None
    percent = {name: share or Fraction(0) for name, share in zip(names, shares, strict=True)}
    return verdict(plan.rule.bands, percent)
