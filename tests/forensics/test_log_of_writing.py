"""The database's own log, copied while people vote: it pairs codes with sealed ballots, and tells no more."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from appraisal.services import voting
from tests.forensics.meeting import VOTERS, MarkedMeeting
from tests.forensics.search import Search, of_marks
from tests.forensics.wal import commits

SPENT = "SELECT digest FROM credential WHERE spent"
FEW = 40
CAST = "SELECT id FROM ballot"


@pytest.fixture
def plaintext(monkeypatch):
    """The defect: a column of the ballot table that holds what was marked."""

    def plant(database):
        with database.transaction() as session:
            session.execute(text("ALTER TABLE ballot ADD COLUMN plain VARCHAR"))
        cast = voting.cast

        def remembering(session, *, booth, marks, nonce, **more):
            receipt = cast(session, booth=booth, marks=marks, nonce=nonce, **more)
            given = {
                "plain": "".join(map(str, marks.answers)),
                "id": voting.ballot_id(booth.round_uid, nonce),
            }
            session.execute(text("UPDATE ballot SET plain = :plain WHERE id = :id"), given)
            return receipt

        monkeypatch.setattr(voting, "cast", remembering)

    return plant


def transactions_on_sqlite(meeting):
    """What every vote wrote: the code it spent, the ballot it cast, and all pages of its transaction."""
    file = meeting.database.path
    log = file.with_name(file.name + "-wal")
    before, copies = file.read_bytes(), [log.read_bytes()]
    meeting.vote_all(then=lambda: copies.append(log.read_bytes()))
    spent, cast = set(), set()
    for commit in commits(before, copies):
        now_spent, now_cast = commit.rows(SPENT), commit.rows(CAST)
        if len(now_spent - spent) == len(now_cast - cast) == 1:
            yield *(now_spent - spent), *(now_cast - cast), commit.written
        spent, cast = now_spent, now_cast


def transactions_on_postgresql(meeting):
    """The same from the versions of rows, with everything in the row."""
    meeting.vote_all()
    query = """SELECT c.digest, b.id, b::text FROM credential c JOIN ballot b ON c.xmin = b.xmin"""
    with meeting.database.reading() as session:
        for digest, ballot, row in session.connection().exec_driver_sql(query):
            yield bytes(digest), bytes(ballot), row.encode()


def attack(meeting):
    """Pair codes with ballots, then look for answers in what was written; count both kinds of right pairs."""
    marks = Search({voter.code: of_marks(voter.answers) for voter in meeting.voters})
    by_digest = {voter.digest: voter for voter in meeting.voters}
    watch = transactions_on_sqlite if meeting.database.is_sqlite else transactions_on_postgresql
    paired, told = 0, 0
    for digest, ballot, written in watch(meeting):
        voter = by_digest[digest]
        paired += meeting.ballot_of(voter) == ballot
        told += voter.code in marks.found(written)
    return paired, told


def test_the_log_pairs_codes_with_sealed_ballots_and_tells_no_answer(database):
    meeting = MarkedMeeting(database)

    paired, told = attack(meeting)

    assert (paired, told) == (VOTERS, 0)


def test_the_log_would_tell_the_answers_of_a_readable_column(database, plaintext):
    plaintext(database)
    meeting = MarkedMeeting(database, FEW)

    paired, told = attack(meeting)

    assert (paired, told) == (FEW, FEW)


def test_what_comes_after_opening_adds_no_answer(database):
    meeting = MarkedMeeting(database, FEW)
    meeting.vote_all()
    meeting.close()
    meeting.open_box()

    with database.reading() as session:
        run = session.connection().exec_driver_sql
        tables = ("round", "result", "audit_entry", "credential", "ballot", "key_wrap")
        rows = [row for table in tables for row in run(f"SELECT * FROM {table}")]
    stored = b"\n".join(
        cell if isinstance(cell, bytes) else str(cell).encode() for row in rows for cell in row
    )
    marks = Search({voter.code: of_marks(voter.answers) for voter in meeting.voters})

    assert (marks.found(stored), len(rows) > 2 * FEW) == (set(), True)
