"""What the first of two clerks typed, carried by the page and readable by this server alone."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from nacl.encoding import URLSafeBase64Encoder
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from ..domain.encoding import tagged_hash
from ..domain.entry import Entry
from ..domain.errors import EntryStale

HEAD = struct.Struct(">HhB")
NO_UNIT = -1


@dataclass(frozen=True)
class Carrier:
    """Who may open what a page carries: this server, for this round, sheet and clerk."""

    secret: bytes = field(repr=False)
    round_uid: bytes
    sheet: bytes
    account_id: int

    def lock(self, entry: Entry) -> str:
        """Encrypt an entry; all entries of a round have one length."""
        own = NO_UNIT if entry.own is None else entry.own
        plain = HEAD.pack(entry.voter_class, own, entry.void) + struct.pack(
            f">{len(entry.answers)}h", *entry.answers
        )
        return self._box.encrypt(plain, encoder=URLSafeBase64Encoder).decode()

    def unlock(self, carried: str) -> Entry:
        """Return the entry; `EntryStale` if another round, sheet, clerk or server locked it."""
        try:
            plain = self._box.decrypt(carried.encode(), encoder=URLSafeBase64Encoder)
        except (CryptoError, ValueError, TypeError):
            raise EntryStale from None
        voter_class, own, void = HEAD.unpack_from(plain)
        cells = (len(plain) - HEAD.size) // 2
        answers = struct.unpack_from(f">{cells}h", plain, HEAD.size)
        return Entry(voter_class, None if own == NO_UNIT else own, answers, void)

    @property
    def _box(self) -> SecretBox:
        clerk = self.account_id.to_bytes(8, "big")
        return SecretBox(tagged_hash("paper-entry", self.secret, self.round_uid, self.sheet, clerk))
