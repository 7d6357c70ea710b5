"""A disk under SQLite that remembers every write, so that a power cut can be tried at any moment of it."""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass
from pathlib import Path

OK = 0
FULL = 13  # SQLITE_FULL: no space left on the device
WRITE_FAILED = 10 | 3 << 8  # SQLITE_IOERR_WRITE
SYNC_FAILED = 10 | 4 << 8  # SQLITE_IOERR_FSYNC

WRITE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
SYNC = CFUNCTYPE(c_int, c_void_p, c_int)
OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
DELETE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)


class Methods(Structure):
    """What SQLite calls on an open file."""

    _fields_ = (
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("write", WRITE),
        ("truncate", TRUNCATE),
        ("sync", SYNC),
        *((f"other_{place}", c_void_p) for place in range(13)),
    )


class Vfs(Structure):
    """What SQLite calls on the file system."""

    _fields_ = (
        ("version", c_int),
        ("size_of_file", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", OPEN),
        ("delete", DELETE),
        *((f"other_{place}", c_void_p) for place in range(13)),
    )


class File(Structure):
    """The beginning of an open file: its methods."""

    _fields_ = (("methods", c_void_p),)


@dataclass(frozen=True)
class Event:
    """One thing that happened to a file, or, with the kind "said", one answer that left the house."""

    kind: str
    name: str
    offset: int = 0
    content: bytes = b""


class Disk:
    """The writes that SQLite makes through it; it can be made to fail with `failure`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.events: list[Event] = []
        self.failure = FULL
        self._left: int | None = None  # writes that still succeed; None: all

    def url(self, path: Path) -> str:
        """The address of a database whose file lies on this disk."""
        return f"sqlite:///file:{path}?vfs={self.name}&uri=true"

    def fail(self, *, after: int) -> None:
        """Let so many more writes succeed, and then none."""
        self._left = after

    def mend(self) -> None:
        """Let all writes succeed again."""
        self._left = None

    def say(self, answer: str) -> None:
        """Remember that an answer left: from here on it must hold."""
        self.events.append(Event("said", answer))

    def _happens(self, event: Event, act: Callable[[], int]) -> int:
        if self._left == 0:
            return SYNC_FAILED if event.kind == "sync" else self.failure
        if self._left is not None:
            self._left -= 1
        answer = act()
        if answer == OK:
            self.events.append(event)
        return answer


def name_at(path: int) -> str:
    """Read a path where it lies: SQLite keeps the place, so it must not be given a copy."""
    return Path(ctypes.string_at(path).decode()).name


@contextmanager
def recording(name: str) -> Iterator[Disk]:
    """Put a disk under those databases that ask for it by its url."""
    library = ctypes.CDLL(ctypes.util.find_library("sqlite3"))
    library.sqlite3_vfs_find.restype = POINTER(Vfs)
    library.sqlite3_vfs_find.argtypes = (c_char_p,)
    disk, real = Disk(name), library.sqlite3_vfs_find(None).contents
    kept: list[object] = []  # what C points to must not be swept away

    def wrap(file: int, file_name: str) -> None:
        handle = File.from_address(file)
        if not handle.methods:
            return
        inner = Methods.from_address(handle.methods)
        outer = Methods.from_buffer_copy(inner)
        outer.write = WRITE(
            lambda me, content, size, offset: disk._happens(
                Event("write", file_name, offset, ctypes.string_at(content, size)),
                lambda: inner.write(me, content, size, offset),
            )
        )
        outer.truncate = TRUNCATE(
            lambda me, size: disk._happens(
                Event("truncate", file_name, size), lambda: inner.truncate(me, size)
            )
        )
        outer.sync = SYNC(
            lambda me, flags: disk._happens(Event("sync", file_name), lambda: inner.sync(me, flags))
        )
        kept.append((outer, outer.write, outer.truncate, outer.sync))
        handle.methods = ctypes.addressof(outer)

    def open_(vfs: int, path: int | None, file: int, flags: int, out: int) -> int:
        answer = real.open(ctypes.addressof(real), path, file, flags, out)
        if answer == OK and path:
            wrap(file, name_at(path))
        return answer

    def delete(vfs: int, path: int, sync: int) -> int:
        event = Event("delete", name_at(path))
        return disk._happens(event, lambda: real.delete(ctypes.addressof(real), path, sync))

    ours = Vfs.from_buffer_copy(real)
    ours.name, ours.open, ours.delete = name.encode(), OPEN(open_), DELETE(delete)
    library.sqlite3_vfs_register(ctypes.byref(ours), 0)
    try:
        yield disk
    finally:
        library.sqlite3_vfs_unregister(ctypes.byref(ours))
