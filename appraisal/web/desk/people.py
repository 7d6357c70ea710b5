"""Who takes part in a round: the organizer names the scrutineer and observers."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import BooleanField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from ...domain.errors import AccountRefused, AccountUnknown, RoleTaken, SeatTaken
from ...domain.lifecycle import BEFORE_VOTING, Act, State
from ...domain.phrase import Phrase
from ...domain.roles import ROLE_NAME, Role
from ...services import accounts, activities, conduct, keys, people
from ...transaction import reading
from .. import refusals
from ..roles import actor, may
from .agreement import attempt
from .confirm import ConfirmForm
from .door import bp
from .summary import summary

REFUSALS = (AccountRefused, AccountUnknown, RoleTaken, SeatTaken)


class MemberForm(FlaskForm):
    """Somebody by the name of the account, and the role."""

    name = StringField(lazy_gettext("用户名"), [InputRequired(lazy_gettext("请填用户名。")), Length(max=80)])
    role = RadioField(
        lazy_gettext("在本轮担任"),
        choices=[
            SelectChoice(Role.SCRUTINEER, lazy_gettext("监票人：持第二张钥匙卡，确认每个要紧的操作")),
            SelectChoice(Role.OBSERVER, lazy_gettext("观察员：只看；可以做一张备用卡，封存备用")),
        ],
        default=Role.SCRUTINEER,
    )
    is_new = BooleanField(lazy_gettext("还没有账户，现在建立（密码由系统生成，只显示一次）"))


@bp.get("/<int:round_id>/people")
@may(*Role)
def show_people(round_id: int) -> ResponseReturnValue:
    """List who takes part."""
    return _page(round_id, MemberForm())


@bp.post("/<int:round_id>/people")
@may(Role.ORGANIZER)
def assign(round_id: int) -> ResponseReturnValue:
    """Give somebody a role; a new account's password is shown this once."""
    form = MemberForm()
    if not form.validate():
        return _page(round_id, form), 422
    password = accounts.printed_password() if form.is_new.data else ""
    try:
        attempt(round_id, Act.ASSIGN, lambda session: _assign(session, round_id, form, password))
    except REFUSALS as refusal:
        return _page(round_id, form, refusal=refusal.phrase), refusals.status_of(refusal)
    if password:
        return _page(round_id, MemberForm(formdata=None), made=((form.name.data or "").strip(), password))
    return redirect(url_for("desk.show_people", round_id=round_id), code=303)


@bp.post("/<int:round_id>/people/<int:account_id>/dismiss")
@may(Role.ORGANIZER)
def dismiss(round_id: int, account_id: int) -> ResponseReturnValue:
    """Take somebody out of a draft; the card that was made for it is void."""
    attempt(
        round_id,
        Act.ASSIGN,
        lambda session: people.dismiss(session, round_id=round_id, account_id=account_id, actor=actor()),
    )
    return redirect(url_for("desk.show_people", round_id=round_id), code=303)


def _assign(session: Session, round_id: int, form: MemberForm, password: str) -> None:
    name = (form.name.data or "").strip()
    if password:
        accounts.create(session, name=name, password=password, actor=actor(), is_initial=True)
    role = Role(form.role.data)
    people.assign(session, round_id=round_id, name=name, role=role, actor=actor())
    activities.assign_elsewhere(
        session, round_id=round_id, name=name, role=role, account_id=current_user.account_id
    )


def _page(
    round_id: int,
    form: MemberForm,
    refusal: Phrase | None = None,
    made: tuple[str, str] | None = None,
) -> str:
    with reading() as session:
        found = conduct.find(session, round_id)
        about = summary(found)
        members = tuple(
            (
                member.account_id,
                member.account.name,
                Phrase(ROLE_NAME[member.role]),
                _has_card(found, member.role),
            )
            for member in people.members(session, round_id=round_id)
        )
        organizers = {member.account_id for member in found.members if member.role == Role.ORGANIZER}
    return render_template(
        "desk/people.html",
        summary=about,
        members=members,
        fixed=organizers,
        can_change=found.state == State.DRAFT and actor().role == Role.ORGANIZER,
        form=form,
        token=ConfirmForm(),
        refusal=refusal,
        made=made,
        in_activity=found.appraisal.joining is not None,
    )


def _has_card(found: Any, role: Role) -> bool:
    return found.state in BEFORE_VOTING and keys.has_card(found, role)
