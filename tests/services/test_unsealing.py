"""A box is emptied chunk by chunk into one matrix."""

import numpy as np
import pytest

from appraisal.ballotbox import box
from appraisal.services import conduct, unsealing, voting
from appraisal.services.unsealing import unsealed
from appraisal.storage.models import Ballot
from tests.factories import PEPPER, all_marked


@pytest.fixture
def cast(database, open_round):
    """Ten ballots of two classes in the box; return the round, the key of the box and what was marked."""
    made = open_round()
    given = []
    for place, slip in enumerate(made.slips[:10]):
        with database.transaction() as session:
            booth = voting.enter(session, typed=slip.code.printed, pepper=PEPPER)
            marks = all_marked(booth.sheet, place % 4)
            voting.cast(session, booth=booth, marks=marks, nonce=bytes([place]) * 16)
        given.append((slip.voter_class, marks.answers))
    with database.reading() as session:
        return made.id, made.key(session), given


def emptied(database, round_id, key, **given):
    with database.reading() as session:
        return unsealed(session, conduct.find(session, round_id), key, **given)


@pytest.mark.parametrize("chunk", [3, 10, 4096])
def test_every_ballot_is_one_row_whatever_the_chunks(database, cast, monkeypatch, chunk):
    monkeypatch.setattr(box, "CHUNK", chunk)
    round_id, key, given = cast

    held = emptied(database, round_id, key)

    answers = held.answers[:, :, 0].tolist()
    rows = [(group, tuple(row)) for group, row in zip(held.classes.tolist(), answers, strict=True)]
    assert (sorted(rows), held.answers.dtype) == (sorted(given), np.int8)


def test_it_tells_how_far_it_is(database, cast, monkeypatch):
    monkeypatch.setattr(box, "CHUNK", 4)
    round_id, key, _ = cast
    told = []

    emptied(database, round_id, key, progress=lambda opened, of: told.append((opened, of)))

    assert told == [(4, 10), (8, 10), (10, 10)]


@pytest.mark.parametrize("chunk", [3, 4096])
def test_what_is_no_ballot_is_listed_and_stops_nothing(database, cast, monkeypatch, chunk):
    monkeypatch.setattr(box, "CHUNK", chunk)
    round_id, key, given = cast
    with database.transaction() as session:
        odd = session.query(Ballot).first()
        odd.voter_class ^= 1
        listed = (odd.voter_class, odd.id)

    held = emptied(database, round_id, key)

    assert (held.unopenable, len(held.answers), len(held.classes)) == ((listed,), len(given) - 1, 9)


def test_a_scale_of_many_answers_has_room():
    assert [unsealing._smallest(answers) for answers in (4, 127, 128)] == [np.int8, np.int8, np.int16]
