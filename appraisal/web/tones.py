"""The colour of an answer: one meaning on every page, best to worst from deep blue to dark red."""

from __future__ import annotations

from types import MappingProxyType

from ..domain.scale import ABSTAINED, Scale

# by number of grades, best first: which of the six --grade colours of tokens.css
STEPS = MappingProxyType(
    {2: (1, 6), 3: (1, 4, 6), 4: (1, 3, 4, 6), 5: (1, 3, 4, 5, 6), 6: (1, 2, 3, 4, 5, 6)}
)


def tone(scale: Scale, answer: int) -> str:
    """Return the class name of an answer's colour: ``g1`` to ``g6``, or ``ga`` for an abstention."""
    return "ga" if answer == ABSTAINED else f"g{STEPS[len(scale.grades)][scale.best - answer]}"
