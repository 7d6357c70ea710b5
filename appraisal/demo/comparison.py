"""Compare a result that was counted with the result that was expected, number by number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..services.disclosure import LEAST_DISTRIBUTION

PARTS = ("returns", "weights", "official", "cells")
OF_INSPECTIONS = (
    *PARTS,
    *("projects", "top_projects", "units_on_site", "rank_ballot", "indicators", "composite", "bottom_two"),
    *("verdicts", "not_ranked", "class_breakdown", "paste_sentence"),
)
NOT_ASKED_FOR = ("small_check", "original_rule_matches")  # of other units, and of another table of verdicts
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


def differences_of_rounds(
    found: dict[str, Any], expected: dict[str, Any]
) -> tuple[tuple[Difference, ...], int]:
    """Compare an inspection; also say how many distributions are withheld for having few marks.

    What was not expected in so many words, such as the remarks, is not compared.
    """
    cells, withheld = [], 0
    for cell, told in zip(found["cells"], expected["cells"], strict=True):
        is_withheld = cell["counts"] is None and told["rated"] < LEAST_DISTRIBUTION
        withheld += is_withheld
        cells.append(told | {"counts": None} if is_withheld else told)
    mine, wanted = _without_others(found), _without_others(expected) | {"cells": cells}
    parts = [part for part in OF_INSPECTIONS if part in wanted]
    wrong = (each for part in parts for each in _differences(part, mine.get(part), wanted[part]))
    return tuple(wrong), withheld


def _without_others(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_others(item) for key, item in value.items() if key not in NOT_ASKED_FOR}
    return [_without_others(item) for item in value] if isinstance(value, list) else value


def _differences(place: str, found: Any, expected: Any) -> Iterator[Difference]:
    if isinstance(found, list) and isinstance(expected, list):
        found, expected = _by_name(found), _by_name(expected)
    if isinstance(found, dict) and isinstance(expected, dict):
        for key in dict.fromkeys((*expected, *found)):
            yield from _differences(f"{place} {key}", found.get(key), expected.get(key))
    elif found != expected:
        yield Difference(place, _shown(found), _shown(expected))


def _by_name(items: list[Any]) -> dict[str, Any]:
    """Find the items of a list by what they are about; a ranking keeps its order."""
    if not all(isinstance(item, dict) for item in items):
        return {str(place): item for place, item in enumerate(items, start=1)}
    return {
        " ".join(str(item[key]) for key in ("class", "subject", "criterion") if key in item): item
        | ({} if "class" in item else {"place": place})
        for place, item in enumerate(items, start=1)
    }


def _shown(value: Any) -> str:
    return ABSENT if value is None else str(value)
