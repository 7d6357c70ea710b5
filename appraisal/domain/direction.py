"""Marks that turn the direction of writing, which may turn everything around a name as well."""

from __future__ import annotations

import re

TURNING = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # bidi marks and overrides
_TURNING = re.compile(f"[{TURNING}]")


def straight(text: str) -> str:
    """Leave the marks out; a name that has one reads as it was meant, and so does what stands beside it."""
    return _TURNING.sub("", text)


def turns(text: str) -> bool:
    """Say whether a text holds one."""
    return _TURNING.search(text) is not None
