"""The plug is pulled at any moment of a meeting; whoever has a receipt is in the box."""

import secrets
import shutil
from collections import Counter

import pytest
from sqlalchemy import event, select, text

from appraisal.domain.lifecycle import State
from appraisal.services import conduct
from appraisal.storage import hygiene, schema
from appraisal.storage.database import Database
from appraisal.storage.models import Round
from tests.factories import BOTH
from tests.faults.conftest import THOROUGH
from tests.faults.disk import recording
from tests.faults.hall import booths, cast, on_the_board, open_hall, stored
from tests.faults.power import cuts

VOTERS = 40
CUTS = 1_000 if THOROUGH else 120
FILE = "appraisal.db"


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """A database file that an older program has left behind."""
    path = tmp_path_factory.mktemp("before") / FILE
    database = Database(f"sqlite:///{path}")
    schema.upgrade(database)
    schema.downgrade(database, "-1")
    database.engine.dispose()
    return path


def meeting(disk, path, *pragmas):
    """Migrate, open, vote, close and scrub on a disk that remembers; checkpoints come often."""
    database = Database(disk.url(path))
    for pragma in ("wal_autocheckpoint = 60", *pragmas):
        event.listen(
            database.engine, "connect", lambda raw, _, pragma=pragma: raw.execute(f"PRAGMA {pragma}")
        )
    schema.upgrade(database)
    number, codes = open_hall(database, VOTERS)
    disk.say("open")
    for booth in booths(database, codes):
        disk.say(cast(database, booth))
    with database.transaction() as session:
        conduct.close(session, round_id=number, actor=BOTH)
    disk.say("closed")
    hygiene.scrub(database)
    database.engine.dispose()


def wrecks(before, folder, *pragmas):
    path = folder / FILE
    shutil.copy(before, path)
    with recording(f"disk-{secrets.token_hex(4)}") as disk:
        meeting(disk, path, *pragmas)
    yield from cuts({FILE: before.read_bytes()}, disk.events, CUTS, seed=2026)


def found_after(wreck, folder):
    """What the next start finds: sound tables, and the receipts that are on the board."""
    wreck.lay_out(folder)
    database = Database(f"sqlite:///{folder / FILE}")
    schema.upgrade(database)
    with database.reading() as session:
        sound = session.execute(text("PRAGMA integrity_check")).scalar_one()
        found = session.scalars(select(Round)).first()
    ballots, spent = stored(database)
    held = on_the_board(database, found.id) | {"open"} if found else set()
    held |= {"closed"} if found and found.state == State.CLOSED else set()
    database.engine.dispose()
    shutil.rmtree(folder)
    return sound, ballots - spent, held


def test_no_acknowledged_ballot_is_lost_when_the_power_goes(before, tmp_path):
    lost, states = Counter(), Counter()
    for place, wreck in enumerate(wrecks(before, tmp_path)):
        sound, difference, receipts = found_after(wreck, tmp_path / str(place))
        states[sound, difference] += 1
        lost[wreck.mode] += len(wreck.said - receipts)

    assert (sum(lost.values()), states) == (0, {("ok", 0): CUTS})


def test_a_database_that_does_not_wait_for_the_disk_would_lose_some(before, tmp_path):
    lost = 0
    for place, wreck in enumerate(wrecks(before, tmp_path, "synchronous = NORMAL")):
        _, _, receipts = found_after(wreck, tmp_path / str(place))
        lost += len(wreck.said - receipts)

    assert lost > 0
