"""Leaves, the Merkle root over them, the way from one to the other, and the receipts people take home."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..domain.encoding import ALPHABET, canonical_json, check_symbol, grouped, normalise, tagged_hash

RECEIPT_SYMBOLS = 12


@dataclass(frozen=True)
class Receipt:
    """Proof that a ballot is in the box, without a word about how it was marked."""

    leaf: bytes

    @property
    def text(self) -> str:
        """The receipt as it is shown: ``R-XXXX-XXXX-XXXX-X``."""
        return "R-" + grouped(receipt_symbols(self.leaf))


@dataclass(frozen=True)
class Step:
    """One step from a leaf to the root: the hash beside it, and on which side that stands."""

    is_left: bool
    beside: bytes


@dataclass(frozen=True)
class Seals:
    """What a board is bound to: the round, its form, its lock, its codes, and the ballots of each class."""

    round_uid: bytes
    form_hash: bytes
    keyset_fingerprint: bytes
    code_root: bytes
    ballots: tuple[int, ...]


def fingerprint(seals: Seals, root: bytes) -> bytes:
    """The one number that is read out in the hall: whatever is changed, it is another."""
    return tagged_hash(
        "board",
        seals.round_uid,
        seals.form_hash,
        seals.keyset_fingerprint,
        seals.code_root,
        canonical_json(seals.ballots),
        root,
    )


def code_root(digests: Sequence[Sequence[bytes]]) -> bytes:
    """Bind a round to its codes: the root over the roots of each class, in the order of the classes."""
    return _root([root(group) for group in digests])


def leaf(round_uid: bytes, voter_class: int, ballot_id: bytes, sealed: bytes) -> bytes:
    """The fingerprint of one ballot on the board."""
    return tagged_hash("ballot", round_uid, voter_class.to_bytes(2, "big"), ballot_id, sealed)


def receipt_symbols(of: bytes) -> str:
    """The first 60 bits of a leaf and a check symbol."""
    number = int.from_bytes(of[:8], "big") >> 4
    symbols = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(RECEIPT_SYMBOLS)))
    return symbols + check_symbol(symbols)


def find(typed: str, leaves: Sequence[bytes]) -> bytes | None:
    """Look a receipt up among the leaves, however it was typed."""
    symbols = normalise(typed).removeprefix("R")
    return next((each for each in leaves if receipt_symbols(each) == symbols), None)


def root(leaves: Sequence[bytes]) -> bytes:
    """The RFC 6962 root over sorted leaves; of nothing, the hash of nothing."""
    if not leaves:
        return hashlib.sha256().digest()
    return _root(sorted(leaves))


def proof(leaf: bytes, leaves: Sequence[bytes]) -> tuple[Step, ...]:
    """Lead from a leaf to the root, the nearest step first; `ValueError` if the leaf is none of these."""
    ordered = sorted(leaves)
    return tuple(_steps(ordered.index(leaf), ordered))


def _steps(place: int, leaves: Sequence[bytes]) -> Iterator[Step]:
    if len(leaves) == 1:
        return
    split = _split(len(leaves))
    is_right = place >= split
    near, far = (leaves[split:], leaves[:split]) if is_right else (leaves[:split], leaves[split:])
    yield from _steps(place - split if is_right else place, near)
    yield Step(is_right, _root(far))


def _root(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    split = _split(len(leaves))
    return hashlib.sha256(b"\1" + _root(leaves[:split]) + _root(leaves[split:])).digest()


def _split(count: int) -> int:
    """The largest power of two below."""
    return 1 << (count - 1).bit_length() - 1
