"""How many ballots were on paper, where that may be told: not where few of a class were, or few were not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..domain.plan import Plan
from ..domain.waiver import LEAST_SHOWN
from .outcome import Outcome


@dataclass(frozen=True)
class Sources:
    """Paper ballots by class and together; None where they may not be told."""

    by_class: tuple[int | None, ...]
    total: int | None


def sources(plan: Plan, outcome: Outcome) -> Sources | None:
    """Say what may be told of the paper ballots of a count; None for a round that had none to hand out."""
    if not plan.has_paper:
        return None
    paper = [line.cast for line in outcome.paper] or [0] * len(plan.classes)
    phone = [line.returned - n for line, n in zip(outcome.returns, paper, strict=True)]
    shown = [
        n if group.paper == 0 or _is_large(n, others) else None
        for group, n, others in zip(plan.classes, paper, phone, strict=True)
    ]
    hidden = [place for place, n in enumerate(shown) if n is None]
    return Sources(tuple(shown), sum(paper) if _may_add(paper, phone, hidden) else None)


def void_reasons(plan: Plan, outcome: Outcome) -> list[int] | None:
    """Count the void paper ballots of all classes by reason; None where nothing was on paper."""
    if not plan.has_paper or not outcome.paper:
        return None
    return [sum(counts) for counts in zip(*(line.void for line in outcome.paper), strict=True)]


def _may_add(paper: Sequence[int], phone: Sequence[int], hidden: Sequence[int]) -> bool:
    """Say whether the total gives no hidden class away: none is hidden, or several, large together."""
    rest = sum(paper[k] for k in hidden), sum(phone[k] for k in hidden)
    return not hidden or (len(hidden) > 1 and _is_large(*rest))


def _is_large(paper: int, phone: int) -> bool:
    return paper >= LEAST_SHOWN and phone >= LEAST_SHOWN
