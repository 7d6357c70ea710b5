"""Read SQLite's write-ahead log as a thief would: the whole file as it stood after each commit."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

HEADER = struct.Struct(">8I")
FRAME = struct.Struct(">6I")
VERSIONS = slice(18, 20)  # of the file's header: 2 stands for a log beside the file, 1 for none


@dataclass(frozen=True)
class Commit:
    """One transaction: the pages it wrote, and the whole file after it."""

    written: bytes = field(repr=False)
    database: bytes = field(repr=False)

    def rows(self, query: str) -> set[bytes]:
        """Ask the file as it stood."""
        connection = sqlite3.connect(":memory:")
        connection.deserialize(self.database)
        found = {row[0] for row in connection.execute(query)}
        connection.close()
        return found


def commits(before: bytes, logs: Iterable[bytes]) -> Iterator[Commit]:
    """Replay copies of one log, taken while it grew, over the file as it was before them."""
    file, pages, seen = bytearray(before), {}, set()
    for log in logs:
        for frame, page, size, content in _frames(log):
            if frame in seen:
                continue
            seen.add(frame)
            pages[page] = content
            if size:
                _apply(file, pages, size, len(content))
                yield Commit(b"".join(pages.values()), bytes(file))
                pages = {}


def _frames(log: bytes) -> Iterator[tuple[tuple[int, int, int], int, int, bytes]]:
    if len(log) < HEADER.size:
        return
    _, _, page_size, _, *salt, _, _ = HEADER.unpack_from(log)
    for place in range(HEADER.size, len(log) - page_size, FRAME.size + page_size):
        page, size, *own_salt, _, _ = FRAME.unpack_from(log, place)
        if own_salt != salt:  # left over from before the log began again
            return
        start = place + FRAME.size
        yield (*own_salt, place), page, size, log[start : start + page_size]


def _apply(file: bytearray, pages: dict[int, bytes], size: int, page_size: int) -> None:
    file.extend(bytes(max(0, size * page_size - len(file))))
    for page, content in pages.items():
        file[(page - 1) * page_size : page * page_size] = content
    file[VERSIONS] = b"\1\1"
