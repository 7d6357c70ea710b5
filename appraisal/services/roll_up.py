"""From the scores of projects to the score of their unit, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..domain.activity import RollUp
from ..domain.plan import Plan
from .outcome import Exact, Outcome
from .placing import Chain, tie_chain

NO_KIND = ""


@dataclass(frozen=True)
class UnitScores:
    """Scores of the units in the order asked for: `totals`, one row per class, and the tie chain."""

    totals: tuple[Exact, ...]
    class_scores: tuple[tuple[Exact, ...], ...]
    chain: Chain


def unit_scores(plan: Plan, outcome: Outcome, units: Sequence[str], rule: RollUp) -> UnitScores:
    """Roll the projects of every unit up.

    Parameters
    ----------
    plan : Plan
        Of the round that rated the projects.
    outcome : Outcome
    units : sequence of U str
    rule : RollUp
        Class scores of a unit are rolled up in the same way as its totals; counts of grades are added.
    """
    members = [[s for s, subject in enumerate(plan.subjects) if subject.unit == unit] for unit in units]
    totals = rolled(outcome.official.totals, members, plan, rule)
    classes = tuple(rolled(row, members, plan, rule) for row in outcome.official.class_scores)
    projects = tie_chain(plan, outcome)
    letters = [group.letter for group in plan.classes]
    keys = tuple(
        classes[letters.index(link.name)]
        if link.kind == "class"
        else tuple(sum((key[s] or Fraction(0) for s in own), Fraction(0)) for own in members)
        for link, key in zip(plan.rule.ties, projects.keys, strict=True)
    )
    return UnitScores(totals, classes, Chain(keys, projects.labels))


def rolled(
    scores: Sequence[Exact], members: Sequence[Sequence[int]], plan: Plan, rule: RollUp
) -> tuple[Exact, ...]:
    """Combine the scores of each unit's projects; None where none of them has one."""
    return tuple(_rolled([(scores[s], plan.subjects[s].kind) for s in own], rule) for own in members)


def _rolled(scored: Sequence[tuple[Exact, str]], rule: RollUp) -> Exact:
    known = [(score, kind) for score, kind in scored if score is not None]
    if not known:
        return None
    if rule.kinds:
        return _by_kind(known, dict(rule.kinds))
    scores = sorted((score for score, _ in known), reverse=True)
    return _mean(scores if rule.best is None else scores[: rule.best])


def _by_kind(known: Sequence[tuple[Fraction, str]], weights: dict[str, Fraction]) -> Exact:
    """Weigh the means of the kinds a unit has; the weight of a kind it lacks is shared out."""
    kinds = dict.fromkeys(kind for _, kind in known)
    means = {kind: _mean([score for score, own in known if own == kind]) for kind in kinds}
    whole = sum((weights[kind] for kind in kinds), Fraction(0))
    if not whole:
        return None
    return sum((means[kind] * weights[kind] for kind in kinds), Fraction(0)) / whole


def _mean(scores: Sequence[Fraction]) -> Fraction:
    return sum(scores, Fraction(0)) / len(scores)
