"""Which fill stands for which answer: one meaning on screen, on paper and in charts."""

from __future__ import annotations

from types import MappingProxyType

ABSTAINED = "abstained"

# by number of grades, best first: which of six fills, from deep blue to dark red
STEPS = MappingProxyType(
    {2: (1, 6), 3: (1, 4, 6), 4: (1, 3, 4, 6), 5: (1, 3, 4, 5, 6), 6: (1, 2, 3, 4, 5, 6)}
)


def fills(grades: int) -> tuple[str, ...]:
    """Return the fills of a scale, best first, and that of an abstention."""
    return (*map(str, STEPS[grades]), ABSTAINED)
