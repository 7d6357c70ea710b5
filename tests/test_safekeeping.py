"""Copies of the database, made and put back, on both kinds of it."""

import secrets
import stat
from collections import Counter

import pytest
from sqlalchemy import select, text

from appraisal import config, safekeeping
from appraisal.documents import backup_file
from appraisal.domain.encoding import tagged_hash
from appraisal.domain.errors import (
    AppraisalError,
    BackupRefused,
    BackupWhileOpen,
    CodeUnknown,
    DatabaseInUse,
    DatabaseNewer,
    FileInTheWay,
)
from appraisal.domain.rule import Reasons
from appraisal.services import conduct, opening, setup, voting
from appraisal.storage import schema
from appraisal.storage.database import Database
from appraisal.storage.models import Credential, Installation, Model
from tests.factories import BOTH, OpenRound, all_marked, make_plan


class House:
    """A data folder, its database, and a meeting in it."""

    def __init__(self, folder, url):
        self.settings = config.read({"APPRAISAL_DATA": folder, "APPRAISAL_DATABASE_URL": url})
        self.database = Database(url)
        schema.upgrade(self.database)
        with self.database.transaction() as session:
            session.add(Installation(id=1, pepper_id=tagged_hash("pepper-id", self.settings.pepper)[:8]))
            self.round = OpenRound(
                session, make_plan(spare_share=0, reasons=Reasons.OPTIONAL), pepper=self.settings.pepper
            )
        for code in self.round.codes("A"):
            self.vote(code)

    def vote(self, code):
        with self.database.transaction() as session:
            booth = voting.enter(session, typed=code, pepper=self.settings.pepper)
            marks = all_marked(booth.sheet)
            return voting.cast(session, booth=booth, marks=marks, nonce=secrets.token_bytes(16)).text

    def close(self):
        with self.database.transaction() as session:
            conduct.close(session, round_id=self.round.id, actor=BOTH)

    def count(self):
        with self.database.transaction() as session:
            return opening.open_box(session, round_id=self.round.id, cards=self.round.cards, actor=BOTH)

    def rows(self):
        """Everything in the tables, in an order that both databases agree on."""
        with self.database.reading() as session:
            return {
                name: sorted(repr(tuple(row)) for row in session.execute(select(table)))
                for name, table in Model.metadata.tables.items()
            }


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'appraisal.db'}"
    return request.getfixturevalue("postgresql_url")


@pytest.fixture
def house(tmp_path, url):
    made = House(tmp_path / "data", url)
    yield made
    made.database.engine.dispose()


@pytest.fixture
def saved(house, tmp_path):
    """A backup of a closed meeting."""
    house.close()
    safekeeping.backup(house.database, tmp_path / "closed.backup")
    return tmp_path / "closed.backup"


def restore(house, path, settings=None):
    house.database.engine.dispose()
    return safekeeping.restore(house.database, path, settings or house.settings)


def test_a_copy_is_proved_without_leaving_one_behind(house):
    safekeeping.prove(house.database, house.settings.data)

    assert [path.name for path in house.settings.data.rglob("*copy*")] == []


def test_what_is_restored_is_what_was_saved_and_the_other_is_kept(house, saved):
    before = house.rows()
    with house.database.transaction() as session:
        setup.create(session, plan=make_plan(title="later"), actor=BOTH)
    later = house.rows()

    restored = restore(house, saved)

    assert (house.rows(), before == later) == (before, False)
    assert len(kept(house, restored.old)["appraisal"]) == 2


def kept(house, name):
    """The rows of the database that was replaced."""
    if house.database.is_sqlite:
        old = Database(f"sqlite:///{name}")
    else:
        old = Database(house.database.url.update_query_dict({"options": f"-csearch_path={name}"}))
    with old.reading() as session:
        found = {"appraisal": session.execute(text("SELECT title FROM appraisal")).all()}
    old.engine.dispose()
    return found


def test_a_restored_box_is_opened_with_the_card_and_new_meetings_follow(house, saved):
    restore(house, saved)

    house.count()
    with house.database.transaction() as session:
        created = setup.create(session, plan=make_plan(title="next"), actor=BOTH).id

    assert (created, len(house.rows()["result"])) == (2, 1)


def test_a_backup_moves_from_one_kind_of_database_to_the_other(house, saved, tmp_path, postgresql_url):
    before = house.rows()
    if house.database.is_sqlite:
        other = Database(postgresql_url)
    else:
        other = Database(f"sqlite:///{tmp_path / 'other.db'}")

    safekeeping.restore(other, saved, house.settings)
    house.database.engine.dispose()
    house.database = other

    assert house.rows() == before


