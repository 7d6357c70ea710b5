"""What comes next for a round: the one solid button of its page, in words."""

from __future__ import annotations

from dataclasses import dataclass

from ...domain.lifecycle import STATE_NAME, State
from ...domain.phrase import N_, Phrase, phrase


@dataclass(frozen=True)
class Step:
    """The next act: its heading, what follows from it, the button and where that leads."""

    heading: Phrase
    consequence: Phrase
    button: Phrase
    endpoint: str


@dataclass(frozen=True)
class Field:
    """One field of the state strip."""

    name: Phrase
    is_done: bool
    is_current: bool


MAKE_CARD = Step(
    phrase("下一步：制作钥匙卡"),
    phrase("票箱只有用钥匙卡才能打开。卡只显示一次，请先接好打印机。"),
    phrase("制作钥匙卡"),
    "desk.card",
)
ISSUE_SLIPS = Step(
    phrase("下一步：印制选票条"),
    phrase("票码只显示一次，系统里没有副本。请先接好打印机。"),
    phrase("印制选票条"),
    "desk.slips",
)
STEPS = {
    State.DRAFT: Step(
        phrase("下一步：开始投票"),
        phrase("选票条发完、主持人宣布后再按。开始后设置不能再改。"),
        phrase("开始投票"),
        "desk.open_voting",
    ),
    State.OPEN: Step(
        phrase("下一步：截止投票"),
        phrase("主持人宣布后再按。截止后不能重开，之后提交的选票不计入。"),
        phrase("截止投票"),
        "desk.close",
    ),
    State.CLOSED: Step(
        phrase("下一步：开箱计票"),
        phrase("先当场读出票箱指纹，再请持卡人输入钥匙卡。"),
        phrase("输入钥匙卡"),
        "desk.opening",
    ),
    State.OPENED: Step(
        phrase("下一步：公布结果"),
        phrase("先复核、签字，再公布。公布后结果不能再改。"),
        phrase("公布结果"),
        "desk.publish",
    ),
    State.PUBLISHED: Step(
        phrase("结果已公布"),
        phrase("下载汇总表，签字盖章后归档。"),
        phrase("查看结果"),
        "desk.results",
    ),
}

STANDING = {
    State.DRAFT: N_("还在准备。钥匙卡和选票条齐了就可以开始。"),
    State.OPEN: N_("投票正在进行。全部交齐或主持人宣布后，在会场页截止。"),
    State.CLOSED: N_("投票已经截止，票箱等待钥匙卡打开。"),
    State.OPENED: N_("已经开箱计票，结果等待复核和公布。"),
    State.PUBLISHED: N_("结果已经公布。"),
}

GO = {
    State.DRAFT: N_("继续准备"),
    State.OPEN: N_("进入会场页"),
    State.CLOSED: N_("去开箱"),
    State.OPENED: N_("去复核公布"),
    State.PUBLISHED: N_("查看结果"),
}


def next_step(state: State, *, has_card: bool, printed: int) -> Step:
    """Return the next act of a round; a draft needs its card and its slips first."""
    if state == State.DRAFT and not has_card:
        return MAKE_CARD
    if state == State.DRAFT and not printed:
        return ISSUE_SLIPS
    return STEPS[state]


def strip(state: State) -> tuple[Field, ...]:
    """Return the state strip: what is done, what is now, what is to come."""
    order = list(State)
    now = order.index(state)
    return tuple(
        Field(Phrase(STATE_NAME[each]), place < now, place == now) for place, each in enumerate(order)
    )
