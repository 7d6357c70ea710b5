"""Why somebody gave the lowest grade: no row leads to a ballot, a code or an order, and no text to a row."""

from __future__ import annotations

import sqlite3
import statistics

import pytest
from nacl.public import PrivateKey, SealedBox
from sqlalchemy import select

from appraisal.ballotbox import reason_seal
from appraisal.ballotbox.keycards import KeyCard
from appraisal.ballotbox.reason_seal import SealedRow
from appraisal.ballotbox.seal import Form, Unopenable
from appraisal.domain.reason import Written
from appraisal.services import voting
from appraisal.storage import hygiene
from appraisal.storage.models import KeyWrap, SealedReason
from tests.forensics.crawl import crawl
from tests.forensics.hall import hall
from tests.forensics.meeting import SUBJECTS, MarkedMeeting
from tests.forensics.search import Search, of_text
from tests.forensics.test_layout import rank_correlation, row_versions
from tests.forensics.test_one_card import attack
from tests.forensics.test_sealed_rows import what_rows_tell
from tests.forensics.test_traces import log_forms

VOTERS, FEW, RUNS = 200, 20, 5
FOR_TWO = {"/desk/1/reasons", "/desk/1/reasons.csv"}  # the Excel file is packed


class AskedMeeting(MarkedMeeting):
    """A meeting whose truth is known down to the rows: whose they are, in the order of time."""

    def __init__(self, database, monkeypatch, voters=VOTERS):
        super().__init__(database, voters, asks=True)
        self.rows = []
        self._watch(monkeypatch)

    def _watch(self, monkeypatch):
        seal_all = reason_seal.seal_all

        def remembering(written, form, key):
            rows = seal_all(written, form, key)
            self.rows.append([row.id for row in rows])
            return rows

        monkeypatch.setattr(voting.reason_seal, "seal_all", remembering)


def stored(database, column=SealedReason.sealed):
    with database.reading() as session:
        return list(session.scalars(select(column)))


def held(database, monkeypatch, voters=VOTERS):
    meeting = AskedMeeting(database, monkeypatch, voters)
    meeting.vote_all()
    meeting.close()
    return meeting


def test_a_meeting_leaves_no_reason_but_those_that_two_may_read(tmp_path, address):
    with hall(tmp_path, address, voters=FEW, asks=True) as place:
        statuses = place.vote_all()
        before = [place.search().found(content) for content in place.left_behind()]
        place.close()
        closed = [place.search().found(content) for content in place.left_behind()]
        place.open_box()
        pages = crawl(place.desk().client, place.app, place.round.id)
        told = {path: place.search().found(body) for path, (_, _, body) in pages.items()}

    assert (statuses, set().union(*before, *closed)) == ({303}, set())
    assert {path for path, found in told.items() if found} == FOR_TWO
    assert {name.split()[0] for found in told.values() for name in found} == {"reason"}


def test_the_search_would_find_a_reason_in_a_log(tmp_path):
    with hall(tmp_path, voters=2, asks=True) as place:
        log_forms(place)
        place.vote_all()
        found = set().union(*(place.search().found(content) for content in place.left_behind()))

    assert {name.split()[0] for name in found} == {"nonce", "marks", "reason"}


def test_sealed_reasons_look_alike_and_like_noise(database, monkeypatch):
    held(database, monkeypatch, FEW)

    rows = stored(database)
    told = what_rows_tell(rows)

    assert (told, len(rows)) == (dict.fromkeys(told, True), FEW * SUBJECTS)


def test_a_row_that_is_as_long_as_its_text_would_be_told(sqlite, monkeypatch):
    def unpadded(subject, text, form, box):
        return SealedRow(reason_seal.secrets.token_bytes(16), box.encrypt(text.encode()))

    monkeypatch.setattr(reason_seal, "_sealed", unpadded)
    held(sqlite, monkeypatch, FEW)

    assert what_rows_tell(stored(sqlite))["one length"] is False


def test_there_are_as_many_rows_whatever_was_written(database, monkeypatch):
    meeting = held(database, monkeypatch, FEW)

    assert len({len(voter.texts) for voter in meeting.voters}) > 1
    assert {len(rows) for rows in meeting.rows} == {SUBJECTS}
    assert sorted(stored(database, SealedReason.id)) == sorted(row for rows in meeting.rows for row in rows)


def order_told(rows, content, in_table):
    """How well the places of rows tell when their ballot was cast: in the table and in the file."""
    flat = [(place, row) for place, of_one in enumerate(rows) for row in of_one]
    where = {row: n for n, row in enumerate(in_table)}
    return (
        rank_correlation([where[row] for _, row in flat]),
        rank_correlation([content.index(row) for _, row in flat]),
    )


