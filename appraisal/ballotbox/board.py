"""Leaves, the Merkle root over them, and the receipts people take home."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from ..domain.encoding import ALPHABET, check_symbol, grouped, normalise, tagged_hash

RECEIPT_SYMBOLS = 12


@dataclass(frozen=True)
class Receipt:
    """Proof that a ballot is in the box, without a word about how it was marked."""

    leaf: bytes

    @property
    def text(self) -> str:
        """The receipt as it is shown: ``R-XXXX-XXXX-XXXX-X``."""
        return "R-" + grouped(receipt_symbols(self.leaf))


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


def _root(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1  # the largest power of two below
    return hashlib.sha256(b"\1" + _root(leaves[:split]) + _root(leaves[split:])).digest()
