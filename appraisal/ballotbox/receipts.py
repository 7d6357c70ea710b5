"""Signed receipts: proof, for whoever took one home, that the box once said it held the ballot."""

from __future__ import annotations

from functools import lru_cache

from nacl.signing import SigningKey

from ..domain.encoding import tagged_hash

SIGNED_TAG = b"appraisal/v1/receipt\0"
TEXT_TAG = "APPRAISAL-RECEIPT-1"


def public_key(secret: bytes) -> bytes:
    """The key that checks receipts, 32 bytes; it may be known to everybody."""
    return bytes(_signing_key(secret).verify_key)


def signed(round_uid: bytes, leaf: bytes, secret: bytes) -> str:
    """Write a receipt as its QR carries it; the same ballot always gives the same text."""
    signature = _signing_key(secret).sign(SIGNED_TAG + round_uid + leaf).signature
    return f"{TEXT_TAG}:{round_uid.hex()}:{leaf.hex()}:{signature.hex()}"


@lru_cache(maxsize=1)
def _signing_key(secret: bytes) -> SigningKey:
    """Make the key once, not once per voter; any secret of enough length gives one."""
    return SigningKey(tagged_hash("receipt-key", secret))