def test_neither_table_nor_file_tells_whose_rows_lie_together(tmp_path, sqlite, monkeypatch):
    runs = []
    for _ in range(RUNS):
        meeting = held(sqlite, monkeypatch, FEW * 2)
        content = (tmp_path / "appraisal.db").read_bytes()
        runs.append(order_told(meeting.rows, content, stored(sqlite, SealedReason.id)))

    medians = [abs(statistics.median(run)) for run in zip(*runs, strict=True)]

    assert all(median < 0.15 for median in medians), medians


def test_a_table_with_row_numbers_would_tell_it(tmp_path, sqlite, monkeypatch):
    meeting = held(sqlite, monkeypatch, FEW)
    path = tmp_path / "canary.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE sealed_reason (id BLOB PRIMARY KEY)")
        flat = [(row,) for rows in meeting.rows for row in rows]
        connection.executemany("INSERT INTO sealed_reason VALUES (?)", flat)
        connection.commit()
        kept = [row for (row,) in connection.execute("SELECT id FROM sealed_reason NOT INDEXED")]

    in_table, _ = order_told(meeting.rows, path.read_bytes(), kept)

    assert in_table == pytest.approx(1)


def linked(meeting):
    """Count the ballots whose rows are those of one transaction, as PostgreSQL's row versions tell."""
    ballots = {xmin: bytes(key) for key, xmin, _ in row_versions(meeting.database, "ballot", "id")}
    reasons = row_versions(meeting.database, "sealed_reason", "id")
    right = 0
    for voter, rows in zip(meeting.voters, meeting.rows, strict=True):
        mine = {xmin for key, xmin, _ in reasons if bytes(key) in rows}
        together = {bytes(key) for key, xmin, _ in reasons if xmin in mine}
        right += together == set(rows) and ballots.get(mine.pop()) == meeting.ballot_of(voter)
    return right


def test_on_postgresql_no_row_version_pairs_a_reason_with_a_ballot(postgresql, monkeypatch):
    assert linked(held(postgresql, monkeypatch, FEW)) == 0


def test_on_postgresql_the_versions_would_pair_them_without_the_rewrite(postgresql, monkeypatch):
    monkeypatch.setattr(hygiene, "scrub", lambda _: None)
    meeting = AskedMeeting(postgresql, monkeypatch, FEW)
    meeting.vote_all()

    assert linked(meeting) == FEW


def test_one_card_opens_no_reason_and_two_open_all(database, monkeypatch):
    meeting = AskedMeeting(database, monkeypatch, 2)
    meeting.vote_all()
    rows, wraps = stored(database), stored(database, KeyWrap.wrapped)
    cards = [KeyCard.parse(text) for text in meeting.round.cards]

    alone = [attack([*rows, *wraps], [card], len(rows[0])) for card in cards]

    assert (alone, attack([*rows, *wraps], cards, len(rows[0]))) == ([0, 0], 2 * SUBJECTS)


def test_what_lies_open_after_the_opening_leads_to_no_row_and_no_ballot(database, monkeypatch):
    meeting = held(database, monkeypatch, FEW)
    meeting.open_box()

    with database.reading() as session:
        run = session.connection().exec_driver_sql
        released = [tuple(row) for row in run("SELECT * FROM released_reason")]
        others = [
            row
            for table in ("round", "result", "audit_entry", "credential", "ballot", "sealed_reason")
            for row in run(f"SELECT * FROM {table}")
        ]
    ids = {bytes(row[0]) for row in released}
    known = {bytes(cell) for row in others for cell in row if isinstance(cell, bytes | memoryview)}
    texts = Search({text: of_text(text) for voter in meeting.voters for text in voter.texts.values()})
    flat = b"\n".join(
        cell if isinstance(cell, bytes) else str(cell).encode() for row in others for cell in row
    )

    assert (ids & known, texts.found(flat), len(released) > FEW) == (set(), set(), True)


def test_a_seal_that_forgets_its_place_would_take_a_copy(monkeypatch):
    lock = PrivateKey.generate()
    form = Form(b"r" * 16, b"f" * 32, subjects=1, criteria=1, answers=4, reason_length=10)

    def copied():
        (row,) = reason_seal.seal_all(Written({0: "慢"}), form, bytes(lock.public_key))
        return reason_seal.unseal(SealedRow(b"c" * 16, row.sealed), form, SealedBox(lock)).text

    with pytest.raises(Unopenable):
        copied()
    monkeypatch.setattr(reason_seal, "_context", lambda *_: bytes(32))

    assert copied() == "慢"
