"""How far a meeting is, as a terminal shows it: slips and ballots, and never a grade."""

from __future__ import annotations

from ..documents.table import EMPTY
from ..domain.lifecycle import STATE_NAME, State
from ..domain.phrase import N_, Phrase, phrase
from ..services.conduct import Turnout
from .terminal import say, show, table

NEXT = {
    State.DRAFT: N_("下一步：flask round seal %(number)s"),
    State.REHEARSAL: N_("正在演练，请在网页上继续。"),
    State.SEALED: N_("下一步：flask round open %(number)s"),
    State.OPEN: N_("下一步：flask round close %(number)s"),
    State.CLOSED: N_("下一步：flask round count %(number)s（需要两张钥匙卡）"),
    State.OPENED: N_(
        "下一步：flask round slips %(number)s A=剩余/作废 …，再公布：flask round publish %(number)s"
    ),
    State.PUBLISHED: N_("已公布。文件：flask round export %(number)s --out 文件夹"),
    State.SHREDDED: N_("选票和钥匙已销毁。文件：flask round export %(number)s --out 文件夹"),
}
MAKE_READY = {
    True: N_("相应的命令：flask keys make %(number)s --as 账户；flask keys drill %(number)s"),
    False: N_("相应的命令：flask slips issue %(number)s --out slips.html"),
}
HEADS = (N_("票种"), N_("名称"), N_("印制"), N_("收回"))


def show_turnout(turnout: Turnout) -> None:
    """Draw the slips and ballots of each class."""
    rows = [
        (
            line.voter_class.letter,
            line.voter_class.name,
            str(line.printed),
            EMPTY if line.returned is None else str(line.returned),
        )
        for line in turnout.classes
    ]
    show(table(HEADS, rows, right=(2, 3)))
    say(phrase("发出 %(issued)s，收回 %(returned)s。", issued=turnout.issued, returned=turnout.returned))
    if turnout.rounded:
        say(phrase("投票期间收回票数向下取整到 5，人少的票种不单独显示。"))


def show_state(title: str, state: State, number: int) -> None:
    """Say where a round stands and which command comes next."""
    say(
        phrase(
            "第 %(number)s 号　%(title)s　【%(state)s】",
            number=number,
            title=title,
            state=phrase(STATE_NAME[state]),
        )
    )


def show_next(state: State, number: int, missing: tuple[Phrase, ...] = ()) -> None:
    """Say which command comes next, or what a draft still needs."""
    if missing:
        say(phrase("还需：%(missing)s", missing=missing))
        say(phrase(MAKE_READY[state == State.DRAFT], number=number))
    else:
        say(phrase(NEXT[state], number=number))
