"""A report as JSON: the same report, the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from math import isfinite
from typing import Any

import numpy as np


def as_json(result: object) -> str:
    """Write a result of this package as JSON.

    Parameters
    ----------
    result : dataclass, mapping, sequence, array or number
        Exact numbers become "p/q"; NaN and infinite become null; fields marked as not stored, which hold a
        row per replicate, are left out.

    Returns
    -------
    str
        Keys in the order of the fields, no spaces.
    """
    return json.dumps(plain(result), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def plain(value: Any) -> Any:
    """Return a value in terms of dicts, lists, strings and numbers."""
    if is_dataclass(value):
        kept = (field for field in fields(value) if field.metadata.get("stored", True))
        return {field.name: plain(getattr(value, field.name)) for field in kept}
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, (np.ndarray, np.generic)):
        return plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    return _number(value)


def _number(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    return None if isinstance(value, float) and not isfinite(value) else value
