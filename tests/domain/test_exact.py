"""Exact numbers as people write and read them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.domain.exact import read, shown


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("60", Fraction(60)),
        ("-0.5", Fraction(-1, 2)),
        ("2/3", Fraction(2, 3)),
        ("40%", Fraction(2, 5)),
        (" ４０％ ", Fraction(2, 5)),
        ("２／３", Fraction(2, 3)),
        ("１２．５", Fraction(25, 2)),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, number: Fraction) -> None:
    found = read(text)

    assert found == number


@pytest.mark.parametrize("text", ["", "%", "1e3", "1_000", "1/0", "十", "1,5", "nan", "inf", "²", "10²"])
def test_anything_else_is_no_number(text: str) -> None:
    with pytest.raises(ValueError) as refusal:
        read(text)

    assert refusal.type is ValueError


@given(st.fractions())
def test_a_shown_number_reads_back_exactly(number: Fraction) -> None:
    text = shown(number)

    assert read(text) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(100), "100"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(1, 3), "1/3"),
        (Fraction(10**20 + 1, 10), "10000000000000000000.1"),
    ],
)
def test_a_number_is_shown_as_a_decimal_if_a_short_one_exists(number: Fraction, text: str) -> None:
    found = shown(number)

    assert found == text
