"""Byte formats."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.domain.encoding import b32_decode, b32_encode, canonical_json, tagged_hash


def test_tagged_hashes_follow_the_protocol():
    ballot = tagged_hash("bid", bytes(16), bytes(16))[:16].hex()
    leaf = tagged_hash("leaf", b"").hex()

    assert ballot == "bed42e022be5e28546111d5f48b2ddea"
    assert (leaf[:16], leaf[-6:]) == ("e97e70cac4bd71be", "c76c1e")


def test_parts_cannot_be_moved_across_their_border():
    assert tagged_hash("x", b"ab", b"c") != tagged_hash("x", b"a", b"bc")


@given(st.integers(0, 2**60 - 1))
def test_base_32_is_read_back(number):
    assert b32_decode(b32_encode(number, 12)) == number


def test_json_has_one_spelling():
    assert canonical_json({"b": [1, "é"], "a": None}) == '{"a":null,"b":[1,"é"]}'.encode()


def test_floats_have_no_canonical_form():
    with pytest.raises(TypeError):
        canonical_json({"score": 89.79})
