"""Set the demo meeting up: two people, two cards, the box sealed, slips minted, voting open."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from ..domain.lifecycle import Act
from ..domain.plan import Plan
from ..domain.roles import Actor, Role
from ..services import (
    accounts,
    checking,
    conduct,
    consent,
    issuing,
    keys,
    people,
    reconciling,
    sealing,
    setup,
    waiving,
)
from ..services.issuing import Slip

ACTOR = "demo"
SCRUTINEER = "scrutineer"


@dataclass(frozen=True)
class Opened:
    """A meeting that is open for voting, and the secrets that are shown once."""

    number: int
    plan: Plan
    organizer: int
    scrutineer: int
    password: str = field(repr=False)  # the scrutineer's
    cards: tuple[str, str] = field(repr=False)
    slips: tuple[Slip, ...] = field(repr=False)

    def agree(self, session: Session, act: Act) -> Actor:
        """Let the organizer propose and the scrutineer confirm, as on the day."""
        number, now = self.number, int(time.time())
        consent.propose(session, round_id=number, act=act, account_id=self.organizer, now=now)
        agreed = consent.confirm(
            session, round_id=number, account_id=self.scrutineer, password=self.password, now=now
        )
        return agreed.actor

    def count_slips(self, session: Session) -> None:
        """Let the scrutineer count what is left of the paper: nothing is lost in a demo."""
        scrutineer = people.acting(session, round_id=self.number, account_id=self.scrutineer)
        lines = reconciling.sheet(session, round_id=self.number)
        counts = [{"unused": line.printed - line.cast, "spoiled": 0} for line in lines]
        reconciling.reconcile(session, round_id=self.number, counts=counts, actor=scrutineer)


def open_meeting(session: Session, plan: Plan, pepper: bytes) -> Opened:
    """Do what organizer and scrutineer do before the vote."""
    number = setup.create(session, plan=plan, actor=ACTOR).id
    first = accounts.by_name(session, accounts.FIRST).id
    organizer = people.found(session, round_id=number, account_id=first)
    password = accounts.printed_password()
    second = accounts.create(session, name=_free_name(session), password=password, actor=ACTOR)
    people.assign(session, round_id=number, name=second.name, role=Role.SCRUTINEER, actor=organizer)
    session.refresh(conduct.find(session, number))
    scrutineer = people.acting(session, round_id=number, account_id=second.id)
    cards = _cards(session, number, organizer, scrutineer)
    made = Opened(number, plan, first, second.id, password, cards, ())
    if plan.recognisable:
        both = made.agree(session, Act.WAIVE)
        waiving.waive(session, round_id=number, least=plan.waiver.least_shown, recusal=True, actor=both)
    unread = checking.unread(conduct.find(session, number))
    marks = [finding.mark for finding in unread]
    checking.acknowledge(session, round_id=number, marks=marks, actor=organizer)
    sealing.seal(session, round_id=number, actor=made.agree(session, Act.SEAL))
    slips = issuing.issue(session, round_id=number, pepper=pepper, actor=organizer)
    conduct.open_voting(session, round_id=number, actor=made.agree(session, Act.OPEN))
    return Opened(number, plan, first, second.id, password, cards, slips)


def find(session: Session, plan: Plan) -> int | None:
    """Return the number of the demo meeting, in whatever state it is; None if there is none."""
    return next(
        (
            appraisal.rounds[0].id
            for appraisal in conduct.appraisals(session)
            if appraisal.title == plan.meeting.title
        ),
        None,
    )


def _cards(session: Session, number: int, organizer: Actor, scrutineer: Actor) -> tuple[str, str]:
    first = keys.make_card(session, round_id=number, actor=organizer).printed
    second = keys.make_card(session, round_id=number, actor=scrutineer).printed
    keys.drill(session, round_id=number, cards=(first, second), actor=organizer)
    return first, second


def _free_name(session: Session) -> str:
    """The usual name, or the usual name with a number where somebody bears it."""
    taken = accounts.names(session)
    others = (f"{SCRUTINEER}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (SCRUTINEER, *others) if name not in taken)
