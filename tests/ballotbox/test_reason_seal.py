"""Reasons sealed and opened: one length, one place, nothing that a page would not have let through."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey, PublicKey, SealedBox

from appraisal.ballotbox.reason_seal import HEAD, SealedRow, seal_all, sealed_length, unseal
from appraisal.ballotbox.seal import Form, Unopenable, opener
from appraisal.domain.naming import unprintable
from appraisal.domain.reason import NOTHING_WRITTEN, Written, tidy

FORM = Form(round_uid=b"r" * 16, form_hash=b"f" * 32, subjects=3, criteria=2, answers=4, reason_length=20)
PAIR = PrivateKey.generate()
OPENER, PUBLIC = opener(bytes(PAIR)), bytes(PAIR.public_key)
TEXTS = st.text(st.characters(exclude_categories=("Cs",)).filter(lambda c: not unprintable(c)), max_size=20)


def opened(rows, form=FORM):
    return sorted((found.subject, found.text) for found in (unseal(row, form, OPENER) for row in rows))


@given(st.lists(TEXTS.map(tidy), min_size=3, max_size=3))
def test_what_was_written_is_what_is_opened(texts):
    rows = seal_all(Written(dict(enumerate(texts))), FORM, PUBLIC)

    assert opened(rows) == list(enumerate(texts))


def test_every_ballot_drops_a_row_for_each_subject_whatever_was_written():
    empty, full = (
        seal_all(w, FORM, PUBLIC) for w in (NOTHING_WRITTEN, Written(dict.fromkeys(range(3), "𠮷" * 20)))
    )

    assert (len(empty), len(full)) == (3, 3)
    assert {len(row.sealed) for row in (*empty, *full)} == {sealed_length(FORM)} == {48 + 36 + 80}


def test_rows_lie_in_the_order_of_random_ids():
    rows = [row.id for _ in range(20) for row in seal_all(NOTHING_WRITTEN, FORM, PUBLIC)]
    of_one = [rows[start : start + 3] for start in range(0, 60, 3)]

    assert (len(set(rows)), all(a < b for ids in of_one for a, b in pairwise(ids))) == (60, True)


def test_a_round_that_asks_for_no_reasons_has_no_rows():
    assert seal_all(NOTHING_WRITTEN, replace(FORM, reason_length=0), PUBLIC) == ()


@pytest.mark.parametrize(
    "texts",
    [{3: "慢"}, {0: "字" * 21}, {0: "慢\x00"}, {0: " 慢"}],
    ids=["subject", "length", "sign", "blank"],
)
def test_what_no_page_lets_through_is_not_sealed_and_not_quoted(texts):
    with pytest.raises(ValueError, match="reason") as refusal:
        seal_all(Written(texts), FORM, PUBLIC)

    assert all(text not in str(refusal.value) for text in texts.values())


@pytest.mark.parametrize(
    "form",
    [
        replace(FORM, round_uid=b"s" * 16),
        replace(FORM, form_hash=b"g" * 32),
        replace(FORM, subjects=0),
        replace(FORM, reason_length=19),
    ],
    ids=["round", "form", "subject", "length"],
)
def test_a_row_of_another_place_is_none(form):
    (row, *_) = seal_all(NOTHING_WRITTEN, FORM, PUBLIC)

    with pytest.raises(Unopenable):
        unseal(row, form, OPENER)


def test_a_copied_row_is_none():
    (row, *_) = seal_all(Written({0: "慢"}), FORM, PUBLIC)

    with pytest.raises(Unopenable):
        unseal(replace(row, id=b"i" * 16), FORM, OPENER)


def test_a_row_that_was_touched_is_none():
    (row, *_) = seal_all(NOTHING_WRITTEN, FORM, PUBLIC)
    sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])

    with pytest.raises(Unopenable):
        unseal(replace(row, sealed=sealed), FORM, OPENER)


@pytest.mark.parametrize(
    ("size", "body"),
    [
        (3, "慢".encode() + b"\0" * 76 + b"x"),
        (3, b"\xff\xfe\xfd".ljust(80, b"\0")),
        (2, b"  ".ljust(80, b"\0")),
        (400, "慢".encode().ljust(80, b"\0")),
    ],
    ids=["padding", "no text", "blanks", "longer than it is"],
)
def test_a_row_that_our_program_does_not_write_is_none(size, body):
    (row, *_) = seal_all(NOTHING_WRITTEN, FORM, PUBLIC)
    context, subject, _ = HEAD.unpack_from(OPENER.decrypt(row.sealed))
    forged = SealedBox(PublicKey(PUBLIC)).encrypt(HEAD.pack(context, subject, size) + body)

    with pytest.raises(Unopenable):
        unseal(SealedRow(row.id, forged), FORM, OPENER)
