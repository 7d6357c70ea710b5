"""The colour of an answer: one meaning on every page, best to worst from deep blue to dark red."""

from __future__ import annotations

from types import MappingProxyType

from ..documents.fills import STEPS
from ..domain.scale import ABSTAINED, Scale, ScaleKind

# by its own class, that of the number of answers: the classes of the answers of a scale of grades
LAYOUTS = MappingProxyType(
    {
        f"n{len(steps) + 1}": frozenset({f"n{len(steps) + 1}", *(f"g{step}" for step in steps)})
        for steps in STEPS.values()
    }
)


def layout(scale: Scale) -> str:
    """Return the class name of as many answers as a scale of grades has; numbers have none."""
    return f"n{len(scale.grades) + 1}" if scale.kind is ScaleKind.GRADES else ""


def tone(scale: Scale, answer: int) -> str:
    """Return the class name of an answer: ``g1`` to ``g6``, ``ga`` (abstention) or ``num`` (a number)."""
    if answer == ABSTAINED or scale.kind is not ScaleKind.GRADES:
        return "ga" if answer == ABSTAINED else "num"
    return f"g{STEPS[len(scale.grades)][scale.best - answer]}"
