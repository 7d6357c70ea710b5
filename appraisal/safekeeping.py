"""Copies of the database: made, proved, kept by themselves at closing and before an upgrade, put back."""

from __future__ import annotations

import hmac
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from .config import Settings
from .documents import backup_file
from .documents.backup_file import Note
from .documents.fresh import SECRET, fresh
from .domain.encoding import tagged_hash
from .domain.errors import BackupRefused, BackupWhileOpen
from .domain.lifecycle import State
from .domain.phrase import phrase
from .storage import copying, replacing, schema
from .storage.database import Database, create_private
from .storage.models import Installation, Round

FOLDER = "backups"  # in the data folder, for the copies that are made without being asked for
CLOSED, BEFORE_UPGRADE, DESTROYED = OCCASIONS = ("closed", "before-upgrade", "destroyed")


@dataclass(frozen=True)
class Restored:
    """What was put back, and where the database is kept that was there before; None if there was none."""

    note: Note
    old: str | None


def backup(database: Database, out: Path, *, sealed_only: bool = False) -> Note:
    """Copy the whole database into a new file, for its owner alone.

    `sealed_only` leaves out which code was used: ballots and counts survive, nobody votes on a restored copy.

    Raises
    ------
    BackupWhileOpen
        If a round is open: two whole copies would pair codes with ballots.
    """
    if not sealed_only and _is_voting(database):
        raise BackupWhileOpen
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ")
    with fresh(out, SECRET), tempfile.TemporaryDirectory(dir=out.parent) as folder:
        tables = Path(folder) / backup_file.TABLES
        create_private(tables)
        copied = Database(f"sqlite:///{tables}")
        revision = copying.copy(database, copied, with_codes=not sealed_only)
        copied.engine.dispose()
        replacing.make_single_file(tables)
        return backup_file.write(out, tables, revision=revision, with_codes=not sealed_only, at=at)


def prove(database: Database, folder: Path) -> None:
    """Write a copy into the data folder, read it back, and delete it; no code is in it.

    Raises
    ------
    BackupRefused
        If it cannot be read back, or holds other rounds than were written.
    """
    with tempfile.TemporaryDirectory(dir=folder) as place:
        path, tables = Path(place) / "copy.backup", Path(place) / "read-back.db"
        backup(database, path, sealed_only=True)
        backup_file.read(path, tables)
        read_back = Database(f"sqlite:///{tables}")
        try:
            is_whole = _rounds(read_back) == _rounds(database)
        finally:
            read_back.engine.dispose()
    if not is_whole:
        raise BackupRefused(why=phrase("读回的内容与写出的不同"))


def restore(database: Database, path: Path, settings: Settings) -> Restored:
    """Put a backup in the place of the database, at this program's revision; the old database is kept.

    Raises
    ------
    BackupRefused
        If the file is damaged, or of another installation's pepper.
    DatabaseNewer
        If this program is too old for it.
    DatabaseInUse
        If the server still runs.
    """
    with tempfile.TemporaryDirectory(dir=settings.data) as folder:
        tables = Path(folder) / backup_file.TABLES
        create_private(tables)
        note = backup_file.read(path, tables)
        source = Database(f"sqlite:///{tables}")
        try:
            old = replacing.replace(
                database, lambda arriving: _fill(arriving, source, settings), old=_moment()
            )
        finally:
            source.engine.dispose()
    return Restored(note, old)


def keep_copy(database: Database, settings: Settings, occasion: str) -> Path:
    """Make a copy that nobody asked for; while a round is open it leaves out the codes."""
    out = settings.data / FOLDER / f"{occasion}-{_moment()}.backup"
    out.parent.mkdir(mode=0o700, exist_ok=True)
    backup(database, out, sealed_only=_is_voting(database))
    return out


def discard_copies(settings: Settings) -> None:
    """Delete the copies that nobody asked for: they hold what is to be nowhere any more."""
    for occasion in OCCASIONS:
        for path in (settings.data / FOLDER).glob(f"{occasion}-*.backup"):
            path.unlink()


def _fill(arriving: Database, source: Database, settings: Settings) -> None:
    copying.copy(source, arriving)
    schema.upgrade(arriving)
    with arriving.reading() as session:
        pepper_id = session.scalar(select(Installation.pepper_id))
    ours = tagged_hash("pepper-id", settings.pepper)[:8]
    if pepper_id is not None and not hmac.compare_digest(pepper_id, ours):
        raise BackupRefused(why=phrase("它和这里的 pepper 不是一套，请把原来的 pepper 文件也放回数据文件夹"))


def _rounds(database: Database) -> list[tuple[int, bytes]]:
    with database.reading() as session:
        return [(each.id, each.settings) for each in session.scalars(select(Round).order_by(Round.id))]


def _is_voting(database: Database) -> bool:
    with database.reading() as session:
        return session.scalar(select(Round.id).where(Round.state == State.OPEN).limit(1)) is not None


def _moment() -> str:
    return datetime.now().strftime("%Y%m%d-%H%M%S")
