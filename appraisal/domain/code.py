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
ROUND_TAG = b"appraisal/v2/code\0"  # of a code that is good for several rounds: one digest in each
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

    def digest(self, pepper: bytes, round_uid: bytes | None = None) -> bytes:
        """What the database keeps: useless without the pepper, which is not in the database.

        With `round_uid`, 16 bytes, it is bound to one round: two rounds keep digests of one code that nobody
        can put together who has not both the pepper and the code.
        """
        tag = DIGEST_TAG if round_uid is None else ROUND_TAG + round_uid
        return hmac.digest(pepper, tag + self.symbols.encode(), hashlib.sha256)
