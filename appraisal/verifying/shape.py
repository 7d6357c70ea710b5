"""What a document looks like: small predicates, put together."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,999})(/[1-9][0-9]{0,999})?")
SHORT = re.compile(r"-?(0|[1-9][0-9]{0,29})(/[1-9][0-9]{0,29})?")  # what goes into sums, so that they end
MOST = 10_000_000  # no meeting is larger
DIGITS = re.compile(r"[0-9a-f]*")

Shape = Callable[[Any], bool]


def text(value: Any) -> bool:
    """Any string."""
    return isinstance(value, str)


def whole(value: Any) -> bool:
    """A natural number."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def count(value: Any) -> bool:
    """A count of ballots or slips."""
    return whole(value) and value <= MOST


def claim(value: Any) -> bool:
    """True or false."""
    return isinstance(value, bool)


def number(value: Any) -> bool:
    """An exact number as text: 12, -3/7."""
    return isinstance(value, str) and NUMBER.fullmatch(value) is not None


def short(value: Any) -> bool:
    """An exact number that people write: a weight, points, a sum of points."""
    return isinstance(value, str) and SHORT.fullmatch(value) is not None


def just(wanted: Any) -> Shape:
    """Nothing but this; 1 is not true."""
    return lambda value: type(value) is type(wanted) and value == wanted


def one_of(*wanted: str) -> Shape:
    """One of these words."""
    return lambda value: isinstance(value, str) and value in wanted


def digits(*lengths: int) -> Shape:
    """Lower-case hex of one of these lengths."""
    return lambda value: isinstance(value, str) and len(value) in lengths and bool(DIGITS.fullmatch(value))


def maybe(shape: Shape) -> Shape:
    """A value or null."""
    return lambda value: value is None or shape(value)


def many(shape: Shape, most: int | None = None) -> Shape:
    """A list."""
    return lambda value: (
        isinstance(value, list) and (most is None or len(value) <= most) and all(map(shape, value))
    )


def named(shape: Shape) -> Shape:
    """An object of whatever names."""
    return lambda value: isinstance(value, dict) and all(map(shape, value.values()))


def record(**fields: Shape) -> Shape:
    """An object of exactly these fields."""
    needed = at_least(**fields)
    return lambda value: needed(value) and len(value) == len(fields)


def at_least(**fields: Shape) -> Shape:
    """An object of these fields and maybe others."""
    wanted = {name.removesuffix("_"): shape for name, shape in fields.items()}
    return lambda value: (
        isinstance(value, dict)
        and all(name in value and shape(value[name]) for name, shape in wanted.items())
    )


def either(*shapes: Shape) -> Shape:
    """One of these."""
    return lambda value: any(shape(value) for shape in shapes)
