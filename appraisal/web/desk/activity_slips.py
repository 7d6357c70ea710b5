"""Slips that are good for all rounds of an activity: minted at once, shown once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from ...domain import lifecycle
from ...domain.activity import Activity
from ...domain.errors import CodesAlreadyIssued
from ...domain.lifecycle import Act
from ...domain.phrase import Phrase, phrase
from ...domain.roles import Role
from ...services import activities, conduct, joint_slips
from ...transaction import reading, settings
from ..roles import may
from .agreement import attempt
from .confirm import Fact, Question, ask
from .door import bp
from .slips import Batch, SlipsForm, facts, printed, slips_form
from .summary import summary

ISSUE = Question(
    phrase("印制选票条：一条管全部轮次"),
    phrase("票码只显示这一次。"),
    phrase("系统里没有副本，也不存哪两轮的票码属于同一条。印坏了可以逐轮作废重印。"),
    phrase("生成选票条"),
    phrase("先不印"),
)


@bp.get("/<int:round_id>/activity/slips")
@may(Role.ORGANIZER)
def activity_slips(round_id: int) -> ResponseReturnValue:
    """Ask before the codes of all rounds are minted."""
    with reading() as session:
        found = activities.of_round(session, round_id, account_id=current_user.account_id)
        _require_ready(session, found)
        agreed, first = activities.assembled(found), found.rounds[0]
        about = replace(summary(first), title=agreed.meeting.title)
    back = url_for("desk.activity", round_id=round_id)
    return ask(ISSUE, about, _facts(agreed), slips_form(), page="desk/confirm_slips.html", back=back)


@bp.post("/<int:round_id>/activity/slips")
@may(Role.ORGANIZER)
def issue_activity_slips(round_id: int) -> ResponseReturnValue:
    """Mint the codes of all rounds and hand them out in this answer; they exist nowhere else."""
    form = SlipsForm()

    def issue(session: Session) -> ResponseReturnValue:
        minted = joint_slips.issue(
            session,
            round_id=round_id,
            pepper=settings().pepper,
            account_id=current_user.account_id,
            address=settings().voting_url,
        )
        meeting = activities.assembled(activities.of_round(session, round_id)).meeting
        batch = Batch(minted, joint_slips.face(session, round_id=round_id), meeting, round_id)
        return printed(batch, form, back=url_for("desk.activity", round_id=round_id))

    return attempt(round_id, Act.ISSUE_SLIPS, issue)


def _require_ready(session: Session, found: Any) -> None:
    for each in found.rounds:
        lifecycle.after(each.state, Act.ISSUE_SLIPS, rehearsal=each.rehearsal)
        if sum(line.printed for line in conduct.turnout(session, round_id=each.id).classes):
            raise CodesAlreadyIssued


def _facts(activity: Activity) -> tuple[Fact, ...]:
    groups = joint_slips.classes(activity)
    counts = (
        (
            phrase("%(letter)s票", letter=each.group.letter),
            phrase("%(n)s 条，含备用；用于%(rounds)s", n=each.slips, rounds=tuple(map(Phrase, each.rounds))),
        )
        for each in groups
    )
    return facts(counts, sum(each.slips for each in groups))
