"""What is left on a disk when the power goes: synced writes surely, the others as chance will have it."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.faults.disk import Event

SECTOR = 512
MODES = ("dropped", "prefix", "scattered", "torn")


@dataclass(frozen=True)
class Wreck:
    """The files after a cut, and the answers that had left the house before it."""

    mode: str
    files: Mapping[str, bytes]
    said: frozenset[str]

    def lay_out(self, folder: Path) -> None:
        """Write the files into an empty folder."""
        folder.mkdir()
        for name, content in self.files.items():
            (folder / name).write_bytes(content)


def cuts(before: Mapping[str, bytes], events: Iterable[Event], count: int, seed: int) -> Iterator[Wreck]:
    """Cut the power `count` times, at random moments spread over all that happened."""
    events, chance = list(events), random.Random(seed)
    moments = sorted(chance.randrange(len(events) + 1) for _ in range(count))
    durable = {name: bytearray(content) for name, content in before.items()}
    pending: dict[str, list[Event]] = defaultdict(list)
    said: set[str] = set()
    for place in range(len(events) + 1):
        while moments and moments[0] == place:
            moments.pop(0)
            mode = chance.choice(MODES)
            yield Wreck(mode, _left(durable, pending, mode, chance), frozenset(said))
        if place < len(events):
            _happen(events[place], durable, pending, said)


def _happen(
    event: Event, durable: dict[str, bytearray], pending: dict[str, list[Event]], said: set[str]
) -> None:
    if event.kind == "said":
        said.add(event.name)
    elif event.kind == "delete":
        durable.pop(event.name, None)
        pending.pop(event.name, None)
    elif event.kind == "sync":
        for waiting in pending.pop(event.name, []):
            _apply(waiting, durable.setdefault(event.name, bytearray()))
    else:
        pending[event.name].append(event)


def _left(
    durable: Mapping[str, bytearray], pending: Mapping[str, list[Event]], mode: str, chance: random.Random
) -> dict[str, bytes]:
    left = {name: bytearray(content) for name, content in durable.items()}
    for name, waiting in pending.items():
        for event in _arrived(waiting, mode, chance):
            _apply(event, left.setdefault(name, bytearray()))
    return {name: bytes(content) for name, content in left.items()}


def _arrived(waiting: list[Event], mode: str, chance: random.Random) -> Iterator[Event]:
    """Choose which unsynced writes reached the disk, and which parts of them."""
    if mode == "dropped":
        return
    if mode == "prefix":
        yield from waiting[: chance.randrange(len(waiting) + 1)]
        return
    for event in waiting:
        if chance.random() < 0.5:
            continue
        yield from _sectors(event, chance) if mode == "torn" and event.kind == "write" else (event,)


def _sectors(event: Event, chance: random.Random) -> Iterator[Event]:
    for start in range(0, len(event.content), SECTOR):
        if chance.random() < 0.7:
            yield Event("write", event.name, event.offset + start, event.content[start : start + SECTOR])


def _apply(event: Event, content: bytearray) -> None:
    if event.kind == "truncate":
        del content[event.offset :]
        content.extend(bytes(event.offset - len(content)))
        return
    content.extend(bytes(max(0, event.offset - len(content))))
    content[event.offset : event.offset + len(event.content)] = event.content
