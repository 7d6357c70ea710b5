"""The zip around an archive, read strictly and built again to compare."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

MOST_BYTES = 64 * 1024 * 1024
LOCAL, CENTRAL, END = b"PK\3\4", b"PK\1\2", b"PK\5\6"
LOCAL_HEAD = struct.Struct("<4s5H3I2H")
CENTRAL_HEAD = struct.Struct("<4s6H3I5H2I")
END_HEAD = struct.Struct("<4s4H2IH")
NEEDED, MADE_BY, FIRST_DAY = 20, 3 << 8 | 20, 1 << 5 | 1  # zip 2.0, by unix, 1 January 1980
PRIVATE = 0o600 << 16
NAMES = frozenset(
    (
        "README.txt",
        "audit.jsonl",
        "board.json",
        "manifest.json",
        "result.json",
        "returns.json",
        "round.json",
        "sealed.jsonl",
        "tally.json",
    )
)

Files = Mapping[str, memoryview]


@dataclass(frozen=True)
class Unpacked:
    """The files of an archive; `is_canonical` says that the same files give the same zip, to the byte."""

    files: Files
    is_canonical: bool


def unpack(content: bytes) -> Unpacked:
    """Take the known files out, one after the other, up to the first thing that is none."""
    view, files, place = memoryview(content), {}, 0
    while (found := _member(view, place)) is not None and found[0] not in files:
        name, start, stop = found
        files[name] = view[start:stop]
        place = stop
    return Unpacked(files, _is_canonical(view, files))


def _member(view: memoryview, place: int) -> tuple[str, int, int] | None:
    """Where the file behind a local header lies; None if there is none of ours."""
    if place + LOCAL_HEAD.size > len(view):
        return None
    head = LOCAL_HEAD.unpack_from(view, place)
    signature, size, length, extra = head[0], head[7], head[9], head[10]
    start = place + LOCAL_HEAD.size + length + extra
    name = bytes(view[place + LOCAL_HEAD.size :][:length]).decode("ascii", "replace")
    if signature != LOCAL or name not in NAMES or start + size > len(view):
        return None
    return name, start, start + size


def _is_canonical(view: memoryview, files: Files) -> bool:
    place = 0
    for piece in _zip(files):
        if view[place : place + len(piece)] != piece:
            return False
        place += len(piece)
    return place == len(view)


def _zip(files: Files) -> Iterator[bytes | memoryview]:
    """Build the only zip that these files may come in, piece by piece."""
    place, directory = 0, []
    for name in sorted(files):
        packed, content = name.encode(), files[name]
        facts = (0, 0, 0, FIRST_DAY, zlib.crc32(content), len(content), len(content), len(packed), 0)
        head = LOCAL_HEAD.pack(LOCAL, NEEDED, *facts) + packed
        directory.append(
            CENTRAL_HEAD.pack(CENTRAL, MADE_BY, NEEDED, *facts, 0, 0, 0, PRIVATE, place) + packed
        )
        yield head
        yield content
        place += len(head) + len(content)
    whole = b"".join(directory)
    yield whole
    yield END_HEAD.pack(END, 0, 0, len(directory), len(directory), len(whole), place, 0)
