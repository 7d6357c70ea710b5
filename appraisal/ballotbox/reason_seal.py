"""Reasons into sealed rows of one length, one for each subject of a ballot, and back."""

from __future__ import annotations

import secrets
import struct
from dataclasses import dataclass, field

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from ..domain.encoding import tagged_hash
from ..domain.reason import Written, is_writable
from .seal import OVERHEAD, Form, Unopenable

ID_BYTES = 16
HEAD = struct.Struct(">32sHH")  # what it belongs to, its subject, how long its text is
BYTES_A_CHARACTER = 4  # the most that UTF-8 needs, so that no script has less room than another


@dataclass(frozen=True)
class SealedRow:
    """One row as it is stored: a random id, drawn and not derived, and bytes that tell nothing."""

    id: bytes
    sealed: bytes


@dataclass(frozen=True)
class OpenedReason:
    """The subject of a row and what was written about it, mostly nothing; in memory only."""

    subject: int
    text: str = field(repr=False)


def sealed_length(form: Form) -> int:
    """Return the one length of all sealed rows of the round, whatever is written in them."""
    return OVERHEAD + HEAD.size + form.reason_length * BYTES_A_CHARACTER


def seal_all(written: Written, form: Form, key: bytes) -> tuple[SealedRow, ...]:
    """Seal one row for every subject, empty where nothing was written, in the order of their random ids.

    Raises
    ------
    ValueError
        If a text does not fit the form; the message does not carry it.
    """
    if not form.reason_length:
        return ()
    if not written.texts.keys() <= set(range(form.subjects)):
        raise ValueError("a reason for a subject that is not on the form")
    box = SealedBox(PublicKey(key))
    rows = (_sealed(subject, written.texts.get(subject, ""), form, box) for subject in range(form.subjects))
    return tuple(sorted(rows, key=lambda row: row.id))


def unseal(row: SealedRow, form: Form, box: SealedBox[PrivateKey]) -> OpenedReason:
    """Open one row and check that it belongs exactly here: no copy, no other round, no other text."""
    if len(row.sealed) != sealed_length(form):
        raise Unopenable
    try:
        plain = box.decrypt(row.sealed)
        context, subject, size = HEAD.unpack_from(plain)
        body, padding = plain[HEAD.size : HEAD.size + size], plain[HEAD.size + size :]
        text = body.decode()
    except (CryptoError, UnicodeDecodeError):
        raise Unopenable from None
    if context != _context(row.id, form) or subject >= form.subjects or len(body) != size or any(padding):
        raise Unopenable
    if not is_writable(text, form.reason_length):
        raise Unopenable
    return OpenedReason(subject, text)


def leaf(round_uid: bytes, row: SealedRow) -> bytes:
    """Fingerprint one row, for the root that is fixed at closing."""
    return tagged_hash("reason", round_uid, row.id, row.sealed)


def _sealed(subject: int, text: str, form: Form, box: SealedBox[PublicKey]) -> SealedRow:
    if not is_writable(text, form.reason_length):
        raise ValueError("a reason that no page lets through")
    row_id, body = secrets.token_bytes(ID_BYTES), text.encode()
    plain = HEAD.pack(_context(row_id, form), subject, len(body))
    return SealedRow(row_id, box.encrypt(plain + body.ljust(form.reason_length * BYTES_A_CHARACTER, b"\0")))


def _context(row_id: bytes, form: Form) -> bytes:
    """What a row is bound to; sealed inside, because a sealed box authenticates nothing around it."""
    return tagged_hash("reason-place", form.round_uid, form.form_hash, row_id)
