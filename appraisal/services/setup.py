"""Set an appraisal up from a plan, and change it while it is a draft."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from ..domain import lifecycle, settings
from ..domain.lifecycle import Act
from ..domain.plan import Plan
from ..storage import audit, queries
from ..storage.models import Appraisal, Round
from . import issuing


def create(session: Session, *, plan: Plan, actor: str) -> Round:
    """Store a new appraisal with one round in draft."""
    voting_round = Round(uid=uuid.uuid4().bytes, settings=settings.dump(plan))
    session.add(Appraisal(title=plan.meeting.title, rounds=[voting_round]))
    session.flush()
    audit.record(session, actor=actor, act="create", detail={"round": voting_round.id})
    return voting_round


def replace_plan(session: Session, *, round_id: int, plan: Plan, actor: str) -> Round:
    """Put a corrected workbook in the place of the old one; codes already printed are cancelled."""
    voting_round = queries.round_by_id(session, round_id, lock=True)
    lifecycle.after(voting_round.state, Act.REPLACE_PLAN)
    issuing.cancel_all(session, voting_round)
    voting_round.settings = settings.dump(plan)
    voting_round.appraisal.title = plan.meeting.title
    audit.record(session, actor=actor, act=Act.REPLACE_PLAN, detail={"round": round_id})
    return voting_round
