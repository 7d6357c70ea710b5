"""Compare a result that was counted with the result that was expected, number by number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

PARTS = ("returns", "weights", "official", "cells")
ABSENT = "—"


@dataclass(frozen=True)
class Difference:
    """One number that came out otherwise: where it stands, what was found, what was expected."""

    place: str
    found: str
    expected: str


def differences(found: dict[str, Any], expected: dict[str, Any]) -> tuple[Difference, ...]:
    """Return every number of the result that is not as expected, or is missing, or is too many."""
    return tuple(
        difference for part in PARTS for difference in _differences(part, found.get(part), expected.get(part))
    )


def _differences(place: str, found: Any, expected: Any) -> Iterator[Difference]:
    if isinstance(found, list) and isinstance(expected, list):
        found, expected = _by_name(found), _by_name(expected)
    if isinstance(found, dict) and isinstance(expected, dict):
        for key in dict.fromkeys((*expected, *found)):
            yield from _differences(f"{place} {key}", found.get(key), expected.get(key))
    elif found != expected:
        yield Difference(place, _shown(found), _shown(expected))


def _by_name(items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Find the items of a list by what they are about; a ranking keeps its order."""
    return {
        " ".join(str(item[key]) for key in ("class", "subject", "criterion") if key in item): item
        | ({} if "class" in item else {"place": place})
        for place, item in enumerate(items, start=1)
    }


def _shown(value: Any) -> str:
    return ABSENT if value is None else str(value)
