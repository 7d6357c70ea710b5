"""Every byte format in one place: tagged hashes, base 32, canonical JSON."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import Any

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I L O U: they are misread or make words
POSITION = {symbol: value for value, symbol in enumerate(ALPHABET)}
GF32_MODULUS = 0x25  # x^5 + x^2 + 1, for the check symbol


def tagged_hash(tag: str, *parts: bytes) -> bytes:
    """SHA-256 of the parts under a tag of their own, so that no two uses can collide."""
    framed = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hashlib.sha256(f"appraisal/v1/{tag}".encode() + b"\0" + framed).digest()


def b32_encode(number: int, symbols: int) -> str:
    """Write an integer with `symbols` base-32 symbols, most significant first."""
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(symbols)))


def b32_decode(text: str) -> int:
    """Read base-32 symbols back; `KeyError` on a symbol outside the alphabet."""
    number = 0
    for symbol in text:
        number = number << 5 | POSITION[symbol]
    return number


def check_symbol(symbols: str) -> str:
    """Weighted sum over GF(32): catches every single error and every swap of neighbours."""
    total = 0
    for place, symbol in enumerate(symbols, start=1):
        value = POSITION[symbol]
        for _ in range(place):
            value <<= 1
            if value & 32:
                value ^= GF32_MODULUS
        total ^= value
    return ALPHABET[total]


MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc_"
DOTS = ".\u00b7\u2022\u3002\u30fb"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
IGNORED = str.maketrans(dict.fromkeys(DASHES + DOTS + INVISIBLE))


def normalise(typed: str) -> str:
    """Bring what a person typed into one spelling; what is not of the alphabet stays visible."""
    solid = "".join(unicodedata.normalize("NFKC", typed).upper().split())
    return solid.translate(IGNORED).translate(MISREAD)


def grouped(symbols: str, size: int = 4) -> str:
    """Cut symbols into groups for reading aloud: ``7K3M-9QPT-2XWB-2``."""
    return "-".join(symbols[start : start + size] for start in range(0, len(symbols), size))


def canonical_json(value: Any) -> bytes:
    """Return the one byte string of a JSON value: sorted keys, no spaces, NFC, no floats."""
    text = json.dumps(
        _exact(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode()


def _exact(value: Any) -> Any:
    if isinstance(value, float):
        raise TypeError(f"floats have no canonical form, got {value}")
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {_exact(key): _exact(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_exact(item) for item in value]
    return value
