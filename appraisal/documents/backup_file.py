"""A backup as one file: the copied tables, and a note that says what they are and what they weigh."""

from __future__ import annotations

import errno
import hashlib
import json
import struct
import zipfile
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path

from ..domain.errors import BackupRefused
from ..domain.phrase import phrase

FORMAT, VERSION = "appraisal-backup", 1
NOTE, TABLES = "note.json", "tables.db"
LONGEST_NOTE = 10_000
CHUNK = 1 << 20
NO_BACKUP = phrase("文件不是备份，或已经损坏")
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    ValueError,
    TypeError,
    RuntimeError,
)


@dataclass(frozen=True)
class Note:
    """What stands beside the tables."""

    revision: str
    with_codes: bool
    at: str
    sha256: str
    size: int


def write(out: Path, tables: Path, *, revision: str, with_codes: bool, at: str) -> Note:
    """Pack copied tables; `at` is the minute they were copied in."""
    note = Note(revision, with_codes, at, _sha256(tables), tables.stat().st_size)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(NOTE, json.dumps({"format": FORMAT, "version": VERSION, **asdict(note)}, indent=1))
        file.write(tables, TABLES)
    return note


def read(path: Path, tables: Path) -> Note:
    """Unpack the tables of a backup.

    Raises
    ------
    BackupRefused
        If it is no backup, one of a later kind, or damaged.
    """
    try:
        with zipfile.ZipFile(path) as file:
            note = _note(file)
            _unpack(file, tables, note.size)
    except DAMAGED:
        raise BackupRefused(why=NO_BACKUP) from None
    except OSError as error:
        if error.errno != errno.EINVAL:  # a place before the beginning of the file, says its directory
            raise
        raise BackupRefused(why=NO_BACKUP) from None
    if _sha256(tables) != note.sha256:
        raise BackupRefused(why=phrase("校验值不对，文件已经损坏或被改动"))
    return note


def _note(file: zipfile.ZipFile) -> Note:
    members = file.infolist()  # one that begins before the file is of a file that lost its first bytes
    if any(member.compress_type not in PACKED or member.header_offset < 0 for member in members):
        raise ValueError(NOTE)
    if file.getinfo(NOTE).file_size > LONGEST_NOTE:
        raise ValueError(NOTE)
    fields = json.loads(file.read(NOTE))
    if not isinstance(fields, dict):
        raise ValueError(NOTE)
    if fields.pop("format") != FORMAT:
        raise ValueError(FORMAT)
    if fields.pop("version") != VERSION:
        raise BackupRefused(why=phrase("它来自更新的程序，请先更新程序"))
    return Note(**fields)


def _unpack(file: zipfile.ZipFile, tables: Path, size: int) -> None:
    """Write no more than the note says there is."""
    with file.open(TABLES) as packed, tables.open("wb") as out:
        while (left := size - out.tell()) > 0 and (chunk := packed.read(min(CHUNK, left))):
            out.write(chunk)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
