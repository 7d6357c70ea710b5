"""What the parts of an inspection come to for every unit, and the same under other rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from numpy.typing import ArrayLike

from .. import scoring
from ..domain.activity import INDICATORS, ON_SITE, Activity, Part, RollUp
from ..domain.indicator import Conversion, Method
from ..domain.phrase import Phrase, phrase
from ..domain.plan import Plan
from ..domain.rule import Normalisation
from . import figures
from .outcome import Exact, Outcome
from .recount import recount, trimmed_by_ballot
from .roll_up import UnitScores, rolled, unit_scores

Totals = tuple[Exact, ...]
Other = tuple[str, Phrase, Totals]

RATIO = Conversion(Method.RATIO, span=Fraction(100))
PLACES = Conversion(Method.PLACES, base=Fraction(100), span=Fraction(2))
FIGURES_FIRST = (70, 30)  # percent: the usual split where figures and a vote are combined


@dataclass(frozen=True)
class Ballots:
    """The ballots of one round as they were read, for rules that need them whole; never stored."""

    answers: ArrayLike
    voter_class: ArrayLike


def on_site(activity: Activity, outcomes: Mapping[str, Outcome]) -> UnitScores | None:
    """Roll the projects up to their units; None without a tour."""
    tour = activity.on_site
    if tour is None:
        return None
    names = [unit.name for unit in activity.units]
    return unit_scores(tour.plan, outcomes[ON_SITE], names, activity.roll_up or RollUp())


def part_totals(activity: Activity, outcomes: Mapping[str, Outcome], part: Part) -> Totals:
    """Return the scores of all units in one part of the composite."""
    if part.name == INDICATORS:
        return figures.part(activity.indicators, part.conversion)
    scores = on_site(activity, outcomes) if part.name == ON_SITE else None
    if scores is not None:
        return scores.totals
    plan = next(each.plan for each in activity.rounds if each.name == part.name)
    names = [subject.name for subject in plan.subjects]
    totals = dict(zip(names, outcomes[part.name].official.totals, strict=True))
    return tuple(totals.get(unit.name) for unit in activity.units)


def composite(activity: Activity, outcomes: Mapping[str, Outcome]) -> Totals:
    """Add the parts up by weight, exactly."""
    rows = [part_totals(activity, outcomes, part) for part in activity.parts]
    return scoring.composite(rows, [part.weight for part in activity.parts])


def other_rules(
    activity: Activity, outcomes: Mapping[str, Outcome], ballots: Mapping[str, Ballots]
) -> Iterator[Other]:
    """Score the units under other rules than the agreed one: key, definition, and one total per unit."""
    tour, first = activity.on_site, activity.rounds[0]
    if activity.is_plain:
        yield from _other_votes(first.plan, outcomes[first.name])
    elif tour is not None:
        names, roll_up = [unit.name for unit in activity.units], activity.roll_up or RollUp()
        yield from _other_tours(tour.plan, outcomes[ON_SITE], names, roll_up, ballots.get(ON_SITE))
    yield from _other_composites(activity, outcomes)


def _other_votes(plan: Plan, outcome: Outcome) -> Iterator[Other]:
    """Score the subjects of one round under other rules than the agreed one."""
    rule = plan.rule
    if rule.normalisation is not Normalisation.NONE:
        return
    if rule.abstention_points is not None:
        changed = replace(plan, rule=replace(rule, abstention_points=None))
        totals = recount(changed, outcome).exact or ()
        kept = (
            None if official is None else total
            for official, total in zip(outcome.official.totals, totals, strict=True)
        )
        yield "abstain_skipped", phrase("弃权不计入分母"), tuple(kept)


def _other_tours(
    plan: Plan, outcome: Outcome, units: list[str], rule: RollUp, ballots: Ballots | None
) -> Iterator[Other]:
    """Score the units on site under other rules; one of them needs the ballots."""
    members = [[s for s, subject in enumerate(plan.subjects) if subject.unit == unit] for unit in units]
    agreed = plan.rule
    if agreed.normalisation is not Normalisation.NONE:
        return
    others = []
    if agreed.trim:
        others.append(("no_trim", phrase("不去掉最高最低：单位现场分"), replace(agreed, trim=0)))
    if agreed.abstention_points is None:
        zero = phrase("%(word)s记0分：单位现场分", word=plan.scale.abstaining)
        others.append(("missed_as_zero", zero, replace(agreed, abstention_points=Fraction(0))))
    if not agreed.pooled and len(plan.classes) > 1:
        others.append(("pooled", phrase("不分票种合并计算：单位现场分"), replace(agreed, pooled=True)))
    for key, definition, changed in others:
        totals = recount(replace(plan, rule=changed), outcome).exact or ()
        yield key, definition, rolled(totals, members, plan, rule)
    if agreed.trim == 1 and ballots is not None and not agreed.pooled:
        definition = phrase("先按指标权重合成每名评委对项目的总分，再去掉一个最高一个最低：单位现场分")
        totals = trimmed_by_ballot(plan, ballots.answers, ballots.voter_class)
        yield "trim_on_voter_total", definition, rolled(totals, members, plan, rule)


def _other_composites(activity: Activity, outcomes: Mapping[str, Outcome]) -> Iterator[Other]:
    """Add the parts up with other conversions of the figures, and with other weights."""
    by_name = {part.name: part for part in activity.parts}
    if INDICATORS not in by_name:
        return
    for key, definition, way in (
        (
            "composite_ratio_to_best",
            phrase("指标按与最好值之比×100（越小越好者为最好值÷本值，本值为0得100），其余同正式规则"),
            RATIO,
        ),
        (
            "composite_rank_minus_2",
            phrase("指标按名次：第一名100，每低一名减2，其余同正式规则"),
            PLACES,
        ),
    ):
        parts = tuple(
            replace(part, conversion=way) if part.name == INDICATORS else part for part in activity.parts
        )
        plain = tuple(replace(each, conversion=None) for each in activity.indicators)
        changed = replace(activity, parts=parts, indicators=plain)
        yield key, definition, composite(changed, outcomes)
    votes = [part for part in activity.parts if part.name != INDICATORS]
    if len(votes) > 1:
        weights = [Fraction(share) for share in FIGURES_FIRST]
        halves = (by_name[INDICATORS], votes[0])
        parts = tuple(replace(part, weight=weight) for part, weight in zip(halves, weights, strict=True))
        definition = phrase(
            "指标70、%(first)s30，不用%(rest)s",
            first=votes[0].name,
            rest=tuple(_short(p.name) for p in votes[1:]),
        )
        yield "composite_70_30", definition, composite(replace(activity, parts=parts), outcomes)


def _short(name: str) -> str:
    return name.removeprefix("会议")
