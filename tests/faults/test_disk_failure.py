"""The disk is full, or fails, at any write: no false receipt, and all goes on once it is mended."""

import secrets

import pytest
from sqlalchemy import event, text

from appraisal.domain.errors import Busy, StorageFailed
from appraisal.storage import schema
from appraisal.storage.database import Database
from tests.faults.disk import FULL, WRITE_FAILED, recording
from tests.faults.hall import booths, cast, on_the_board, open_hall, stored

VOTERS = 200
DEEPEST = 12  # a commit writes and syncs fewer times than this


@pytest.fixture
def disk():
    with recording(f"disk-{secrets.token_hex(4)}") as disk:
        yield disk


@pytest.fixture
def database(disk, tmp_path):
    database = Database(disk.url(tmp_path / "appraisal.db"))
    event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA wal_autocheckpoint = 50"))
    schema.upgrade(database)
    yield database
    database.engine.dispose()


@pytest.mark.parametrize("failure", [FULL, WRITE_FAILED], ids=["full", "broken"])
def test_whatever_write_fails_no_receipt_is_false_and_a_retry_gets_one(database, disk, failure):
    number, codes = open_hall(database, VOTERS)
    disk.failure, receipts, refused = failure, [], 0
    for place, booth in enumerate(booths(database, codes)):
        nonce = secrets.token_bytes(16)
        disk.fail(after=place % DEEPEST)
        try:
            receipts.append(cast(database, booth, nonce))
        except StorageFailed:
            refused += 1
            disk.mend()
            receipts.append(cast(database, booth, nonce))
        disk.mend()

    assert (set(receipts), stored(database)) == (on_the_board(database, number), (VOTERS, VOTERS))
    assert refused > VOTERS // 4


def test_a_failed_disk_is_told_until_it_is_mended(database, disk):
    _, codes = open_hall(database, 2)
    first, second = booths(database, codes)
    disk.fail(after=0)

    refusals = [_refusal(lambda: cast(database, first)), _refusal(database.ping), _refusal(database.ping)]
    disk.mend()
    database.ping()

    assert refusals == [StorageFailed, StorageFailed, StorageFailed]
    assert (database.has_failed, bool(cast(database, first)), bool(cast(database, second))) == (
        False,
        True,
        True,
    )


def test_what_was_written_before_the_disk_failed_is_sound(database, disk, tmp_path):
    number, codes = open_hall(database, 20)
    held = booths(database, codes)
    receipts = {cast(database, booth) for booth in held[:10]}
    disk.fail(after=3)
    refusals = {_refusal(lambda booth=booth: cast(database, booth)) for booth in held[10:]}
    database.engine.dispose()
    disk.mend()

    again = Database(f"sqlite:///{tmp_path / 'appraisal.db'}")
    with again.reading() as session:
        sound = session.execute(text("PRAGMA integrity_check")).scalar_one()

    assert (sound, receipts - on_the_board(again, number), refusals) == ("ok", set(), {StorageFailed})
    again.engine.dispose()


def _refusal(act):
    try:
        act()
    except Busy as refusal:
        return type(refusal)
    return None
