"""What a participant does: show a code, get a sheet, cast the ballot."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ..ballotbox import box, reason_seal, receipts
from ..ballotbox.board import Receipt as Receipt  # what edges answer with
from ..ballotbox.box import SealedBallot
from ..ballotbox.seal import BallotPlace, Form, ballot_id, seal
from ..domain import reason, validity
from ..domain.code import Code
from ..domain.encoding import tagged_hash
from ..domain.errors import BallotRefused, CodeAlreadyUsed, CodeUnknown, RoundClosed, RoundNotOpen, StalePage
from ..domain.lifecycle import BEFORE_VOTING, State
from ..domain.plan import Plan
from ..domain.reason import NOTHING_WRITTEN, Written
from ..domain.sheet import Marks, Sheet
from ..storage.models import Appraisal, Credential, Round, table
from ..storage.plans import load_plan
from ..storage.quick import Rows, Writer

APPRAISAL, CREDENTIAL, ROUND = table(Appraisal), table(Credential), table(Round)
BOOTH = (
    select(
        CREDENTIAL.c.spent,
        CREDENTIAL.c.void,
        CREDENTIAL.c.voter_class,
        CREDENTIAL.c.recused_subject,
        ROUND.c.id,
        ROUND.c.uid,
        ROUND.c.name,
        ROUND.c.state,
        ROUND.c.settings,
        ROUND.c.rehearsal,
        ROUND.c.form_hash,
        ROUND.c.public_key,
    )
    .join(ROUND, ROUND.c.id == CREDENTIAL.c.round_id)
    .where(CREDENTIAL.c.digest == bindparam("digest"))
)
JOINED_ROUNDS = (
    select(ROUND.c.uid)
    .join(APPRAISAL, APPRAISAL.c.id == ROUND.c.appraisal_id)
    .where(APPRAISAL.c.joining.is_not(None), ROUND.c.state.not_in((State.DRAFT, State.SHREDDED)))
    .order_by(ROUND.c.appraisal_id, ROUND.c.position)
)


@dataclass(frozen=True)
class Booth:
    """One voter at one sheet: everything a page or a cast needs, read once."""

    digest: bytes = field(repr=False)
    spent: bool
    void: bool
    state: State
    round_id: int
    round_uid: bytes
    voter_class: int
    plan: Plan
    sheet: Sheet
    form_hash: bytes
    public_key: bytes
    rehearsal: bool = False
    name: str = ""

    @property
    def may_vote(self) -> bool:
        """Whether a ballot would be taken now."""
        return self.state == State.OPEN and not (self.spent or self.void)

    @property
    def tag(self) -> str:
        """A one-way mark of the credential for the page: two codes on one phone never mix."""
        return tag_of(self.digest)

    @property
    def form_mark(self) -> str:
        """Enough of the form's fingerprint to know a page of another one."""
        return self.form_hash[:8].hex()

    @property
    def form(self) -> Form:
        """The shape of every ballot of this round."""
        return form_of(self.plan, self.round_uid, self.form_hash)


def tag_of(digest: bytes) -> str:
    """Mark a credential for pages and drafts, one way."""
    return tagged_hash("tab", digest)[:8].hex()


def form_of(plan: Plan, round_uid: bytes, form_hash: bytes) -> Form:
    """The shape of every ballot of a round."""
    return Form(
        round_uid=round_uid,
        form_hash=form_hash,
        subjects=len(plan.subjects),
        criteria=len(plan.criteria),
        answers=len(plan.scale.grades),
        units=plan.unit_positions,
        reason_length=plan.rule.reason_length if plan.rule.asks_reasons else 0,
    )


def enter(session: Rows, *, typed: str, pepper: bytes) -> Booth:
    """Turn a typed or scanned code into a booth. Reading only: a code is spent by a ballot, never by a look.

    Raises
    ------
    CodeMistyped, CodeIsReceipt
        Told from the text alone, before the database is asked.
    CodeUnknown, CodeAlreadyUsed, RoundNotOpen, RoundClosed
        As the credential and its round stand.
    """
    found = booth(session, digest=Code.parse(typed).digest(pepper))
    require_usable(found)
    return found


