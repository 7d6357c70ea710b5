"""From an exact value to a number as it is shown."""

from __future__ import annotations

from ..documents.table import Number
from ..scoring import published
from .outcome import Exact, decimal


def number(value: Exact, decimals: int, *, is_exact: bool = True, is_telling: bool = False) -> Number:
    """Show a value rounded half up; give the value behind the print unless it would tell too much."""
    if value is None:
        return Number()
    text = published(value, decimals)
    if is_telling:
        return Number(text)
    return Number(text, exact=value) if is_exact else Number(text, rounded=decimal(value))
