"""One ballot, sealed and opened."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey, SealedBox

from appraisal.ballotbox.seal import (
    HEADER,
    PAPER,
    PHONE,
    BallotPlace,
    Form,
    Opened,
    Origin,
    Unopenable,
    ballot_id,
    opener,
    seal,
    unseal,
)
from appraisal.domain.void import VoidReason

FORM = Form(round_uid=b"r" * 16, form_hash=b"f" * 32, subjects=3, criteria=2, answers=4)
PLACE = BallotPlace(voter_class=1, ballot_id=b"i" * 16)
PAIR = PrivateKey.generate()
OPENER, PUBLIC = opener(bytes(PAIR)), bytes(PAIR.public_key)
ANSWERS = (3, 2, -2, -2, 0, -1)

ROWS = st.lists(st.tuples(*[st.integers(-1, 3)] * 2), min_size=3, max_size=3)


@given(ROWS, st.sampled_from([None, 0, 1, 2]))
def test_what_was_sealed_is_what_is_opened(rows, recused):
    cells = [(-2, -2) if place == recused else row for place, row in enumerate(rows)]
    answers = tuple(answer for row in cells for answer in row)

    assert unseal(seal(answers, PLACE, FORM, PUBLIC), PLACE, FORM, OPENER) == Opened(answers)


@pytest.mark.parametrize("void", [0, *VoidReason])
def test_a_paper_ballot_says_so_inside_and_why_it_is_void(void):
    answers = (-1,) * 6 if void else ANSWERS

    opened = unseal(seal(answers, PLACE, FORM, PUBLIC, Origin(PAPER, void)), PLACE, FORM, OPENER)

    assert (opened.answers, opened.origin) == (answers, Origin(PAPER, void))


@pytest.mark.parametrize("origin", [Origin(PHONE, 1), Origin(PAPER, 6), Origin(PAPER, 1), Origin(3)])
def test_no_phone_ballot_is_void_and_no_void_ballot_has_answers(origin):
    with pytest.raises(ValueError, match="form"):
        seal(ANSWERS, PLACE, FORM, PUBLIC, origin)


def test_all_ballots_of_a_round_have_one_length():
    lengths = {len(seal(answers, PLACE, FORM, PUBLIC)) for answers in (ANSWERS, (3,) * 6, (-1,) * 6)}
    lengths |= {len(seal((-1,) * 6, PLACE, FORM, PUBLIC, Origin(PAPER, void))) for void in VoidReason}

    assert lengths == {FORM.sealed_length} == {48 + 72 + 2 * 6}


def test_the_same_ballot_never_looks_the_same():
    assert seal(ANSWERS, PLACE, FORM, PUBLIC) != seal(ANSWERS, PLACE, FORM, PUBLIC)


@pytest.mark.parametrize(
    ("place", "form"),
    [
        (replace(PLACE, voter_class=0), FORM),
        (replace(PLACE, ballot_id=b"j" * 16), FORM),
        (PLACE, replace(FORM, round_uid=b"s" * 16)),
        (PLACE, replace(FORM, form_hash=b"g" * 32)),
        (PLACE, replace(FORM, subjects=2, criteria=3)),
        (PLACE, replace(FORM, answers=3)),
    ],
    ids=["class", "id", "round", "form", "shape", "scale"],
)
def test_a_ballot_moved_elsewhere_cannot_be_opened(place, form):
    sealed = seal(ANSWERS, PLACE, FORM, PUBLIC)

    with pytest.raises(Unopenable):
        unseal(sealed, place, form, OPENER)


@pytest.mark.parametrize(("offset", "value"), [(0, 2), (1, 2), (1, 3), (68, 0), (68, 3), (69, 1)])
def test_a_version_mode_or_source_this_program_does_not_know_is_not_opened(offset, value):
    plain = bytearray(SealedBox(PAIR).decrypt(seal(ANSWERS, PLACE, FORM, PUBLIC)))
    plain[offset] = value

    with pytest.raises(Unopenable):
        unseal(SealedBox(PAIR.public_key).encrypt(bytes(plain)), PLACE, FORM, OPENER)


@pytest.mark.parametrize(
    "change", [lambda b: b[:-1], lambda b: b + b"\0", lambda b: bytes([b[0] ^ 1]) + b[1:]]
)
def test_damaged_bytes_cannot_be_opened(change):
    sealed = seal(ANSWERS, PLACE, FORM, PUBLIC)

    with pytest.raises(Unopenable):
        unseal(change(sealed), PLACE, FORM, OPENER)


def test_another_key_does_not_open_it():
    with pytest.raises(Unopenable):
        unseal(seal(ANSWERS, PLACE, FORM, PUBLIC), PLACE, FORM, opener(bytes(PrivateKey.generate())))


@pytest.mark.parametrize("answers", [(3,) * 5, (4,) * 6, (-3, 0, 0, 0, 0, 0), (-2, 0, 0, 0, 0, 0), (-2,) * 6])
def test_answers_off_the_form_are_never_sealed(answers):
    with pytest.raises(ValueError, match="form"):
        seal(answers, PLACE, FORM, PUBLIC)


def test_the_header_has_the_length_of_the_protocol():
    assert HEADER.size == 72


def test_a_page_names_its_ballot():
    assert ballot_id(bytes(16), bytes(16)).hex() == "bed42e022be5e28546111d5f48b2ddea"


def test_an_opened_ballot_does_not_show_itself():
    assert repr(Opened(ANSWERS)) == "Opened()"
