"""Leaves, root and receipts."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from appraisal.ballotbox.board import Receipt, find, leaf, receipt_symbols, root

LEAVES = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=20, unique=True)


def naive_root(leaves):
    """RFC 6962 as it is written, for comparison."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\1" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


@given(LEAVES)
def test_the_root_is_that_of_the_standard_over_sorted_leaves(leaves):
    assert root(leaves) == naive_root(sorted(leaves))


def test_the_root_of_nothing_is_the_hash_of_nothing():
    assert root([]) == hashlib.sha256(b"").digest()


@given(LEAVES, st.randoms())
def test_order_does_not_matter(leaves, random):
    shuffled = random.sample(leaves, len(leaves))

    assert root(shuffled) == root(leaves)


def test_every_part_of_a_ballot_is_in_its_leaf():
    original = leaf(b"r" * 16, 0, b"i" * 16, b"sealed")
    others = [
        leaf(b"s" * 16, 0, b"i" * 16, b"sealed"),
        leaf(b"r" * 16, 1, b"i" * 16, b"sealed"),
        leaf(b"r" * 16, 0, b"j" * 16, b"sealed"),
        leaf(b"r" * 16, 0, b"i" * 16, b"Sealed"),
    ]

    assert len({original, *others}) == 5


def test_a_receipt_is_written_in_groups():
    text = Receipt(bytes(32)).text

    assert text == "R-0000-0000-0000-0"


@given(LEAVES)
def test_a_receipt_is_found_however_it_is_typed(leaves):
    text = Receipt(leaves[0]).text

    assert find(text, leaves) == find(text.lower().replace("-", " "), leaves) == leaves[0]


def test_a_receipt_of_another_box_is_not_found():
    assert find("R-" + receipt_symbols(b"x" * 32), [b"y" * 32]) is None
