"""Two clerks type a paper ballot apart; what both typed alike is dropped like any other ballot."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..ballotbox import box, reason_seal
from ..ballotbox.box import SealedBallot
from ..ballotbox.carried import NO_UNIT, Carrier
from ..ballotbox.seal import PAPER, BallotPlace, Origin, ballot_id, seal
from ..domain import lifecycle, validity
from ..domain.entry import Entry
from ..domain.errors import (
    BallotRefused,
    ClerkRefused,
    EntriesDiffer,
    NotFound,
    PaperNotHandedOut,
    SameClerk,
)
from ..domain.lifecycle import Act
from ..domain.phrase import Phrase, phrase
from ..domain.plan import Plan
from ..domain.reason import NOTHING_WRITTEN
from ..domain.roles import Actor
from ..domain.sheet import Marks, Sheet
from ..storage import audit, queries
from ..storage.models import Account, Credential, Round
from . import accounts, people
from .voting import form_of


def clerks(session: Session, *, round_id: int, account_id: int, name: str, password: str) -> Actor:
    """Return the clerk who is logged in together with the one who gives name and password beside it.

    Raises
    ------
    LoginRefused, SameClerk, ClerkRefused
        The second is not known, is the first, has no role in this round or a password that others know.
    """
    second = accounts.log_in(session, name=name, password=password)
    if second.id == account_id:
        raise SameClerk
    if second.is_initial:
        raise ClerkRefused(name=second.name)
    first = people.acting(session, round_id=round_id, account_id=account_id)
    beside = _acting(session, round_id, second)
    return Actor((*first.names, *beside.names), (*first.roles, *beside.roles))


def carry(
    session: Session, entry: Entry, *, round_id: int, account_id: int, sheet: bytes, secret: bytes
) -> str:
    """Encrypt the first entry for the page that asks the second clerk: it opens here and nowhere else."""
    uid = queries.round_by_id(session, round_id).uid
    return Carrier(secret, uid, sheet, account_id).lock(entry)


def carried(
    session: Session, text: str, *, round_id: int, account_id: int, sheet: bytes, secret: bytes
) -> Entry:
    """Return the first entry; `EntryStale` if it is of another round, sheet or clerk."""
    uid = queries.round_by_id(session, round_id).uid
    return Carrier(secret, uid, sheet, account_id).unlock(text)


def require_sound(plan: Plan, entry: Entry) -> None:
    """Refuse a sheet that breaks a rule: on paper nobody can mend it, so that it is void.

    Raises
    ------
    BallotRefused
        With the rules it breaks.
    """
    if entry.void:
        return
    sheet = _sheet(plan, entry)
    if sheet.chooses_own:
        raise BallotRefused((phrase("要填本单位"),))
    if findings := validity.check(Marks(entry.answers), sheet):
        raise BallotRefused(finding.phrase for finding in findings)


def enter(
    session: Session, *, round_id: int, entries: tuple[Entry, Entry], sheet: bytes, actor: Actor
) -> None:
    """Drop a paper ballot that two clerks typed alike; sent twice, it is one ballot.

    Parameters
    ----------
    entries : pair of Entry
        What each of the two typed.
    sheet : bytes
        The number of the page, 16 bytes; it names the ballot.

    Raises
    ------
    EntriesDiffer
        The cells in which the two differ, and never what stands in them.
    BallotRefused
        If the sheet breaks a rule.
    PaperNotHandedOut
        If all paper ballots of this class that were handed out are entered already.
    """
    first, second = entries
    voting_round = queries.round_by_id(session, round_id)
    if places := tuple(differences(voting_round.plan, first, second)):
        raise EntriesDiffer(places)
    require_sound(voting_round.plan, first)
    ballot = _sealed(voting_round, first, sheet)
    box.hold_open(session, voting_round.uid, exclusively=True)
    if box.holds(session, ballot.place.ballot_id):
        return
    lifecycle.after(voting_round.state, Act.ENTER_PAPER, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.ENTER_PAPER, actor, rehearsal=voting_round.rehearsal)
    digest = _unspent(session, voting_round, first)
    box.drop(session, ballot, round_uid=voting_round.uid, digest=digest)
    audit.record(session, actor=actor, act=Act.ENTER_PAPER, detail={"round": round_id, "count": 1})


def differences(plan: Plan, first: Entry, second: Entry) -> Iterator[Phrase | str]:
    """Name every place in which two entries differ, in the order of the sheet."""
    if first.voter_class != second.voter_class:
        yield phrase("票种")
    if first.own != second.own:
        yield phrase("本单位")
    if first.void != second.void:
        yield phrase("有效还是无效，及原因")
    if first.void or second.void:
        return
    columns = len(plan.criteria)
    for cell, pair in enumerate(zip(first.answers, second.answers, strict=True)):
        if pair[0] != pair[1]:
            yield place_of(plan, *divmod(cell, columns))


def place_of(plan: Plan, subject: int, criterion: int) -> Phrase | str:
    """Name a cell as the sheet does."""
    name = plan.subjects[subject].name
    if len(plan.criteria) == 1:
        return name
    return phrase("%(subject)s的“%(criterion)s”", subject=name, criterion=plan.criteria[criterion].name)


def blank(plan: Plan, voter_class: int, own: int | None) -> tuple[int, ...]:
    """Return the answers of a ballot that says nothing: every cell it is asked about is an abstention."""
    sheet = _sheet(plan, Entry(voter_class, own, ()))
    return Marks.blank(sheet).with_rest_abstained().answers


def _sheet(plan: Plan, entry: Entry) -> Sheet:
    return plan.sheet(entry.voter_class, entry.own)


def _sealed(voting_round: Round, entry: Entry, sheet: bytes) -> SealedBallot:
    plan, form_hash = voting_round.plan, voting_round.form_hash or b""
    place = BallotPlace(entry.voter_class, ballot_id(voting_round.uid, sheet))
    form = form_of(plan, voting_round.uid, form_hash)
    answers = blank(plan, entry.voter_class, entry.own) if entry.void else entry.answers
    key = voting_round.public_key or b""
    sealed = seal(answers, place, form, key, Origin(PAPER, entry.void))
    # a paper has no room for reasons; without its empty rows it would be known among the others
    return SealedBallot(
        voting_round.id, place, form_hash, sealed, reason_seal.seal_all(NOTHING_WRITTEN, form, key)
    )


def _unspent(session: Session, voting_round: Round, entry: Entry) -> bytes:
    """Return a credential of paper that was handed out for this class and unit; a spare slip named none.

    On a void ballot the unit may be missing.
    """
    is_own = func.coalesce(Credential.recused_subject, NO_UNIT) == (
        NO_UNIT if entry.own is None else entry.own
    )
    query = (
        select(Credential.digest)
        .where(Credential.round_id == voting_round.id, Credential.voter_class == entry.voter_class)
        .where(Credential.paper, ~Credential.void, ~Credential.spent)
        .order_by(is_own.desc(), Credential.digest)
    )
    if not entry.void:
        query = query.where(is_own | Credential.recused_subject.is_(None))
    found = session.scalars(query).first()
    if found is None:
        raise PaperNotHandedOut(voter_class=voting_round.plan.classes[entry.voter_class].letter)
    return found


def _acting(session: Session, round_id: int, account: Account) -> Actor:
    try:
        return people.acting(session, round_id=round_id, account_id=account.id)
    except NotFound:
        raise ClerkRefused(name=account.name) from None