def booth(session: Rows, *, digest: bytes) -> Booth:
    """Return the booth of a credential, spent or not: a repeated submission needs it too."""
    found = session.execute(BOOTH, {"digest": digest}).first()
    if found is None:
        raise CodeUnknown
    return Booth(
        digest=digest,
        spent=found.spent,
        void=found.void,
        state=found.state,
        round_id=found.id,
        round_uid=found.uid,
        voter_class=found.voter_class,
        plan=_plan(found.settings, found.rehearsal),
        sheet=_sheet(found.settings, found.rehearsal, found.voter_class, found.recused_subject),
        form_hash=found.form_hash or b"",
        public_key=found.public_key or b"",
        rehearsal=found.rehearsal,
        name=found.name,
    )


def joined_booths(session: Rows, *, typed: str, pepper: bytes) -> tuple[Booth, ...]:
    """Return the booths of a code that is good for several rounds, one for each; none if it is no such code.

    One look-up for every joined round that has codes: what is stored does not say which digests are of one
    code, so the code itself has to be asked.
    """
    code = Code.parse(typed)
    found = []
    for uid in session.execute(JOINED_ROUNDS).scalars().all():
        with suppress(CodeUnknown):
            found.append(booth(session, digest=code.digest(pepper, uid)))
    return tuple(each for each in found if each.spent or not each.void)


def require_usable(booth: Booth) -> None:
    """Refuse a credential that cannot vote now, with the reason that is true for its holder."""
    if booth.spent:
        raise CodeAlreadyUsed
    if booth.state not in (*BEFORE_VOTING, State.OPEN):
        raise RoundClosed
    if booth.void:
        raise CodeUnknown
    if booth.state in BEFORE_VOTING:
        raise RoundNotOpen


def cast(
    session: Session,
    *,
    booth: Booth,
    marks: Marks,
    nonce: bytes,
    own: int | None = None,
    written: Written = NOTHING_WRITTEN,
) -> Receipt:
    """Fill in and drop a ballot; the receipt is true only once the caller has committed."""
    ballot = fill_in(booth=booth, marks=marks, nonce=nonce, own=own, written=written)
    return drop(session, booth=booth, ballot=ballot)


def fill_in(
    *,
    booth: Booth,
    marks: Marks,
    nonce: bytes,
    own: int | None = None,
    written: Written = NOTHING_WRITTEN,
) -> SealedBallot:
    """Check and seal a ballot and its reasons; no database is asked, so that nobody waits for it.

    `own` is the unit a voter with a spare slip said to lead; it is not asked. Of what was `written` only the
    texts beside a lowest grade go into the box.

    Raises
    ------
    BallotRefused
        If the ballot breaks a rule of the sheet; nothing was spent.
    """
    sheet = _named(booth.sheet, own)
    if findings := (*validity.check(marks, sheet), *reason.check(written, marks, sheet)):
        raise BallotRefused(finding.phrase for finding in findings)
    place, form = BallotPlace(booth.voter_class, ballot_id(booth.round_uid, nonce)), booth.form
    sealed = seal(marks.answers, place, form, booth.public_key)
    rows = reason_seal.seal_all(written.beside(marks, sheet), form, booth.public_key)
    return SealedBallot(booth.round_id, place, booth.form_hash, sealed, rows)


def drop(session: Writer, *, booth: Booth, ballot: SealedBallot) -> Receipt:
    """Put a sealed ballot into the box; the receipt is true only once the caller has committed."""
    return box.drop(session, ballot, round_uid=booth.round_uid, digest=booth.digest)


def signed(booth: Booth, receipt: Receipt, key: bytes) -> str:
    """Write the receipt with our signature, as its QR carries it; only for a ballot that was committed."""
    return receipts.signed(booth.round_uid, receipt.leaf, key)


def _named(sheet: Sheet, own: int | None) -> Sheet:
    if not sheet.chooses_own:
        return sheet
    if own is None or not 0 <= own < len(sheet.units):
        raise StalePage
    return sheet.recusing(own)


@lru_cache(maxsize=16)
def _plan(document: bytes, rehearsal: bool) -> Plan:
    """Read a plan once per settings, not once per voter."""
    return load_plan(document, rehearsal=rehearsal)


@lru_cache(maxsize=256)
def _sheet(document: bytes, rehearsal: bool, voter_class: int, recused: int | None) -> Sheet:
    """Lay a sheet out once for all who get the same."""
    return _plan(document, rehearsal).sheet(voter_class, recused)
