"""Paper ballots: handed out for slips, entered by two clerks, dropped like any other ballot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..ballotbox import box, reason_seal
from ..ballotbox.box import SealedBallot
from ..ballotbox.carried import NO_UNIT, Entry
from ..ballotbox.seal import PAPER, BallotPlace, Origin, ballot_id, seal
from ..domain import lifecycle, validity
from ..domain.errors import (
    BallotRefused,
    ClerkRefused,
    EntriesDiffer,
    NotFound,
    PaperNotHandedOut,
    PaperUsedUp,
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
from . import accounts, issuing, people
from .voting import form_of


@dataclass(frozen=True)
class PaperTurnout:
    """Paper ballots of a round: how many there can be, were handed out for slips, and are in the box."""

    reserve: int
    out: int
    entered: int

    @property
    def waiting(self) -> int:
        """Handed out and not entered yet."""
        return self.out - self.entered


def turnout(session: Session, *, round_id: int) -> PaperTurnout:
    """Count the paper ballots of all classes together."""
    voting_round = queries.round_by_id(session, round_id)
    lines = queries.turnout(session, voting_round)
    return PaperTurnout(
        reserve=sum(group.paper for group in voting_round.plan.classes),
        out=sum(line.paper_out for line in lines),
        entered=sum(line.paper_spent for line in lines),
    )


def hand_out(session: Session, *, round_id: int, digest: bytes, actor: Actor) -> str:
    """Take a slip back and hand a paper ballot of its class out; return the letter of the class.

    The code dies and a credential of paper comes alive: there are never more ballots than slips handed out.

    Raises
    ------
    SlipNotReplaceable
        If the code was used, cancelled, or is of no slip of this round.
    PaperUsedUp
        If no more paper ballots of this class were set aside.
    """
    voting_round = queries.round_by_id(session, round_id, lock=True)
    lifecycle.after(voting_round.state, Act.HAND_OUT_PAPER, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.HAND_OUT_PAPER, actor, rehearsal=voting_round.rehearsal)
    slip = issuing.cancel(session, voting_round, digest)
    letter = voting_round.plan.classes[slip.voter_class].letter
    spare = session.scalars(
        select(Credential)
        .where(Credential.round_id == round_id, Credential.voter_class == slip.voter_class)
        .where(Credential.paper, Credential.void, ~Credential.spent)
        .order_by(Credential.digest)
    ).first()
    if spare is None:
        raise PaperUsedUp(voter_class=letter)
    spare.void, spare.recused_subject = False, slip.recused_subject
    audit.record(session, actor=actor, act=Act.HAND_OUT_PAPER, detail={"round": round_id, "count": 1})
    return letter


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
