"""What a hall may see of its turnout while voting runs: never a single vote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..domain.meeting import VoterClass
from ..domain.plan import Plan
from ..storage.queries import ClassTurnout

STEP = 5  # turnout is rounded down to this while voting runs, so that no single vote can be watched
SMALL_CLASS = 8  # slips; a class below this has no line of its own while voting runs


@dataclass(frozen=True)
class ClassLine:
    """The turnout of one class; `returned` is None where the class is too small to be watched."""

    voter_class: VoterClass
    printed: int
    returned: int | None


def lines(
    plan: Plan, counted: Sequence[ClassTurnout], *, rounded: bool, is_open: bool
) -> tuple[ClassLine, ...]:
    """Tell the turnout of each class; that of a public channel is rounded as long as voting is open."""
    return _without_small(
        tuple(
            ClassLine(
                group,
                line.printed,
                _watched(line.spent, line.printed, rounded or (group.is_public and is_open)),
            )
            for group, line in zip(plan.classes, counted, strict=True)
        )
    )


def stepped(count: int, rounded: bool) -> int:
    """Round a count down to what may be watched."""
    return count - count % STEP if rounded else count


def _watched(spent: int, printed: int, rounded: bool) -> int | None:
    return None if rounded and printed < SMALL_CLASS else stepped(spent, rounded)


def _without_small(told: tuple[ClassLine, ...]) -> tuple[ClassLine, ...]:
    """Hide a second class beside a single hidden one, or it is found by subtraction."""
    shown = [line for line in told if line.returned is not None]
    if len(shown) != len(told) - 1 or not shown:
        return told
    second = min(shown, key=lambda line: line.printed)
    return tuple(ClassLine(line.voter_class, line.printed, None) if line is second else line for line in told)
