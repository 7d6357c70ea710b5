"""The colour of an answer: one meaning on every page, best to worst from deep blue to dark red."""

from __future__ import annotations

from ..documents.fills import STEPS
from ..domain.scale import ABSTAINED, Scale, ScaleKind


def tone(scale: Scale, answer: int) -> str:
    """Return the class name of an answer: ``g1`` to ``g6``, ``ga`` (abstention) or ``num`` (a number)."""
    if answer == ABSTAINED or scale.kind is not ScaleKind.GRADES:
        return "ga" if answer == ABSTAINED else "num"
    return f"g{STEPS[len(scale.grades)][scale.best - answer]}"
