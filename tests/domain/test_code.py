"""The secret on a slip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.domain.code import Code
from appraisal.domain.encoding import ALPHABET, check_symbol
from appraisal.domain.errors import CodeIsReceipt, CodeMistyped

SYMBOLS = st.text(alphabet=ALPHABET, min_size=12, max_size=12)


@pytest.mark.parametrize(
    ("symbols", "check"),
    [("000000000000", "0"), ("0123456789AB", "Y"), ("7K3M9QPT2XWB", "2"), ("ZZZZZZZZZZZZ", "R")],
)
def test_the_check_symbol_follows_the_protocol(symbols, check):
    assert check_symbol(symbols) == check


def test_the_digest_follows_the_protocol():
    digest = Code("7K3M9QPT2XWB").digest(bytes(32))

    assert digest.hex() == "c02bb5f26a16679ed747164add4594dc5d8643fef28b10418071acf8f1bd9976"


@given(SYMBOLS)
def test_a_printed_code_is_read_back(symbols):
    code = Code(symbols)

    assert (Code.parse(code.printed), Code.parse(code.compact)) == (code, code)


@pytest.mark.parametrize(
    "typed",
    [
        "7K3M-9QPT-2XWB-2",
        "7k3m9qpt2xwb2",
        " 7K3M 9QPT 2XWB 2 ",
        "７Ｋ３Ｍ—９ＱＰＴ—２ＸＷＢ—２",
        "7K3M.9QPT.2XWB.2",
        "7K3M\u200b9QPT\u00a02XWB\u20112",
    ],
)
def test_every_spelling_gives_the_one_code(typed):
    assert Code.parse(typed) == Code("7K3M9QPT2XWB")


def test_letters_that_look_like_digits_are_read_as_digits():
    code = Code("0123456789AB")

    assert Code.parse(code.compact.replace("0", "o").replace("1", "l")) == code


@given(SYMBOLS, st.integers(0, 12), st.sampled_from(ALPHABET))
def test_every_single_error_is_noticed(symbols, place, wrong):
    compact = Code(symbols).compact
    damaged = compact[:place] + wrong + compact[place + 1 :]

    if damaged == compact:
        assert Code.parse(damaged) == Code(symbols)
    else:
        with pytest.raises(CodeMistyped):
            Code.parse(damaged)


@given(SYMBOLS, st.integers(0, 10))
def test_every_swap_of_neighbours_is_noticed(symbols, place):
    swapped = symbols[:place] + symbols[place + 1] + symbols[place] + symbols[place + 2 :]

    assert (check_symbol(swapped) == check_symbol(symbols)) == (swapped == symbols)


@pytest.mark.parametrize("typed", ["", "7K3M", "7K3M-9QPT-2XWB-U", "7K3M-9QPT-2XWB-23", "票码", "\0"])
def test_anything_else_is_a_typing_error(typed):
    with pytest.raises(CodeMistyped):
        Code.parse(typed)


def test_a_receipt_in_the_code_field_is_told_apart():
    with pytest.raises(CodeIsReceipt):
        Code.parse("R-7K3M-9QPT-2XWB-2")


def test_a_code_does_not_show_itself():
    assert repr(Code("7K3M9QPT2XWB")) == "Code()"
