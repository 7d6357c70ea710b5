"""One page per state of a round: where it stands, what comes next, what that rests on."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import FieldList, HiddenField, IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional

from ...domain.lifecycle import BOTH, State
from ...domain.phrase import Phrase, phrase
from ...domain.plan import Plan
from ...domain.roles import Role
from ...domain.waiver import LEAST_SHOWN, NOTHING_WAIVED
from ...services import activities, board, conduct, keys, stating
from ...services.conduct import Turnout
from ...services.head_count import held
from ...services.returns import quorum
from ...transaction import reading, settings, transaction
from .. import alarms, published, reveal, screen
from .. import board as board_page
from ..language import translate
from ..roles import actor, may
from .class_returns import class_returns
from .door import bp
from .findings import checked
from .lamps import address_lamp, ready_lamps
from .pending import pending, told
from .says import saying
from .step import Readiness, next_step, strip
from .summary import described, summary
from .watched import tag_of


class IssuedForm(FlaskForm):
    """How many people were counted in the hall, and how many slips were really handed out.

    A public channel has none, and no field: what was cast counts as handed out.
    """

    present = IntegerField(lazy_gettext("实到人数"), [Optional(), NumberRange(min=0)])
    issued = FieldList(IntegerField(lazy_gettext("发出票数"), [InputRequired(), NumberRange(min=0)]))
    seen = HiddenField()


@bp.get("/<int:round_id>")
@may(*Role)
def round(round_id: int) -> ResponseReturnValue:
    """Show the page of the state a round is in."""
    with reading() as session:
        page = _page(session, round_id)
    return render_template(f"desk/{page['summary'].state}.html", **page)


@bp.post("/<int:round_id>/issued")
@may(*BOTH)
def state_issued(round_id: int) -> ResponseReturnValue:
    """Write down how many slips were handed out."""
    form = IssuedForm()
    if not form.validate():
        with reading() as session:
            page = _page(session, round_id) | {"form": form}
        return render_template(f"desk/{page['summary'].state}.html", **page), 422
    with transaction() as session:
        found = conduct.find(session, round_id)
        stating.state_issued(
            session,
            round_id=round_id,
            issued=found.plan.in_places(form.issued.data, conduct.issued_per_class(found)),
            present=form.present.data,
            actor=actor(),
            seen=form.seen.data or None,
        )
    return redirect(url_for("desk.round", round_id=round_id), code=303)


def _page(session: Session, round_id: int) -> dict[str, Any]:
    """Gather what the pages of all states show."""
    found = conduct.find(session, round_id)
    turnout = conduct.turnout(session, round_id=round_id)
    return {
        "pending": pending(session, round_id),
        "tag": tag_of(told(session.connection(), round_id)),
        "in_activity": activities.is_open_to(session, found.appraisal, current_user.account_id),
        "clock": clock(session, found),
        "alarms": alarms.ringing() if found.state == State.OPEN else (),
        **described(found.plan),
        **_ahead(found, turnout),
        **_counted(session, found, turnout),
        **_addresses(found),
    }


def _ahead(found: Any, turnout: Turnout) -> dict[str, Any]:
    """Where a round stands for whoever looks, and what is to be done next."""
    about, plan, role = summary(found), found.plan, actor().role
    printed = plan.in_hall(line.printed for line in turnout.classes)
    check, is_reconciled = checked(found), found.reconciliation is not None
    ready, has_reserve = readiness(found, role, printed, check.unread), keys.has_card(found, Role.OBSERVER)
    return {
        "summary": about,
        "role": role,
        "strip": strip(about),
        "step": next_step(about, role, ready, is_reconciled=is_reconciled),
        "is_reconciled": is_reconciled,
        "objections_until": found.objections_until,
        "has_card": ready.has_own_card,
        "is_drilled": ready.is_drilled,
        "printed": printed,
        "lamps": ready_lamps(ready, has_reserve=has_reserve, voting_url=settings().voting_url),
        "hall": (address_lamp(settings().voting_url),),
        "may_waive": role in BOTH and may_waive(plan),
        "waived": tuple(plan.waiver.sentences()),
        "check": check,
        "may_tick": role in BOTH,
    }


def _counted(session: Session, found: Any, turnout: Turnout) -> dict[str, Any]:
    """How many were handed out, came back and were there, and what the chair says about it."""
    plan, issued = found.plan, conduct.issued_per_class(found)
    needed = quorum(plan.rule.quorum, turnout.issued, turnout.returned)
    stated = {
        "issued": of_slips(plan, issued),
        "present": held(plan, found.present).meeting.present,
        "seen": stating.version(found),
    }
    return {
        "turnout": turnout,
        "lines": tuple(
            (line, line.printed if line.voter_class.is_public and found.state == State.OPEN else n)
            for line, n in zip(turnout.classes, issued, strict=True)
        ),
        "surplus": surplus(turnout, issued),
        "quorum": needed,
        "returns": class_returns(session, found),
        "form": IssuedForm(formdata=None, data=stated),
        "saying": saying(found.state, turnout, needed, plan.meeting.scope),
    }


def _addresses(found: Any) -> dict[str, Any]:
    """Where the round is shown elsewhere, and what the box is recognised by there."""
    fingerprint, scope = board.fingerprint(found), found.plan.meeting.scope
    return {
        "fingerprint": fingerprint,
        "symbol": board_page.symbol(found.id, fingerprint),
        "reader_address": published.address(found.id, scope),
        "screen_url": screen.address(found.id),
        "screen_classes_url": screen.address(found.id, classes="1"),
        "poll": screen.poll_address(found.id),
        "reveal_url": reveal.address(found.id),
        "scope": translate(scope),
    }


def of_slips(plan: Plan, counts: Sequence[int]) -> list[int]:
    """Leave the counts of public channels out."""
    return [count for group, count in zip(plan.classes, counts, strict=True) if not group.is_public]


def clock(session: Session, found: Any) -> dict[str, int | None] | None:
    """Return when voting opened, the announced end and what it is now, in seconds since 1970."""
    opened = conduct.opened_at(session, round_id=found.id) if found.state == State.OPEN else None
    if opened is None:
        return None
    now = int(time.time())
    since = int(opened.timestamp())
    return {"since": since, "minutes": (now - since) // 60, "until": found.ends_at, "now": now}


def may_waive(plan: Plan) -> bool:
    """Say whether there is anything to agree on, or to take back."""
    few = any(0 < group.issued < LEAST_SHOWN for group in plan.classes)
    return few or bool(plan.recognisable) or plan.waiver != NOTHING_WAIVED


def readiness(found: Any, role: Role, printed: int, unread: int = 0) -> Readiness:
    """Sum up what a round has so far, as whoever looks must know it."""
    return Readiness(
        has_scrutineer=any(member.role == Role.SCRUTINEER for member in found.members),
        has_own_card=keys.has_card(found, role),
        has_cards=keys.has_card(found, Role.ORGANIZER) and keys.has_card(found, Role.SCRUTINEER),
        is_drilled=bool(found.drilled) and not keys.missing(found),
        printed=printed,
        unread=unread,
        needs_waiver=bool(found.plan.recognisable) and not found.plan.waiver.recusal,
        may_shred=found.objections_until is not None and date.today() > found.objections_until,
    )


def surplus(turnout: Turnout, issued: Sequence[int]) -> tuple[Phrase, ...]:
    """Name the classes that gave back more ballots than were handed out: spare slips were used."""
    return tuple(
        phrase(
            "%(letter)s票收回 %(returned)s 张，多于发出的 %(issued)s 张。",
            letter=line.voter_class.letter,
            returned=line.returned,
            issued=handed_out,
        )
        for line, handed_out in zip(turnout.classes, issued, strict=True)
        if (line.returned or 0) > handed_out
    )
