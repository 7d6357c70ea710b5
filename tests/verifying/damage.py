"""Ways to damage an archive: its bytes, or its documents with the manifest put right again."""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from appraisal.domain.encoding import canonical_json
from tests.archives import packed

Damage = Callable[[bytes, random.Random], bytes]


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as found:
        return {name: found.read(name) for name in found.namelist()}


def repacked(files: dict[str, bytes]) -> bytes:
    """Write files as an archive whose manifest fits them again."""
    facts = json.loads(files.pop("manifest.json"))
    return packed(files, {name: facts[name] for name in ("audit", "kind", "mode", "round")})


def changed(content: bytes, name: str, change: Callable[[Any], None]) -> bytes:
    """Change one document in place, and put the manifest right."""
    files = unpacked(content)
    document = json.loads(files[name])
    change(document)
    files[name] = canonical_json(document)
    return repacked(files)


def flipped(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :]


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def spliced(content: bytes, chance: random.Random) -> bytes:
    start, stop = sorted(chance.sample(range(len(content)), 2))
    return content[:start] + chance.choice((b"", content[stop:], chance.randbytes(9))) + content[stop:]


def line_changed(content: bytes, chance: random.Random) -> bytes:
    """Drop, double or swap lines of the log, or change one byte of it."""
    files = unpacked(content)
    lines = files["audit.jsonl"].splitlines(keepends=True)
    place = chance.randrange(len(lines))
    lines[place:place] = chance.choice(([], lines[:1], [flipped(lines[place], chance)]))
    if chance.random() < 0.7:
        del lines[chance.randrange(len(lines))]
    files["audit.jsonl"] = b"".join(lines)
    return repacked(files)


def value_changed(content: bytes, chance: random.Random) -> bytes:
    """Change one value anywhere in one document."""
    name = chance.choice([name for name in unpacked(content) if name.endswith(".json")])
    if name != "manifest.json":
        return changed(content, name, lambda document: _change(document, chance))
    files = unpacked(content)
    document = json.loads(files.pop(name))
    _change(document, chance)
    facts = {key: value for key, value in document.items() if key not in ("files", "format", "version")}
    return packed(files, facts)


def file_changed(content: bytes, chance: random.Random) -> bytes:
    """Drop a file, empty it, or put another in its place."""
    files = unpacked(content)
    name = chance.choice([name for name in files if name != "manifest.json"])
    other = chance.choice(sorted(files))
    files[name] = chance.choice((b"", b"null", b"[]", files[other], files[name] + b"\n", b"[" * 5000))
    if chance.random() < 0.3:
        del files[name]
    return repacked(files)


DAMAGES: tuple[Damage, ...] = (
    flipped,
    cut,
    spliced,
    line_changed,
    value_changed,
    value_changed,
    value_changed,
    file_changed,
)
STRANGE = (None, True, 0, 1, -1, 2**53, "", "x", "1/0", "-1", [], {}, [[]], "9" * 900, "0" * 64)


def _change(document: Any, chance: random.Random) -> None:
    """Walk down at random and put something else there."""
    while True:
        places = list(document) if isinstance(document, dict) else list(range(len(document)))
        if not places:
            return
        place = chance.choice(places)
        inner = document[place]
        if isinstance(inner, dict | list) and inner and chance.random() < 0.85:
            document = inner
            continue
        if chance.random() < 0.2:
            del document[place]
        else:
            document[place] = _other(inner, chance)
        return


def _other(value: Any, chance: random.Random) -> Any:
    near = []
    if isinstance(value, int) and not isinstance(value, bool):
        near = [value + 1, value - 1]
    if isinstance(value, str) and value:
        near = [value[::-1], value[:-1], flipped_digit(value)]
    return chance.choice([other for other in (*near, chance.choice(STRANGE)) if other != value] or [17])


def flipped_digit(text: str) -> str:
    return text[:-1] + ("0" if text[-1] != "0" else "1")


def damaged(content: bytes, seed: int) -> bytes:
    """One damage, chosen by its seed; never the same bytes."""
    chance = random.Random(seed)
    found = content
    while found == content:
        found = chance.choice(DAMAGES)(content, chance)
    return found