def test_an_open_round_is_not_copied_whole(house, tmp_path):
    with pytest.raises(BackupWhileOpen):
        safekeeping.backup(house.database, tmp_path / "open.backup")

    assert not (tmp_path / "open.backup").exists()


def test_a_sealed_copy_of_an_open_round_keeps_ballots_and_counts_and_no_code(house, tmp_path):
    before, path = house.rows(), tmp_path / "open.backup"
    unused = house.round.codes("B")[0]
    note = safekeeping.backup(house.database, path, sealed_only=True)
    restore(house, path)
    after = house.rows()

    with pytest.raises(CodeUnknown):
        house.vote(unused)
    house.close()
    house.count()

    assert (note.with_codes, after["ballot"]) == (False, before["ballot"])
    assert classes(after) == classes(before)
    assert set(after["credential"]) & set(before["credential"]) == set()


def classes(rows):
    """How many codes of each class are spent, whatever the digests are."""
    return Counter(tuple(row.rsplit(", ", 5)[1:]) for row in rows["credential"])


def test_the_digests_of_a_sealed_copy_are_new_every_time(house, tmp_path):
    digests = []
    for name in ("one", "two"):
        path = tmp_path / name
        safekeeping.backup(house.database, path, sealed_only=True)
        backup_file.read(path, tmp_path / f"{name}.db")
        copied = Database(f"sqlite:///{tmp_path / name}.db")
        with copied.reading() as session:
            digests.append(set(session.scalars(select(Credential.digest))))
        copied.engine.dispose()

    assert (digests[0] & digests[1], len(digests[0])) == (set(), len(house.round.slips))


def test_a_backup_is_its_owners_alone_and_overwrites_nothing(house, saved):
    with pytest.raises(FileInTheWay):
        safekeeping.backup(house.database, saved)

    assert stat.S_IMODE(saved.stat().st_mode) == 0o600


def test_a_running_server_is_not_robbed_of_its_database(house, saved):
    before = house.rows()
    other = Database(house.database.url)
    with other.reading() as session:
        session.execute(text("SELECT 1"))

        with pytest.raises(DatabaseInUse):
            restore(house, saved)

    other.engine.dispose()
    assert house.rows() == before


def test_a_backup_of_another_pepper_is_refused_and_nothing_is_touched(house, saved, tmp_path):
    before = house.rows()
    stranger = config.read({"APPRAISAL_DATA": tmp_path / "stranger"})

    with pytest.raises(BackupRefused, match="pepper"):
        restore(house, saved, stranger)

    assert house.rows() == before


def test_a_backup_of_a_newer_program_is_refused(house, tmp_path):
    house.close()
    with house.database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'ffffffffffff'"))

    with pytest.raises(DatabaseNewer):
        safekeeping.backup(house.database, tmp_path / "newer.backup")


def test_a_backup_of_an_older_program_is_brought_up_to_date(house, saved, tmp_path):
    before = house.rows()
    house.count()
    schema.downgrade(house.database, "-1")
    safekeeping.backup(house.database, tmp_path / "older.backup")
    schema.upgrade(house.database)

    restore(house, tmp_path / "older.backup")

    assert schema.current(house.database) == schema.head()
    assert house.rows()["ballot"] == before["ballot"]


@pytest.mark.parametrize("place", [0, 0.1, 0.5, 0.9, 0.999])
def test_a_changed_byte_is_noticed_wherever_it_is(tmp_path, place):
    tables = tmp_path / "tables.db"
    tables.write_bytes(secrets.token_bytes(5000))
    path = tmp_path / "some.backup"
    backup_file.write(path, tables, revision="r", with_codes=True, at="2026-11-24T02:00Z")
    content = bytearray(path.read_bytes())
    content[int(len(content) * place)] ^= 0x55
    path.write_bytes(content)

    try:
        backup_file.read(path, tmp_path / "out.db")
    except AppraisalError as refusal:
        assert type(refusal) is BackupRefused
    else:  # a byte that carries nothing, such as a date inside the container
        assert (tmp_path / "out.db").read_bytes() == tables.read_bytes()


def test_what_is_no_backup_is_refused_in_words(tmp_path):
    (tmp_path / "some.backup").write_bytes(b"PK\x03\x04 nothing")

    with pytest.raises(BackupRefused, match="文件不是备份"):
        backup_file.read(tmp_path / "some.backup", tmp_path / "out.db")
