"""Paper ballots: in the box they look like any other, and what two clerks typed differently is nowhere."""

from __future__ import annotations

import secrets
from dataclasses import replace

import pytest

from appraisal.domain import errors
from appraisal.domain.entry import Entry
from appraisal.domain.roles import Actor, Role
from appraisal.domain.sheet import Marks
from appraisal.domain.void import VoidReason
from appraisal.services import conduct, entering, paper, voting
from appraisal.storage import hygiene
from tests.factories import BOTH, PEPPER, OpenRound, make_class, make_plan
from tests.forensics.search import Search, of_marks
from tests.forensics.test_sealed_rows import sealed_rows, what_rows_tell

CLERKS = Actor(("organizer", "scrutineer"), (Role.ORGANIZER, Role.SCRUTINEER))
PLAN = make_plan(subjects=10, classes=(make_class("A", 100, 40, paper=10),))
TYPED = Entry(0, None, (3, 1, 0, 2, 2, -1, 0, 3, 1, 1))
ELSE = replace(TYPED, answers=(2, 1, 0, 2, 2, -1, 0, 3, 1, 3))


class Hall:
    """An open round in which ten slips were given back, and two clerks."""

    def __init__(self, database) -> None:
        self.database = database
        with database.transaction() as session:
            self.round = OpenRound(session, PLAN)
            for slip in self.round.slips[:10]:
                digest = slip.code.digest(PEPPER)
                paper.hand_out(session, round_id=self.round.id, digest=digest, actor=BOTH)

    def enter(self, first: Entry, second: Entry) -> None:
        with self.database.transaction() as session:
            entering.enter(
                session,
                round_id=self.round.id,
                entries=(first, second),
                sheet=secrets.token_bytes(16),
                actor=CLERKS,
            )

    def close(self) -> None:
        with self.database.transaction() as session:
            conduct.close(session, round_id=self.round.id, actor=BOTH)
        hygiene.scrub(self.database)


@pytest.fixture
def hall(sqlite):
    return Hall(sqlite)


def vote(hall, slip, answers) -> None:
    with hall.database.transaction() as session:
        booth = voting.enter(session, typed=slip.code.printed, pepper=PEPPER)
        voting.cast(session, booth=booth, marks=Marks(answers), nonce=secrets.token_bytes(16))


def files(hall) -> bytes:
    file = hall.database.path
    return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))


def test_paper_and_phone_ballots_look_alike(database):
    hall = Hall(database)
    for slip in hall.round.slips[10:30]:
        vote(hall, slip, TYPED.answers)
    for void in (0, 0, *VoidReason):
        hall.enter(replace(TYPED, void=void), replace(TYPED, void=void))
    hall.close()

    told = what_rows_tell(sealed_rows(hall.database))

    assert (told, len(sealed_rows(hall.database))) == (dict.fromkeys(told, True), 27)


def test_a_paper_ballot_sealed_otherwise_would_be_told(hall, monkeypatch):
    seal = entering.seal
    monkeypatch.setattr(entering, "seal", lambda *given: seal(*given) + b"\2")
    vote(hall, hall.round.slips[10], TYPED.answers)
    hall.enter(TYPED, TYPED)

    assert what_rows_tell(sealed_rows(hall.database))["one length"] is False


def test_what_two_typed_differently_is_nowhere(hall):
    searched = Search({"first": of_marks(TYPED.answers), "second": of_marks(ELSE.answers)})

    for _ in range(3):
        with pytest.raises(errors.EntriesDiffer):
            hall.enter(TYPED, ELSE)
    hall.enter(TYPED, TYPED)

    assert searched.found(files(hall)) == set()


def test_an_entry_kept_in_between_would_be_found(hall):
    searched = Search({"first": of_marks(TYPED.answers)})
    with hall.database.transaction() as session:
        session.connection().exec_driver_sql(f"UPDATE appraisal SET title = '{list(TYPED.answers)}'")

    assert searched.found(files(hall)) == {"first"}
