"""What is checked on request: a receipt, the sealed ballots, an older archive (V13 to V15)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from ..domain.encoding import ALPHABET, check_symbol, normalise, tagged_hash
from ..domain.phrase import Phrase, phrase
from .contents import Contents, read
from .forms import HASH, UID
from .shape import digits

TEXT = "APPRAISAL-RECEIPT-1"
SIGNATURE = digits(128)
SYMBOLS = 12
KEPT = ("board.json", "round.json", "tally.json", "returns.json", "result.json")


def receipt(contents: Contents, typed: str) -> Iterator[Phrase]:
    """V13: the receipt is ours, and its ballot is on the board."""
    leaves = contents.documents["board.json"]["leaves"]
    parts = typed.strip().split(":")
    if parts[0] != TEXT:
        symbols = normalise(typed).removeprefix("R")
        if symbols not in {_symbols(leaf) for leaf in leaves if HASH(leaf)}:
            yield phrase("公示板上没有这张回执")
        return
    if len(parts) != 4 or not (UID(parts[1]) and HASH(parts[2]) and SIGNATURE(parts[3])):
        yield phrase("回执的写法不对")
        return
    if not _is_signed(contents.documents["round.json"]["receipt_key"], *parts[1:]):
        yield phrase("回执的签名不对，不是本系统发出的")
    if parts[1] != contents.documents["round.json"]["round"]:
        yield phrase("回执属于另一轮")
    elif parts[2] not in leaves:
        yield phrase("公示板上没有这张回执")


def _is_signed(key: str, round_uid: str, leaf: str, signature: str) -> bool:
    message = b"appraisal/v1/receipt\0" + bytes.fromhex(round_uid + leaf)
    try:
        VerifyKey(bytes.fromhex(key)).verify(message, bytes.fromhex(signature))
    except (BadSignatureError, ValueError):
        return False
    return True


def _symbols(leaf: str) -> str:
    number = int(leaf[:16], 16) >> 4
    symbols = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(SYMBOLS)))
    return symbols + check_symbol(symbols)


def sealed(contents: Contents, counted: Mapping[str, bytes] | None) -> Iterator[Phrase]:
    """V14: the sealed ballots are those of the board, and opened again they give what was published."""
    uid = bytes.fromhex(contents.documents["round.json"]["round"])
    leaves = [_leaf(uid, json.loads(line)) for line in contents.lines["sealed.jsonl"][1:]]
    if leaves != contents.documents["board.json"]["leaves"]:
        yield phrase("密封的选票不是公示板上的那些")
    for name, content in (counted or {}).items():
        if bytes(contents.files.get(name, b"")) != content:
            yield phrase("重新开箱得到的 %(name)s 与归档里的不同", name=name)


def _leaf(uid: bytes, ballot: dict[str, Any]) -> str:
    parts = (
        min(ballot["class"], 65535).to_bytes(2, "big"),
        _unhexed(ballot["id"]),
        _unhexed(ballot["sealed"]),
    )
    return tagged_hash("ballot", uid, *parts).hex()


def _unhexed(text: str) -> bytes:
    """Read hex; what is none gives nothing."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def older(contents: Contents, content: bytes) -> Iterator[Phrase]:
    """V15: nothing of an earlier archive vanished or changed."""
    before = read(content)
    if before is None or before.faults:
        yield phrase("旧归档本身读不出来")
        return
    for name in KEPT:
        if before.files[name] != contents.files.get(name):
            yield phrase("%(name)s 与旧归档不同", name=name)
    acts = before.lines["audit.jsonl"]
    if contents.lines.get("audit.jsonl", ())[: len(acts)] != acts:
        yield phrase("%(name)s 与旧归档不同", name="audit.jsonl")
