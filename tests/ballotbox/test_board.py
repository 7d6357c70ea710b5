"""Leaves, root and receipts."""

import hashlib
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from appraisal.ballotbox.board import (
    Receipt,
    Seals,
    code_root,
    find,
    fingerprint,
    leaf,
    proof,
    receipt_symbols,
    root,
)

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


@given(LEAVES, st.integers(0))
def test_every_leaf_leads_to_the_root(leaves, place):
    start = leaves[place % len(leaves)]

    reached = hashlib.sha256(b"\0" + start).digest()
    for step in proof(start, leaves):
        pair = step.beside + reached if step.is_left else reached + step.beside
        reached = hashlib.sha256(b"\1" + pair).digest()

    assert reached == root(leaves)


def test_whatever_is_changed_the_fingerprint_is_another():
    seals = Seals(b"r" * 16, b"f" * 32, b"k" * 32, b"c" * 32, (2, 1))
    others = [
        replace(seals, round_uid=b"s" * 16),
        replace(seals, form_hash=b"g" * 32),
        replace(seals, keyset_fingerprint=b"l" * 32),
        replace(seals, code_root=b"d" * 32),
        replace(seals, ballots=(1, 2)),
    ]

    found = [fingerprint(each, bytes(32)) for each in (seals, *others)]

    assert len({*found, fingerprint(seals, b"1" * 32)}) == 7


def test_codes_are_bound_to_their_class_but_to_no_order():
    first, second = [b"a" * 32, b"b" * 32], [b"c" * 32]

    assert code_root([first, second]) == code_root([first[::-1], second]) != code_root([second, first])


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
