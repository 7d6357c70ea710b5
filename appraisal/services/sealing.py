"""Seal the prepared box, or break the seal while nothing is in it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ..domain import lifecycle
from ..domain.errors import NotReady
from ..domain.lifecycle import Act
from ..domain.phrase import Phrase, phrase
from ..domain.review import Severity, blocking
from ..domain.roles import Actor, Role
from ..storage import audit, queries
from ..storage.models import Round
from . import checking, issuing, keys


def missing(voting_round: Round) -> tuple[Phrase, ...]:
    """Say what must be done before the box can be sealed."""
    roles = {member.role for member in voting_round.members}
    people = () if Role.SCRUTINEER in roles else (phrase("安排监票人"),)
    plan = (*_wrong(voting_round), *_unread(voting_round), *_unwaived(voting_round))
    return (*plan, *people, *keys.missing(voting_round))


def seal(session: Session, *, round_id: int, actor: Actor) -> Round:
    """Freeze the sheet and the lock; from here on slips may be printed."""
    voting_round = queries.round_by_id(session, round_id, lock=True)
    reached = lifecycle.after(voting_round.state, Act.SEAL, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.SEAL, actor)
    if needed := missing(voting_round):
        raise NotReady(missing=needed)
    voting_round.state = reached
    keyset = (voting_round.keyset_fingerprint or b"").hex()
    audit.record(session, actor=actor, act=Act.SEAL, detail={"round": round_id, "keyset": keyset})
    return voting_round


def unseal(session: Session, *, round_id: int, actor: Actor) -> Round:
    """Go back to the draft: every card and every slip of it is worth nothing from then on."""
    voting_round = queries.round_by_id(session, round_id, lock=True)
    reached = lifecycle.after(voting_round.state, Act.UNSEAL, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.UNSEAL, actor)
    cancelled = issuing.cancel_all(session, voting_round)
    voting_round.cards = []
    keys.discard_lock(voting_round)
    voting_round.state = reached
    audit.record(session, actor=actor, act=Act.UNSEAL, detail={"round": round_id, "slips": cancelled})
    return voting_round


def _unwaived(voting_round: Round) -> tuple[Phrase, ...]:
    """Ask for the word of two where a recusal names a voter."""
    plan = voting_round.plan
    letters = tuple(phrase("%(letter)s票", letter=group.letter) for group in plan.recognisable)
    if plan.waiver.recusal or not letters:
        return ()
    return (phrase("两人同意使用会认出人的回避选票（%(classes)s），或改正方案", classes=letters),)


def _wrong(voting_round: Round) -> tuple[Phrase, ...]:
    """What the plan itself forbids, or what joins it to other rounds."""
    joined = (each for each in checking.of_activity(voting_round) if each.severity is Severity.ERROR)
    found = (*joined, *blocking(voting_round.plan))
    return tuple(phrase("改正方案：%(reason)s", reason=finding.reason) for finding in found)


def _unread(voting_round: Round) -> tuple[Phrase, ...]:
    """What a person has to read first."""
    left = len(checking.unread(voting_round))
    return (phrase("逐条看过规则检查的提醒，勾“知道了”（还有 %(n)s 条）", n=left),) if left else ()
