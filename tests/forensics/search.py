"""Look for many secrets in many bytes at once, in every spelling they could hide in."""

from __future__ import annotations

import base64
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

HEAD = 8  # bytes; shorter spellings would be found everywhere by chance
CHUNK = 1 << 16


def of_text(text: str) -> Iterator[bytes]:
    """Every way a text may stand in a file."""
    yield from of_bytes(text.encode())
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")
    yield json.dumps(text).strip('"').encode()


def of_bytes(raw: bytes) -> Iterator[bytes]:
    """Every way bytes may stand in a file; in base 64 they look different at each of three places."""
    yield raw
    yield raw.hex().encode()
    yield raw.hex().upper().encode()
    for shift in range(3):
        whole = len(raw) - (len(raw) + shift) % 3
        written = base64.b64encode(bytes(shift) + raw[:whole])
        yield written[4 if shift else 0 :]


def of_marks(answers: Iterable[int]) -> Iterator[bytes]:
    """Every way the marks of one sheet may stand in a file."""
    marks = list(answers)
    named = [(f"m{place}", str(mark)) for place, mark in enumerate(marks)]
    for kind in ("i1", ">i2", "<i2", "<i4"):
        yield from of_bytes(np.array(marks, kind).tobytes())
    for text in (
        "".join(map(str, marks)),
        ",".join(map(str, marks)),
        ", ".join(map(str, marks)),
        ", ".join(map(repr, map(str, marks))),
        ", ".join(map(json.dumps, map(str, marks))),
        "&".join(f"{name}={mark}" for name, mark in named),
        ", ".join(map(repr, named)),
        ", ".join(f"{name!r}: {mark!r}" for name, mark in named),
        ", ".join(f"{json.dumps(name)}: {json.dumps(mark)}" for name, mark in named),
    ):
        yield from of_text(text)


class Search:
    """Secrets by name, ready to be looked for: a table of three-byte heads skips what cannot be one."""

    def __init__(self, secrets: Mapping[str, Iterable[bytes]]) -> None:
        self._by_head: dict[bytes, list[tuple[bytes, str]]] = defaultdict(list)
        self._possible = np.zeros(1 << 24, dtype=bool)
        for name, spellings in secrets.items():
            for spelling in spellings:
                needle = spelling.lstrip(b"\0")  # zeros are everywhere
                if len(needle) >= HEAD:
                    self._by_head[needle[:HEAD]].append((needle, name))
                    self._possible[int.from_bytes(needle[:3], "little")] = True

    def found(self, content: bytes) -> set[str]:
        """Name the secrets that stand in the content."""
        names: set[str] = set()
        for start in range(0, len(content), CHUNK):
            if not content[start : start + CHUNK].strip(b"\0"):  # what a server laid out and never wrote on
                continue
            part = np.frombuffer(content, np.uint8, min(CHUNK + 2, len(content) - start), start)
            wide = part.astype(np.uint32)
            heads = wide[:-2] | wide[1:-1] << 8 | wide[2:] << 16
            for place in (np.flatnonzero(self._possible[heads]) + start).tolist():
                for needle, name in self._by_head.get(content[place : place + HEAD], ()):
                    if content.startswith(needle, place):
                        names.add(name)
        return names
