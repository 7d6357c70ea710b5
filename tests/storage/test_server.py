"""Which servers and which folders are good enough for ballots."""

from pathlib import PurePosixPath

import pytest
from sqlalchemy import event

from appraisal.domain.errors import ConfigurationRefused
from appraisal.storage import place, server
from appraisal.storage.database import Database

MOUNTS = """\
21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 21 0:44 / /srv/share rw,relatime - nfs4 server:/export rw
31 21 0:45 / /srv/share/local\\040disk rw - xfs /dev/sdb1 rw
32 21 0:46 / /home/desk rw - ext4 /dev/sdc1 rw
33 21 0:47 / /home/desk rw - cifs //office/desk rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/appraisal/appraisal.db", "ext4"),
        ("/srv/share/appraisal.db", "nfs4"),
        ("/srv/shared/appraisal.db", "ext4"),
        ("/srv/share/local disk/appraisal.db", "xfs"),
        ("/home/desk/data/appraisal.db", "cifs"),
    ],
)
def test_a_file_lies_on_the_last_mount_above_it(path, kind):
    assert place.file_system(PurePosixPath(path), MOUNTS) == kind


def test_a_database_on_a_network_folder_is_refused(tmp_path, monkeypatch):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"21 1 8:1 / / rw - ext4 /dev/sda1 rw\n30 21 0:44 / {tmp_path} rw - nfs4 a:/b rw\n")
    monkeypatch.setattr(place, "MOUNTS", mounts)

    with pytest.raises(ConfigurationRefused, match="file system=nfs4"):
        Database(f"sqlite:///{tmp_path / 'appraisal.db'}").require_durable()


@pytest.fixture
def postgresql(postgresql_url):
    database = Database(postgresql_url)
    yield database
    database.engine.dispose()


def test_an_ordinary_server_is_good_enough_and_is_told_what_it_writes_down(postgresql):
    postgresql.require_durable()

    assert postgresql.talkative() == ["log_min_error_statement=error → panic"]


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("log_statement = 'all'", "log_statement=all → none"),
        ("log_min_duration_statement = 0", "log_min_duration_statement=0 → -1"),
    ],
)
def test_a_server_that_writes_statements_down_is_told(postgresql, setting, told):
    event.listen(postgresql.engine, "begin", lambda connection: connection.exec_driver_sql(f"SET {setting}"))

    assert told in postgresql.talkative()


def test_a_server_that_may_lose_a_ballot_is_refused(postgresql):
    setting = "SET LOCAL synchronous_commit = off"
    event.listen(postgresql.engine, "begin", lambda connection: connection.exec_driver_sql(setting))

    with pytest.raises(ConfigurationRefused, match="synchronous_commit=off"):
        postgresql.require_durable()


def test_a_server_that_keeps_moments_would_be_refused(postgresql, monkeypatch):
    monkeypatch.setitem(server.NEEDED, "track_commit_timestamp", ("on",))

    with pytest.raises(ConfigurationRefused, match="track_commit_timestamp=off"):
        postgresql.require_durable()
