"""JSON that can be written in one way only, read within limits."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from ..domain.encoding import canonical_json

MOST_BYTES = 8 * 1024 * 1024  # of one document; 100 000 leaves
MOST_VALUES = 500_000
DEEPEST = 20
LARGEST = 2**53 - 1  # integers beyond are not the same in every language
WIDEST = len(str(LARGEST)) + 1


class NotCanonical(ValueError):
    """These bytes are not the canonical writing of any JSON value that we take."""


def parse(content: bytes | memoryview) -> Any:
    """Read a document.

    Raises
    ------
    NotCanonical
        If it is too large or too deep, is no JSON, or could be written otherwise.
    """
    if len(content) > MOST_BYTES:
        raise NotCanonical
    written = bytes(content)
    if sum(map(written.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise NotCanonical
    try:
        value = json.loads(written.decode(), parse_int=_integer, parse_float=_refuse, parse_constant=_refuse)
        _require_shallow(value, DEEPEST)
        is_same = canonical_json(value) == written
    except (ValueError, RecursionError):
        raise NotCanonical from None
    if not is_same:
        raise NotCanonical
    return value


def _integer(text: str) -> int:
    if len(text) > WIDEST or abs(int(text)) > LARGEST:
        raise NotCanonical
    return int(text)


def _refuse(_: str) -> NoReturn:
    raise NotCanonical


def _require_shallow(value: Any, levels: int) -> None:
    if not isinstance(value, dict | list):
        return
    if not levels:
        raise NotCanonical
    for item in value.values() if isinstance(value, dict) else value:
        _require_shallow(item, levels - 1)
