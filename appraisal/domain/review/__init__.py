"""Read a plan like a lawyer before it opens: what is wrong with it, what is doubtful, what to know."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..plan import Plan
from . import classes, counting, names, reasons, sheet, verdicts
from .activity import review_activity
from .finding import SEVERITY_NAME, Finding, Prints, Severity, gravest_first, prints_all

__all__ = ["SEVERITY_NAME", "Finding", "Severity", "blocking", "find", "review", "review_activity"]

CHECKS: tuple[Callable[[Plan], Iterator[Finding]], ...] = (
    names.alike,
    names.with_odd_blanks,
    sheet.length,
    sheet.time_needed,
    sheet.criteria_without_weight,
    sheet.quota,
    sheet.free_top_grade,
    sheet.abstention,
    reasons.compulsory,
    reasons.few_voters,
    reasons.style,
    classes.unequal_to_the_hall,
    classes.small,
    classes.found_by_subtraction,
    classes.one_opinion,
    classes.recusal_that_identifies,
    classes.paper_that_identifies,
    classes.own_unit_rated,
    classes.without_weight,
    classes.open_to_anybody,
    classes.without_spares,
    counting.pooled,
    counting.trimming,
    counting.threshold,
    counting.ties,
    counting.rounding,
    counting.absent_class,
    counting.normalised,
    verdicts.never_reached,
    verdicts.overlapping,
    verdicts.gaps,
)


def review(plan: Plan, prints: Prints = prints_all) -> tuple[Finding, ...]:
    """Return every finding, the gravest first, else in the order of the plan.

    Parameters
    ----------
    plan : Plan
    prints : callable
        Says whether the font of the papers has a character.
    """
    found = [finding for check in CHECKS for finding in check(plan)]
    found += names.unprinted(plan, prints)
    return gravest_first(found)


def blocking(plan: Plan) -> tuple[Finding, ...]:
    """Return what must be mended before voting can open."""
    return tuple(finding for finding in review(plan) if finding.severity is Severity.ERROR)


def find(plan: Plan, key: str, prints: Prints = prints_all) -> Finding | None:
    """Return the finding of this key, or None if the plan no longer has it."""
    return next((finding for finding in review(plan, prints) if finding.key == key), None)
