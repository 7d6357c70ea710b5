"""The secret on a slip: alphabet, check symbol, parsing, keyed digest."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from .encoding import POSITION, b32_encode, check_symbol, grouped, normalise
from .errors import CodeIsReceipt, CodeMistyped

CODE_BITS = 60  # 500 codes, 30 guesses a second for 4 hours: 2e-10 of ever hitting one
SYMBOLS = CODE_BITS // 5
DIGEST_TAG = b"appraisal/v1/code\0"
RECEIPT_MARK = "R"


@dataclass(frozen=True)
class Code:
    """Twelve symbols; never printed by accident, never stored but as its digest."""

    symbols: str = field(repr=False)

    @classmethod
    def draw(cls) -> Code:
        """Draw a new code."""
        return cls(b32_encode(secrets.randbits(CODE_BITS), SYMBOLS))

    @classmethod
    def parse(cls, typed: str) -> Code:
        """Read what a person typed: all spellings of a code give the one code."""
        symbols = normalise(typed)
        if symbols.startswith(RECEIPT_MARK) and len(symbols) == SYMBOLS + 2:
            raise CodeIsReceipt
        if len(symbols) != SYMBOLS + 1 or any(symbol not in POSITION for symbol in symbols):
            raise CodeMistyped
        if check_symbol(symbols[:SYMBOLS]) != symbols[SYMBOLS]:
            raise CodeMistyped
        return cls(symbols[:SYMBOLS])

    @property
    def compact(self) -> str:
        """The thirteen symbols as the QR carries them."""
        return self.symbols + check_symbol(self.symbols)

    @property
    def printed(self) -> str:
        """The code in groups, for typing."""
        return grouped(self.compact)

    def digest(self, pepper: bytes) -> bytes:
        """What the database keeps: useless without the pepper, which is not in the database."""
        return hmac.digest(pepper, DIGEST_TAG + self.symbols.encode(), hashlib.sha256)
