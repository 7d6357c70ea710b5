"""Do without a protection of the few, by the word of two people; any change of the plan ends it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from ..domain import lifecycle, settings
from ..domain.lifecycle import Act
from ..domain.roles import Actor
from ..domain.waiver import Waiver
from ..storage import audit, queries
from ..storage.models import Round


def waive(session: Session, *, round_id: int, least: int, recusal: bool, actor: Actor) -> Round:
    """Agree on the fewest ballots of a class that is shown, and on recusals that name a voter.

    What is agreed on takes the place of what was; five and no recusal take everything back,
    and where no recusal names a voter there is none to agree on.

    Raises
    ------
    WaiverRefused
        If the limit would be lower than anybody may agree to.
    """
    voting_round = queries.round_by_id(session, round_id, lock=True)
    lifecycle.after(voting_round.state, Act.WAIVE, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.WAIVE, actor)
    plan = settings.load(voting_round.settings)
    waiver = Waiver(least, recusal and bool(plan.recognisable))
    voting_round.settings = settings.dump(replace(plan, waiver=waiver))
    detail = {"round": round_id, "least": waiver.least_shown, "recusal": waiver.recusal}
    audit.record(session, actor=actor, act=Act.WAIVE, detail=detail)
    return voting_round
