"""Set an appraisal up from a plan, and change it while it is a draft."""

from __future__ import annotations

import uuid
from dataclasses import replace

from sqlalchemy.orm import Session

from ..domain import lifecycle, settings
from ..domain.encoding import tagged_hash
from ..domain.errors import MendOutOfDate, PlanChangedMeanwhile
from ..domain.lifecycle import Act
from ..domain.plan import Plan
from ..domain.review import find
from ..domain.roles import Actor
from ..domain.waiver import NOTHING_WAIVED
from ..storage import audit, queries
from ..storage.models import Appraisal, Round

VERSION_DIGITS = 16  # hexadecimal; tells two plans of one meeting apart, and guards nothing else


def create(session: Session, *, plan: Plan, actor: Actor | str) -> Round:
    """Store a new appraisal with one round in draft; `people.found` gives it its organizer."""
    voting_round = drafted(plan)
    session.add(Appraisal(title=plan.meeting.title, rounds=[voting_round]))
    session.flush()
    audit.record(session, actor=actor, act="create", detail={"round": voting_round.id})
    return voting_round


def drafted(plan: Plan, *, position: int = 0, name: str = "") -> Round:
    """Make a round in draft; whoever called adds it to its appraisal."""
    return Round(uid=uuid.uuid4().bytes, position=position, name=name, settings=_unwaived(plan))


def replace_plan(
    session: Session, *, round_id: int, plan: Plan, actor: Actor, seen: str | None = None
) -> Round:
    """Put a changed plan in the place of the old one; what two people waived for the old one is over.

    `seen` is the version the change was made from; `PlanChangedMeanwhile` if it is no longer the newest.
    """
    voting_round = queries.round_by_id(session, round_id, lock=True)
    lifecycle.after(voting_round.state, Act.REPLACE_PLAN, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.REPLACE_PLAN, actor)
    if seen is not None and seen != version(voting_round):
        raise PlanChangedMeanwhile(who=_last_editor(session, round_id))
    voting_round.settings = _unwaived(plan)
    if voting_round.appraisal.joining is None:
        voting_round.appraisal.title = plan.meeting.title
    audit.record(session, actor=actor, act=Act.REPLACE_PLAN, detail={"round": round_id})
    return voting_round


def mend(session: Session, *, round_id: int, key: str, actor: Actor, seen: str | None = None) -> Round:
    """Take the mend that the review proposes for one finding."""
    found = find(queries.round_by_id(session, round_id, lock=True).plan, key)
    if found is None or found.mended is None:
        raise MendOutOfDate
    return replace_plan(session, round_id=round_id, plan=found.mended, actor=actor, seen=seen)


def version(voting_round: Round) -> str:
    """Name the settings as they are now; any change gives another name."""
    return tagged_hash("plan", voting_round.settings).hex()[:VERSION_DIGITS]


def _unwaived(plan: Plan) -> bytes:
    return settings.dump(replace(plan, waiver=NOTHING_WAIVED))


def _last_editor(session: Session, round_id: int) -> str:
    acts = (entry for entry in audit.entries(session) if entry.detail.get("round") == round_id)
    return [entry.actor for entry in acts][-1]
