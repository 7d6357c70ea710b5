"""What somebody learns who holds the files after closing: where rows lie, how long they are."""

import re
import secrets
import sqlite3
import statistics
import zlib

import numpy as np
import pytest

from appraisal.services import conduct, voting
from appraisal.storage import hygiene
from tests.factories import ACTOR, PEPPER, OpenRound, all_marked, make_class, make_plan

VOTERS = 200
RUNS = 7


def held_round(database):
    """200 voters one after another; returns their ballots in the order of voting."""
    with database.transaction() as session:
        made = OpenRound(session, make_plan(classes=(make_class("A", 100, VOTERS),), spare_share=0))
    cast = []
    for code in made.codes("A"):
        with database.transaction() as session:
            booth = voting.enter(session, typed=code, pepper=PEPPER)
            receipt = voting.cast(
                session, booth=booth, marks=all_marked(booth.sheet), nonce=secrets.token_bytes(16)
            )
            cast.append((booth.digest, receipt.leaf))
    with database.transaction() as session:
        conduct.close(session, round_id=made.id, actor=ACTOR)
    hygiene.scrub(database)
    return made, cast


def rank_correlation(order):
    """Spearman's correlation of a sequence of distinct places with time."""
    ranks = np.argsort(np.argsort(order))
    return float(np.corrcoef(ranks, np.arange(len(ranks)))[0, 1])


def test_neither_table_order_nor_file_offsets_tell_the_order_of_votes(database, tmp_path):
    found = {"table": [], "file": []}
    for _ in range(RUNS):
        _, cast = held_round(database)
        digests = [digest for digest, _ in cast]
        with database.reading() as session:
            rows = [row[0] for row in session.connection().exec_driver_sql("SELECT digest FROM credential")]
        content = (tmp_path / "appraisal.db").read_bytes()
        found["table"].append(rank_correlation([rows.index(digest) for digest in digests]))
        found["file"].append(rank_correlation([content.index(digest) for digest in digests]))

    medians = {kind: abs(statistics.median(values)) for kind, values in found.items()}

    assert {kind: value < 0.15 for kind, value in medians.items()} == {"table": True, "file": True}


def test_a_table_with_row_numbers_would_tell_the_order(tmp_path):
    """The canary: the same measurement on the table we do not have."""
    connection = sqlite3.connect(tmp_path / "canary.db")
    connection.execute("CREATE TABLE ballot (id BLOB PRIMARY KEY)")
    ids = [secrets.token_bytes(16) for _ in range(VOTERS)]
    connection.executemany("INSERT INTO ballot VALUES (?)", [(each,) for each in ids])
    rows = [row[0] for row in connection.execute("SELECT id FROM ballot NOT INDEXED")]
    connection.close()

    assert rank_correlation([rows.index(each) for each in ids]) == pytest.approx(1)


def test_after_closing_no_log_and_no_freed_page_is_left(database, tmp_path):
    held_round(database)

    wal = tmp_path / "appraisal.db-wal"
    with database.reading() as session:
        free = session.connection().exec_driver_sql("PRAGMA freelist_count").scalar()

    assert (wal.stat().st_size if wal.exists() else 0, free) == (0, 0)


def test_what_a_power_cut_left_undone_is_done_at_the_next_start(database):
    with database.transaction() as session:
        made = OpenRound(session)
        conduct.close(session, round_id=made.id, actor=ACTOR)
        before = conduct.find(session, made.id).scrubbed

    hygiene.scrub_unfinished(database)

    with database.reading() as session:
        assert (before, conduct.find(session, made.id).scrubbed) == (False, True)


def sealed_rows(database):
    with database.reading() as session:
        return [row[0] for row in session.connection().exec_driver_sql("SELECT sealed FROM ballot")]


def test_sealed_ballots_look_alike_and_like_noise(database):
    held_round(database)

    rows = sealed_rows(database)

    assert (len({len(row) for row in rows}), len(set(rows))) == (1, VOTERS)
    assert len(zlib.compress(b"".join(rows), 9)) > 0.99 * sum(map(len, rows))


def test_the_database_holds_neither_codes_nor_marks(database, tmp_path):
    made, _ = held_round(database)
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    codes = [slip.code for slip in made.slips]
    spellings = [text.encode() for code in codes for text in (code.symbols, code.printed, code.compact)]
    marks = np.full(3, 3, dtype=">i2").tobytes()

    assert [spelling for spelling in spellings if spelling in written] == []
    assert marks not in written


def test_the_database_holds_no_moment_but_those_of_organizers(database, tmp_path):
    held_round(database)
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    moments = re.findall(rb"20\d\d-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?", written)
    acts = written.count(b'"act":')

    assert (acts, len(moments)) == (5, 5)


def row_versions(database):
    """What PostgreSQL tells of when and where a row was written."""
    query = "SELECT digest, xmin::text::bigint, ctid::text FROM credential ORDER BY ctid"
    with database.reading() as session:
        return session.connection().exec_driver_sql(query).all()


def test_on_postgresql_no_row_version_tells_the_order(postgresql):
    _, cast = held_round(postgresql)

    rows = row_versions(postgresql)
    places = {digest: place for place, (digest, _, _) in enumerate(rows)}

    assert len({xmin for _, xmin, _ in rows}) == 1
    assert (
        abs(rank_correlation([places[digest] for digest, _ in cast])) < 0.25
    )  # one run: 3.5 sigma of chance


def test_on_postgresql_the_versions_would_tell_it_without_the_rewrite(postgresql, monkeypatch):
    monkeypatch.setattr(hygiene, "scrub", lambda _: None)
    _, cast = held_round(postgresql)

    versions = {digest: xmin for digest, xmin, _ in row_versions(postgresql)}

    assert rank_correlation([versions[digest] for digest, _ in cast]) == pytest.approx(1)
