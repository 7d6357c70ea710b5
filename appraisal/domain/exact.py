"""Exact numbers as people write and read them."""

from __future__ import annotations

from fractions import Fraction

HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def read(text: str) -> Fraction:
    """Read ``2/3``, ``40%``, ``0.5`` or ``60``, full-width or not; `ValueError` for anything else."""
    written = text.translate(HALF_WIDTH).strip()
    if any(mark in written for mark in "eE_"):
        raise ValueError(text)
    try:
        return Fraction(written[:-1]) / 100 if written.endswith("%") else Fraction(written)
    except ZeroDivisionError:
        raise ValueError(text) from None


def shown(number: Fraction) -> str:
    """Write an exact number as people do: a whole number, a decimal, else a fraction."""
    scaled = number * 10_000
    if scaled.denominator != 1:
        return str(number)
    whole, decimals = divmod(abs(scaled.numerator), 10_000)
    sign = "-" if number < 0 else ""
    return f"{sign}{whole}.{decimals:04}".rstrip("0").rstrip(".")


def rounded(number: Fraction, decimals: int) -> str:
    """Write a number with so many decimals, a half away from zero; what rounds to nothing has no sign."""
    scaled = int(abs(number) * 10**decimals + Fraction(1, 2))
    whole, part = divmod(scaled, 10**decimals)
    sign = "-" if number < 0 and scaled else ""
    return f"{sign}{whole}.{part:0{decimals}}" if decimals else f"{sign}{whole}"
