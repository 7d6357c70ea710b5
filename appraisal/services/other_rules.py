"""The ranking under other rules than the agreed one, and what they would move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ..documents.table import MOST_GRADES
from ..domain.phrase import N_, Phrase, phrase
from ..domain.plan import Plan
from ..domain.rule import Normalisation
from .disclosure import Disclosure
from .findings import Findings

Ranks = Sequence[int]

ABSTENTIONS = ("abstentions excluded", "abstentions 0", "abstentions 60")
NAMES = {
    "abstentions excluded": N_("弃权不计"),
    "abstentions 0": N_("弃权记0分"),
    "abstentions 60": N_("弃权按60分"),
    "trimmed": N_("去掉最高最低"),
    "pooled": N_("合并计票"),
    "top share": N_("按%(grade)s率"),
    "median": N_("中位数"),
    "majority": N_("多数判断"),
    "standard": N_("标准分"),
    "two-way": N_("两因素校正"),
}
TRIMMED_AS_AGREED = (1, 5)  # what the other rule "trimmed" drops, and above how many marks


def columns(plan: Plan, found: Findings) -> tuple[tuple[str, Phrase], ...]:
    """List the rules a page compares with the agreed one: key and name."""
    left_out = {in_force(plan), "pooled" if plan.rule.pooled or len(plan.classes) == 1 else ""}
    if not has_grades(plan):
        left_out.add("top share")  # hardly anybody gives the one best number
    return tuple(
        (key, _name(plan, text)) for key, text in NAMES.items() if key in found.places and key not in left_out
    )


def has_grades(plan: Plan) -> bool:
    """Say whether the answers are words; points and places are too many to look at one by one."""
    return len(plan.scale.grades) <= MOST_GRADES


def in_force(plan: Plan) -> str:
    """Name the other rule that is the agreed one; empty if it is none of them."""
    rule = plan.rule
    if rule.normalisation is not Normalisation.NONE:
        return rule.normalisation.value
    if rule.trim:
        as_agreed = (rule.trim, rule.trim_above) == TRIMMED_AS_AGREED and rule.abstention_points is None
        return "trimmed" if as_agreed else ""
    points = "excluded" if rule.abstention_points is None else str(rule.abstention_points)
    return f"abstentions {points}"


def further(plan: Plan, found: Findings, may: Disclosure) -> Iterator[tuple[str, Ranks]]:
    """List the remaining methods by name; a class is left out of the count only where it may be told."""
    for name, ranks in found.places.items():
        if name in NAMES:
            continue
        if not name.startswith("without class "):
            yield name, ranks
        elif all(map(all, may.scores)):
            yield f"without class {plan.classes[int(name.rpartition(' ')[2])].letter}", ranks


def shifts(official: Ranks, other: Ranks) -> tuple[int, ...]:
    """Return how many places another rule puts each subject higher.

    Places shared under one rule and told apart under the other, within the same bounds, are no difference:
    the other rules know no chain of ties.
    """
    shared, shared_other = Counter(official), Counter(other)
    return tuple(
        0
        if not a
        or not b
        or _within(a, shared[a], b, shared_other[b])
        or _within(b, shared_other[b], a, shared[a])
        else a - b
        for a, b in zip(official, other, strict=True)
    )


def _within(inner: int, many: int, outer: int, most: int) -> bool:
    return outer <= inner and inner + many <= outer + most


def _name(plan: Plan, text: str) -> Phrase:
    return phrase(text, grade=plan.scale.grades[0].name) if "%(" in text else Phrase(text)
