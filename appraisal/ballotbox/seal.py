"""Marks into sealed bytes of one length, and back: the format of PROTOCOL, stage 1."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from ..domain.encoding import tagged_hash
from ..domain.scale import NOT_ASKED
from ..domain.void import VoidReason

VERSION = 1
SERVER_SEALED = 1
PHONE, PAPER = 1, 2
VALID = 0
HEADER = struct.Struct(">BB16sH16s32sBBH")
SOURCE = 68  # the byte of the header that says what a ballot was filled in on; the next one why it is void
OVERHEAD = 48  # what a sealed box adds: an ephemeral key and an authenticator


class Unopenable(Exception):
    """These sealed bytes are no ballot of this round, class and id; listed, never repaired."""


@dataclass(frozen=True)
class Form:
    """What every ballot of a round has in common; an edited form has another hash.

    `units` names the unit of every subject by position; without it each subject is a unit of its own.
    `reason_length` is the most characters of a reason; 0 where the sheet asks for none.
    """

    round_uid: bytes
    form_hash: bytes
    subjects: int
    criteria: int
    answers: int
    units: tuple[int, ...] = ()
    reason_length: int = 0

    @property
    def cells(self) -> int:
        """How many answer indices a ballot holds."""
        return self.subjects * self.criteria

    @property
    def sealed_length(self) -> int:
        """The one length of all sealed ballots of the round."""
        return OVERHEAD + HEADER.size + 2 * self.cells


@dataclass(frozen=True)
class BallotPlace:
    """Where a ballot belongs: sealed inside and stored outside, and both must agree."""

    voter_class: int
    ballot_id: bytes


@dataclass(frozen=True)
class Origin:
    """What a ballot was filled in on, and the reason why it is void: of paper only, else 0."""

    source: int = PHONE
    void: int = VALID

    @property
    def is_known(self) -> bool:
        """A phone ballot is never void, and a paper ballot for one of the reasons there are."""
        if self.source == PAPER:
            return self.void in (VALID, *VoidReason)
        return self.source == PHONE and self.void == VALID


BY_PHONE = Origin()


@dataclass(frozen=True)
class Opened:
    """A ballot in memory; never printed by accident, never stored."""

    answers: tuple[int, ...] = field(repr=False)
    origin: Origin = field(default=BY_PHONE, repr=False)


def ballot_id(round_uid: bytes, nonce: bytes) -> bytes:
    """Name a ballot after its page, so that a repeated submission is the same ballot."""
    return tagged_hash("bid", round_uid, nonce)[:16]


def seal(
    answers: tuple[int, ...], place: BallotPlace, form: Form, key: bytes, origin: Origin = BY_PHONE
) -> bytes:
    """Seal a ballot to the round's public key.

    Parameters
    ----------
    answers : tuple of int
        One answer index per cell, subject by subject; 0 is the worst, -1 abstained, -2 not asked.
    place, form : BallotPlace, Form
        The context, sealed inside because a sealed box authenticates none.
    key : bytes
        The round's public key, 32 bytes.
    origin : Origin
        A void ballot has no answers: every asked cell is an abstention.

    Raises
    ------
    ValueError
        If the answers do not fit the form; the message does not carry them.
    """
    if not _fits(answers, form) or not _is_possible(answers, origin):
        raise ValueError("answers that this form does not offer")
    plain = _header(place, form, origin) + struct.pack(f">{form.cells}h", *answers)
    return SealedBox(PublicKey(key)).encrypt(plain)


def opener(key: bytes) -> SealedBox[PrivateKey]:
    """Make the round's private key ready once for all ballots of its box."""
    return SealedBox(PrivateKey(key))


def unseal(sealed: bytes, place: BallotPlace, form: Form, box: SealedBox[PrivateKey]) -> Opened:
    """Open one ballot and check that it belongs exactly here."""
    if len(sealed) != form.sealed_length:
        raise Unopenable
    try:
        plain = box.decrypt(sealed)
    except CryptoError:
        raise Unopenable from None
    origin = Origin(*plain[SOURCE : SOURCE + 2])
    if plain[: HEADER.size] != _header(place, form, origin):
        raise Unopenable
    answers = struct.unpack_from(f">{form.cells}h", plain, HEADER.size)
    if not _fits(answers, form) or not _is_possible(answers, origin):
        raise Unopenable
    return Opened(answers, origin)


def _is_possible(answers: tuple[int, ...], origin: Origin) -> bool:
    return origin.is_known and (origin.void == VALID or max(answers, default=-1) < 0)


def _header(place: BallotPlace, form: Form, origin: Origin = BY_PHONE) -> bytes:
    """The context of a ballot: one byte that differs, and the ballot is not one of this place."""
    return HEADER.pack(
        VERSION,
        SERVER_SEALED,
        form.round_uid,
        place.voter_class,
        place.ballot_id,
        form.form_hash,
        origin.source,
        origin.void,
        form.cells,
    )


def _fits(answers: tuple[int, ...], form: Form) -> bool:
    """Answers lie on the scale; a subject is recused as a whole or not at all, and at most one unit is."""
    if len(answers) != form.cells:
        return False
    if min(answers, default=0) < NOT_ASKED or max(answers, default=0) >= form.answers:
        return False
    if min(answers, default=0) > NOT_ASKED:
        return True
    rows = [answers[start : start + form.criteria] for start in range(0, form.cells, form.criteria)]
    recused = {subject for subject, row in enumerate(rows) if NOT_ASKED in row}
    units = form.units or tuple(range(form.subjects))
    own = {units[subject] for subject in recused}
    whole = {subject for subject, unit in enumerate(units) if unit in own}
    return len(own) <= 1 and recused == whole and all(set(rows[s]) == {NOT_ASKED} for s in recused)
