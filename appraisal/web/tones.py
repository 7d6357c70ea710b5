"""The colour of an answer: one meaning on every page, best to worst from deep blue to dark red."""

from __future__ import annotations

from ..documents.fills import STEPS
from ..domain.scale import ABSTAINED, Scale


def tone(scale: Scale, answer: int) -> str:
    """Return the class name of an answer's colour: ``g1`` to ``g6``, or ``ga`` for an abstention."""
    return "ga" if answer == ABSTAINED else f"g{STEPS[len(scale.grades)][scale.best - answer]}"
