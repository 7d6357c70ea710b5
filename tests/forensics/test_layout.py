"""What somebody learns who holds the files after closing: where rows lie, which version they are."""

import re
import secrets
import sqlite3
import statistics
from itertools import combinations

import numpy as np
import pytest

from appraisal.services import conduct
from appraisal.storage import hygiene
from tests.factories import OpenRound
from tests.forensics.meeting import MarkedMeeting

RUNS = 7
PAGE = 4096
FEW = 40


def held(database, voters=200):
    meeting = MarkedMeeting(database, voters)
    meeting.vote_all()
    meeting.close()
    return meeting


def rank_correlation(order):
    """Spearman's correlation of a sequence of distinct places with time."""
    ranks = np.argsort(np.argsort(order))
    return float(np.corrcoef(ranks, np.arange(len(ranks)))[0, 1])


def in_order_within_pages(offsets):
    """The share of pairs on one page of the file that lie in the order of time, or against it."""
    pairs = [(a < b) for a, b in combinations(offsets, 2) if a // PAGE == b // PAGE]
    return sum(pairs) / len(pairs)


def measured(meeting, path):
    """How well places in tables and in the file tell when people voted."""
    found = {}
    with meeting.database.reading() as session:
        run = session.connection().exec_driver_sql
        rows = {
            "credential": [row[0] for row in run("SELECT digest FROM credential")],
            "ballot": [row[0] for row in run("SELECT id FROM ballot")],
        }
    content = path.read_bytes()
    keys = {
        "credential": [voter.digest for voter in meeting.voters],
        "ballot": [meeting.ballot_of(voter) for voter in meeting.voters],
    }
    for table, in_time in keys.items():
        offsets = [content.index(key) for key in in_time]
        found[f"{table} in its table"] = rank_correlation([rows[table].index(key) for key in in_time])
        found[f"{table} in the file"] = rank_correlation(offsets)
        found[f"{table} on its page"] = in_order_within_pages(offsets)
    return found


def test_neither_tables_nor_pages_nor_the_file_tell_the_order_of_votes(tmp_path, sqlite):
    runs = [measured(held(sqlite), tmp_path / "appraisal.db") for _ in range(RUNS)]

    medians = {what: statistics.median(run[what] for run in runs) for what in runs[0]}
    tells = {what for what, value in medians.items() if not what.endswith("page") and abs(value) >= 0.15}
    tells |= {what for what, value in medians.items() if what.endswith("page") and not 0.45 < value < 0.55}

    assert (len(medians), tells) == (6, set())


@pytest.fixture
def canary(tmp_path):
    """The table that we do not have, filled in the order of votes."""

    def make(columns, suffix):
        path = tmp_path / "canary.db"
        connection = sqlite3.connect(path)
        connection.execute(f"CREATE TABLE ballot (id BLOB PRIMARY KEY{columns}){suffix}")
        ids = [secrets.token_bytes(16) for _ in range(200)]
        connection.executemany("INSERT INTO ballot (id) VALUES (?)", [(each,) for each in ids])
        connection.commit()
        rows = [row[0] for row in connection.execute("SELECT id FROM ballot NOT INDEXED")]
        connection.close()
        return ids, rows, path.read_bytes()

    return make


def test_a_table_with_row_numbers_would_tell_the_order(canary):
    ids, rows, _ = canary("", "")

    assert rank_correlation([rows.index(each) for each in ids]) == pytest.approx(1)


def test_pages_that_were_never_rewritten_would_tell_the_order(canary):
    ids, _, content = canary("", " WITHOUT ROWID")

    in_order = in_order_within_pages([content.index(each) for each in ids])

    assert abs(in_order - 0.5) > 0.15


def test_after_closing_no_log_and_no_freed_page_is_left(sqlite, tmp_path):
    held(sqlite, FEW)

    wal = tmp_path / "appraisal.db-wal"
    with sqlite.reading() as session:
        free = session.connection().exec_driver_sql("PRAGMA freelist_count").scalar()

    assert (wal.stat().st_size if wal.exists() else 0, free) == (0, 0)


def test_what_a_power_cut_left_undone_is_done_at_the_next_start(sqlite):
    with sqlite.transaction() as session:
        made = OpenRound(session)
        made.close(session)
        before = conduct.find(session, made.id).scrubbed

    hygiene.scrub_unfinished(sqlite)

    with sqlite.reading() as session:
        assert (before, conduct.find(session, made.id).scrubbed) == (False, True)


def test_the_database_holds_no_moment_but_those_of_organizers(sqlite, tmp_path):
    held(sqlite, FEW)
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    moments = re.findall(rb"20\d\d-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?", written)
    acts = written.count(b'"act":')

    assert len(moments) == acts


def row_versions(database, table, key):
    """What PostgreSQL tells of when and where a row was written: its key, its transaction, its place."""
    query = f"SELECT {key}, xmin::text::bigint, ctid::text FROM {table} ORDER BY ctid"
    with database.reading() as session:
        return session.connection().exec_driver_sql(query).all()


def linked(meeting):
    """Pair codes with ballots written by one transaction or its neighbour; count how many pairs are right."""
    codes = row_versions(meeting.database, "credential", "digest")
    ballots = {key: xmin for key, xmin, _ in row_versions(meeting.database, "ballot", "id")}
    right = 0
    for voter in meeting.voters:
        near = {bytes(key) for key, xmin, _ in codes if abs(xmin - ballots[meeting.ballot_of(voter)]) <= 1}
        exact = {bytes(key) for key, xmin, _ in codes if xmin == ballots[meeting.ballot_of(voter)]}
        right += exact == {voter.digest} or near == {voter.digest}
    return right


def test_on_postgresql_no_row_version_pairs_a_code_with_a_ballot(postgresql):
    meeting = held(postgresql, FEW)

    assert linked(meeting) == 0


def test_on_postgresql_the_versions_would_pair_them_without_the_rewrite(postgresql, monkeypatch):
    monkeypatch.setattr(hygiene, "scrub", lambda _: None)
    meeting = MarkedMeeting(postgresql, FEW)
    meeting.vote_all()

    assert linked(meeting) == FEW


def test_on_postgresql_no_place_of_a_row_tells_the_order(postgresql):
    meeting = held(postgresql)

    found = row_versions(postgresql, "credential", "digest")
    places = {bytes(key): place for place, (key, _, _) in enumerate(found)}

    assert (
        abs(rank_correlation([places[voter.digest] for voter in meeting.voters])) < 0.3
    )  # 4 sigma of chance


def sequences(database):
    """How far every sequence of the database has counted."""
    query = "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"
    with database.reading() as session:
        return session.connection().exec_driver_sql(query).all()


def test_on_postgresql_no_sequence_counts_votes(postgresql):
    meeting = MarkedMeeting(postgresql, FEW)
    before = sequences(postgresql)

    meeting.vote_all()

    assert sequences(postgresql) == before


def test_on_postgresql_a_numbered_ballot_would_be_seen(postgresql):
    meeting = MarkedMeeting(postgresql, FEW)
    with postgresql.transaction() as session:
        session.connection().exec_driver_sql("ALTER TABLE ballot ADD COLUMN number serial")
    before = sequences(postgresql)

    meeting.vote_all()

    assert sequences(postgresql) != before
