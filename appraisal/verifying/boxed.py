"""Is it the box that was closed: hashes, leaves, root, fingerprint, counts (V2 to V8)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import pairwise

from ..domain.encoding import canonical_json, tagged_hash
from ..domain.phrase import Phrase, phrase
from . import merkle
from .contents import Contents
from .figures import Figures
from .forms import HASH

LEAST_DIGITS = 16  # what is read out in the hall


def files(contents: Contents) -> Iterator[Phrase]:
    """V2: every file is the one of the manifest."""
    listed = contents.documents["manifest.json"]["files"]
    for name in sorted({*listed, *contents.files} - {"manifest.json"}):
        content = contents.files.get(name)
        if content is None or _entry(content) != listed.get(name):
            yield phrase("%(name)s 与清单不符", name=name)
    if "manifest.json" in listed:
        yield phrase("%(name)s 与清单不符", name="manifest.json")


def _entry(content: memoryview) -> dict[str, object]:
    return {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def form(contents: Contents) -> Iterator[Phrase]:
    """V3: the settings are the ones that froze."""
    manifest, frozen = contents.documents["manifest.json"], contents.documents["round.json"]
    if form_hash(contents).hex() != contents.documents["board.json"]["form_hash"]:
        yield phrase("设定在开始投票以后改动过")
    if manifest["round"] != frozen["round"]:
        yield phrase("清单和设定说的不是同一轮")


def order(contents: Contents) -> Iterator[Phrase]:
    """V4: leaves are whole, sorted, and each there once."""
    leaves = contents.documents["board.json"]["leaves"]
    if not all(map(HASH, leaves)):
        yield phrase("有的选票指纹不是 64 位十六进制数")
    if any(first >= second for first, second in pairwise(leaves)):
        yield phrase("选票指纹没有按次序排列，或有重复")


def root(contents: Contents) -> Iterator[Phrase]:
    """V5: the leaves lead to the root."""
    board = contents.documents["board.json"]
    if merkle.root([bytes.fromhex(leaf) for leaf in board["leaves"]]).hex() != board["root"]:
        yield phrase("由公示板上的选票得不到这个树根")


def are_leaves(contents: Contents) -> bool:
    """Say whether a root over the leaves is possible."""
    return all(map(HASH, contents.documents["board.json"]["leaves"]))


def fingerprint(contents: Contents, expected: str | None) -> Iterator[Phrase]:
    """V6: the fingerprint follows from all it binds, and is the one of the hall."""
    board, frozen = contents.documents["board.json"], contents.documents["round.json"]
    found = tagged_hash(
        "board",
        bytes.fromhex(frozen["round"]),
        form_hash(contents),
        bytes.fromhex(frozen["keyset"]),
        bytes.fromhex(frozen["code_root"]),
        canonical_json(board["ballots"]),
        bytes.fromhex(board["root"]) if HASH(board["root"]) else b"",
    ).hex()
    if found != board["fingerprint"]:
        yield phrase("由设定、钥匙、票码和选票得不到这个指纹")
    if expected is not None and not _is_meant(found, expected):
        yield phrase("与现场记下的指纹不同：归档里是 %(found)s", found=found[:LEAST_DIGITS])


def _is_meant(found: str, expected: str) -> bool:
    """Compare with what somebody wrote down: four groups at least, however they are parted."""
    digits = "".join(expected.split()).replace("-", "").lower()
    return len(digits) >= LEAST_DIGITS and found.startswith(digits)


def sizes(contents: Contents, figures: Figures) -> Iterator[Phrase]:
    """V7: as many leaves as ballots returned, and every ballot is somewhere."""
    board, lines = contents.documents["board.json"], figures.ballots
    unopenable = len(contents.documents["returns.json"]["unopenable"])
    cast = [line.cast for line in lines]
    if board["ballots"] != cast or sum(cast) != len(board["leaves"]):
        yield phrase("公示板上的选票张数与收回票数不符")
    if not unopenable:
        for letter, line in zip(figures.plan.letters, lines, strict=True):
            if line.is_told and line.counted + (line.void or 0) != line.cast:
                yield phrase("%(letter)s票：有效、无效、弃权相加不等于收回", letter=letter)
    elif all(line.is_told for line in lines):
        whole = sum(line.counted + (line.void or 0) for line in lines)
        if whole + unopenable != sum(cast):
            yield phrase("有效、无效、弃权和打不开的相加不等于收回")


def issued(contents: Contents, figures: Figures) -> Iterator[Phrase]:
    """V8: nothing came back that was not handed out, nothing was handed out that was not printed."""
    printed = contents.documents["round.json"]["printed"]
    if len(printed) != len(figures.ballots):
        yield phrase("印制张数与票种不符")
        return
    for letter, line, slips in zip(figures.plan.letters, figures.ballots, printed, strict=True):
        if line.cast > line.issued:
            yield phrase("%(letter)s票：收回多于发出", letter=letter)
        if line.issued > slips:
            yield phrase("%(letter)s票：发出多于印制", letter=letter)


def form_hash(contents: Contents) -> bytes:
    """Hash the settings exactly as they lie in the archive."""
    return tagged_hash("form", bytes(contents.files["round.json"]))
