"""Open voting, close it, publish: asked first, done once, told plainly."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ...domain import lifecycle
from ...domain.errors import NotReady
from ...domain.lifecycle import Act
from ...domain.phrase import N_, Phrase, phrase
from ...domain.plan import Plan
from ...services import conduct
from ...services.conduct import Turnout
from ...services.returns import quorum
from ...transaction import reading, scrub, transaction
from .confirm import Fact, Question, ask
from .door import bp
from .summary import summary

QUESTIONS = {
    Act.OPEN: Question(
        phrase("确认开始投票"),
        phrase("开始后设置不能再改。"),
        phrase("名单、票种、权重、等次和计分办法从此固定，选票条不能重印。"),
        phrase("开始投票"),
        phrase("先不开始"),
    ),
    Act.CLOSE: Question(
        phrase("确认截止投票"),
        phrase("截止后不能重开。"),
        phrase("之后提交的选票都不计入，没用过的选票条全部作废。"),
        phrase("截止投票"),
        phrase("继续投票"),
    ),
    Act.PUBLISH: Question(
        phrase("确认公布结果"),
        phrase("公布后结果不能再改。"),
        phrase("请先复核票数，由监票人、计票人在汇总表上签字。"),
        phrase("公布结果"),
        phrase("先不公布"),
    ),
}


@bp.get("/<int:round_id>/open")
def open_voting(round_id: int) -> ResponseReturnValue:
    """Ask before voting opens."""
    return _question(round_id, Act.OPEN)


@bp.post("/<int:round_id>/open")
def do_open(round_id: int) -> ResponseReturnValue:
    """Open voting."""
    return _done(conduct.open_voting, round_id)


@bp.get("/<int:round_id>/close")
def close(round_id: int) -> ResponseReturnValue:
    """Ask before voting closes."""
    return _question(round_id, Act.CLOSE)


@bp.post("/<int:round_id>/close")
def do_close(round_id: int) -> ResponseReturnValue:
    """Close voting, then rewrite the files, so that their layout tells nothing about the order of votes."""
    answer = _done(conduct.close, round_id)
    scrub()
    return answer


@bp.get("/<int:round_id>/publish")
def publish(round_id: int) -> ResponseReturnValue:
    """Ask before the result is published."""
    return _question(round_id, Act.PUBLISH)


@bp.post("/<int:round_id>/publish")
def do_publish(round_id: int) -> ResponseReturnValue:
    """Publish the result."""
    return _done(conduct.publish, round_id)


def _question(round_id: int, act: Act) -> ResponseReturnValue:
    with reading() as session:
        found = conduct.find(session, round_id)
        lifecycle.after(found.state, act)
        if act is Act.OPEN and (missing := conduct.missing(session, found)):
            raise NotReady(missing=missing)
        plan, turnout = found.plan, conduct.turnout(session, round_id=round_id)
    return ask(QUESTIONS[act], summary(round_id, found.state, plan), FACTS[act](plan, turnout))


def _done(act: Callable[..., object], round_id: int) -> ResponseReturnValue:
    with transaction() as session:
        act(session, round_id=round_id, actor=current_user.name)
    return redirect(url_for("desk.round", round_id=round_id), code=303)


def _open_facts(plan: Plan, turnout: Turnout) -> tuple[Fact, ...]:
    printed = sum(line.printed for line in turnout.classes)
    return (
        (phrase("评议对象"), phrase("%(n)s 个", n=len(plan.subjects))),
        (
            phrase("选票条"),
            phrase("印 %(printed)s 条，发出 %(issued)s 条", printed=printed, issued=turnout.issued),
        ),
        (phrase("票箱"), phrase("空的，%(n)s 张", n=turnout.returned)),
    )


def _close_facts(plan: Plan, turnout: Turnout) -> tuple[Fact, ...]:
    text = (
        N_("至少 %(returned)s 张，发出 %(issued)s 张")
        if turnout.rounded
        else N_("%(returned)s 张，发出 %(issued)s 张")
    )
    count = phrase(text, returned=turnout.returned, issued=turnout.issued)
    return ((phrase("收回"), count), *_quorum_fact(plan, turnout))


def _quorum_fact(plan: Plan, turnout: Turnout) -> tuple[Fact, ...]:
    needed = quorum(plan.rule.quorum, turnout.issued, turnout.returned)
    if needed is None:
        return ()
    reached = phrase("已达到") if needed.met else phrase("还没有达到，结果将注明“仅供参考”")
    return (
        (
            phrase("有效比例"),
            phrase("要求 %(needed)s 张，%(reached)s", needed=needed.needed, reached=reached),
        ),
    )


def _publish_facts(plan: Plan, turnout: Turnout) -> tuple[Fact, ...]:
    count = phrase("%(returned)s 张，发出 %(issued)s 张", returned=turnout.returned, issued=turnout.issued)
    return ((phrase("收回"), count), (phrase("公布范围"), Phrase(plan.meeting.scope)))


FACTS: dict[Act, Callable[[Plan, Turnout], tuple[Fact, ...]]] = {
    Act.OPEN: _open_facts,
    Act.CLOSE: _close_facts,
    Act.PUBLISH: _publish_facts,
}
