"""The documents of an archive, each read or refused on its own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..domain.phrase import Phrase, phrase
from .canonical import NotCanonical, parse
from .container import Files, unpack
from .forms import ACT, FORMS, LOCK, SEALED
from .shape import Shape

README = "72564a240f068481fd763f90d10a345ddb7facb03ee02df40e83e30db0f6f1a0"  # of version 1
LINES = {
    "audit.jsonl": (ACT, ACT),
    "sealed.jsonl": (LOCK, SEALED),
}  # the form of the first line and the others
MOST_LINES = 200_000
ALWAYS = frozenset({*FORMS, "audit.jsonl", "README.txt"})


@dataclass(frozen=True)
class Contents:
    """What could be read: a document that is missing or malformed is not in `documents`.

    `acts` and `sealed` are the raw lines; `faults` say what is wrong with the writing.
    """

    files: Files
    documents: Mapping[str, Any]
    lines: Mapping[str, tuple[bytes, ...]]
    faults: tuple[Phrase, ...]


def read(content: bytes) -> Contents | None:
    """Read an archive as far as it goes; None if it is none at all."""
    unpacked = unpack(content)
    files = unpacked.files
    if "manifest.json" not in files:
        return None
    documents, lines = {}, {}
    for name in files:
        try:
            if name in FORMS:
                documents[name] = _document(files[name], FORMS[name])
            elif name in LINES:
                lines[name] = _lines(files[name], *LINES[name])
        except NotCanonical:
            continue
    read_well = {*documents, *lines, *_readme(files)}
    expected = ALWAYS | ({"sealed.jsonl"} if _is_full(documents) else set())
    faults = [] if unpacked.is_canonical else [phrase("压缩包不是本系统的写法，或有多余、缺少的字节")]
    faults += [phrase("%(name)s 缺失或写法不对", name=name) for name in sorted(expected - read_well)]
    faults += [phrase("多出了 %(name)s", name=name) for name in sorted(set(files) - expected)]
    return Contents(files, documents, lines, tuple(faults))


def _document(content: memoryview, shape: Shape) -> Any:
    value = parse(content)
    if not shape(value):
        raise NotCanonical
    return value


def _lines(content: memoryview, first: Shape, others: Shape) -> tuple[bytes, ...]:
    whole = bytes(content)
    if not whole.endswith(b"\n") or whole.count(b"\n") > MOST_LINES:
        raise NotCanonical
    lines = tuple(whole[:-1].split(b"\n"))
    for place, line in enumerate(lines):
        if not (others if place else first)(parse(line)):
            raise NotCanonical
    return lines


def _readme(files: Files) -> set[str]:
    found = files.get("README.txt")
    is_ours = found is not None and hashlib.sha256(found).hexdigest() == README
    return {"README.txt"} if is_ours else set()


def _is_full(documents: Mapping[str, Any]) -> bool:
    return "manifest.json" in documents and documents["manifest.json"]["kind"] == "full"
