"""Set the demo meeting up: stored, locked, slips minted, voting open."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from ..domain.plan import Plan
from ..services import conduct, issuing, keys, setup
from ..services.issuing import Slip

ACTOR = "demo"


@dataclass(frozen=True)
class Opened:
    """A meeting that is open for voting, and the secrets that are shown once."""

    number: int
    plan: Plan
    card: str = field(repr=False)
    slips: tuple[Slip, ...] = field(repr=False)


def open_meeting(session: Session, plan: Plan, pepper: bytes) -> Opened:
    """Do what an organizer does before the vote."""
    number = setup.create(session, plan=plan, actor=ACTOR).id
    card = keys.make_card(session, round_id=number, actor=ACTOR)
    slips = issuing.issue(session, round_id=number, pepper=pepper, actor=ACTOR)
    conduct.open_voting(session, round_id=number, actor=ACTOR)
    return Opened(number, plan, card.printed, slips)


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
