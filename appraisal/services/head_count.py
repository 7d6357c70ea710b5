"""Compare the ballots in the box with the people counted in the hall, where somebody counted them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from ..domain.errors import MoreBallotsThanPeople
from ..domain.phrase import Phrase, phrase
from ..domain.plan import Plan
from ..storage import queries
from ..storage.models import Round


@dataclass(frozen=True)
class Surplus:
    """More ballots in the box than people in the hall: somebody may have voted twice."""

    cast: int
    present: int

    @property
    def sentence(self) -> Phrase:
        """Tell it to whoever is about to publish."""
        return phrase(
            "票箱中有 %(cast)s 张选票，多于实到的 %(present)s 人。", cast=self.cast, present=self.present
        )


def held(plan: Plan, present: int | None) -> Plan:
    """Return a plan with the people counted in the hall in the place of those it foresaw, if they were.

    Raises
    ------
    PlanRefused
        If more are present than were expected.
    """
    return plan if present is None else replace(plan, meeting=replace(plan.meeting, present=present))


def surplus(plan: Plan, cast: int) -> Surplus | None:
    """Say whether too much is in the box; None where it is not, or nobody counted heads."""
    present = plan.meeting.present
    return None if present is None or cast <= present else Surplus(cast, present)


def explained(session: Session, voting_round: Round, reason: str) -> dict[str, object]:
    """Return what the log says of too many ballots and why; nothing where there are not too many.

    Raises
    ------
    MoreBallotsThanPeople
        If there are, and no reason.
    """
    cast = voting_round.plan.in_hall(line.spent for line in queries.turnout(session, voting_round))
    found = surplus(held(voting_round.plan, voting_round.present), cast)
    if found is None:
        return {}
    if not reason.strip():
        raise MoreBallotsThanPeople(cast=found.cast, present=found.present)
    return {"cast": found.cast, "present": found.present, "reason": reason.strip()}
