"""What comes next for a round and for whoever looks: the one solid button of its page, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from ...domain.lifecycle import STATE_NAME, Act, State
from ...domain.phrase import N_, Phrase, phrase
from ...domain.roles import Role
from .summary import Summary


@dataclass(frozen=True)
class Step:
    """The next act: its heading, what follows from it, the button and where that leads.

    A step without an endpoint is somebody else's: there is nothing to press but to wait.
    """

    heading: Phrase
    consequence: Phrase
    button: Phrase | None = None
    endpoint: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Field:
    """One field of the state strip."""

    name: Phrase
    is_done: bool
    is_current: bool


@dataclass(frozen=True)
class Readiness:
    """What a draft or a sealed round has so far."""

    has_scrutineer: bool
    has_own_card: bool
    has_cards: bool
    is_drilled: bool
    printed: int
    unread: int = 0
    needs_waiver: bool = False
    may_shred: bool = False


def act_step(heading: Phrase, consequence: Phrase, button: Phrase, act: Act) -> Step:
    """Make a step that leads to the question before an act."""
    return Step(heading, consequence, button, "desk.act", {"name": act.value})


NAME_SCRUTINEER = Step(
    phrase("下一步：安排监票人"),
    phrase("票箱有两把锁，要两个人各持一张钥匙卡。先请监票人用自己的账户加入。"),
    phrase("安排监票人"),
    "desk.show_people",
)
MAKE_CARD = Step(
    phrase("下一步：制作您的钥匙卡"),
    phrase("两位持卡人各做各的卡，卡只在本人屏幕上显示一次。请先接好打印机。"),
    phrase("制作钥匙卡"),
    "desk.card",
)
WAIT_FOR_CARD = Step(
    phrase("等另一位持卡人制作钥匙卡"),
    phrase("请对方在自己的登录中打开本页，制作并打印自己的卡。"),
)
DRILL = Step(
    phrase("下一步：两张卡试开票箱"),
    phrase("两位持卡人各输入自己的卡，打开一张试验选票。试过才能封箱，免得会上打不开。"),
    phrase("试开票箱"),
    "desk.drill",
)
READ = Step(
    phrase("下一步：看过提醒"),
    phrase("规则检查还有提醒没有人看过。逐条改正，或勾“知道了”，然后封箱。"),
    phrase("去看提醒"),
    "desk.round",
    {"_anchor": "check"},
)
WAIVE = act_step(
    phrase("下一步：两人同意放宽"),
    phrase("每个单位只有一两张回避选票，看到整张票能认出人。两人同意照用，或者修改方案，才能封箱。"),
    phrase("放宽"),
    Act.WAIVE,
)
SEAL = act_step(
    phrase("下一步：封箱"),
    phrase("名单、等次和锁从此固定，然后才能印选票条。"),
    phrase("封箱"),
    Act.SEAL,
)
ISSUE_SLIPS = Step(
    phrase("下一步：印制选票条"),
    phrase("票码只显示一次，系统里没有副本。请先接好打印机。"),
    phrase("印制选票条"),
    "desk.slips",
)
WAIT_FOR_SLIPS = Step(phrase("等组织者印制选票条"), phrase("印好后由您混匀，参会人自己抽取。"))
OPEN = act_step(
    phrase("下一步：开始投票"),
    phrase("选票条发完、主持人宣布后再按。开始后设置不能再改。"),
    phrase("开始投票"),
    Act.OPEN,
)
CLOSE = act_step(
    phrase("下一步：截止投票"),
    phrase("先预告一分钟；时间到、主持人宣布后再按。截止后不能重开，之后提交的不计入。"),
    phrase("截止投票"),
    Act.CLOSE,
)
COUNT = Step(
    phrase("下一步：开箱计票"),
    phrase("先当场读出票箱指纹，再请两位持卡人输入钥匙卡。"),
    phrase("输入钥匙卡"),
    "desk.opening",
)
COUNT_REHEARSED = replace(COUNT, consequence=phrase("演练只有一张钥匙卡，输入它就能开箱。"))
RECONCILE = Step(
    phrase("下一步：清点选票条"),
    phrase("收回剩下的和写坏的选票条，按票种数清，登记后才能公布。"),
    phrase("登记清点"),
    "desk.reconciliation",
)
WAIT_FOR_RECONCILIATION = Step(
    phrase("等监票人清点选票条"), phrase("监票人登记剩下的和写坏的选票条后，才能公布结果。")
)
PUBLISH = act_step(
    phrase("下一步：公布结果"),
    phrase("先复核、签字，再公布。公布后结果不能再改。"),
    phrase("公布结果"),
    Act.PUBLISH,
)
SEE_RESULT = Step(
    phrase("结果已公布"), phrase("下载汇总表，签字盖章后归档。"), phrase("查看结果"), "desk.results"
)
SHRED = act_step(
    phrase("下一步：销毁选票和钥匙"),
    phrase("异议期已过。销毁后谁也不能再打开任何一张选票，结果和公示板保留。"),
    phrase("销毁"),
    Act.SHRED,
)
SHREDDED = Step(
    phrase("选票和钥匙已销毁"),
    phrase("公示板、票数、结果和操作记录保留。请两位持卡人撕毁钥匙卡，在销毁记录上签字。"),
    phrase("打印销毁记录"),
    "desk.shredding_record",
)
WIPE = act_step(
    phrase("演练走完了"),
    phrase("看过结果后结束演练：演练的票码、选票和结果全部删除，方案保留。"),
    phrase("结束演练"),
    Act.WIPE,
)
WATCH = Step(phrase("您是观察员"), phrase("这里只看不做。各项操作由组织者和监票人进行。"))

STANDING = MappingProxyType(
    {
        State.DRAFT: N_("还在准备。人员、钥匙卡齐了，试开过，就可以封箱。"),
        State.REHEARSAL: N_("正在演练，选票不计入任何结果。"),
        State.SEALED: N_("票箱已封。选票条印好、发完就可以开始。"),
        State.OPEN: N_("投票正在进行。全部交齐或主持人宣布后，在会场页截止。"),
        State.CLOSED: N_("投票已经截止，票箱等待两张钥匙卡打开。"),
        State.OPENED: N_("已经开箱计票，结果等待复核和公布。"),
        State.PUBLISHED: N_("结果已经公布。"),
        State.SHREDDED: N_("选票和钥匙已经销毁，结果保留。"),
    }
)

GO = MappingProxyType(
    {
        State.DRAFT: N_("继续准备"),
        State.REHEARSAL: N_("继续演练"),
        State.SEALED: N_("去印条、开始"),
        State.OPEN: N_("进入会场页"),
        State.CLOSED: N_("去开箱"),
        State.OPENED: N_("去复核公布"),
        State.PUBLISHED: N_("查看结果"),
        State.SHREDDED: N_("查看结果"),
    }
)


def next_step(about: Summary, role: Role, ready: Readiness, *, is_reconciled: bool) -> Step:
    """Return the next act of a round, as whoever looks may do it or must wait for it."""
    if role == Role.OBSERVER:
        return WATCH
    if about.state == State.DRAFT:
        return _draft_step(role, ready)
    if about.state in (State.SEALED, State.REHEARSAL) and not ready.printed:
        return ISSUE_SLIPS if role == Role.ORGANIZER else WAIT_FOR_SLIPS
    if about.state == State.CLOSED and about.rehearsal:
        return COUNT_REHEARSED
    if about.state == State.OPENED and about.rehearsal:
        return WIPE
    if about.state == State.OPENED and not is_reconciled:
        return RECONCILE if role == Role.SCRUTINEER else WAIT_FOR_RECONCILIATION
    if about.state == State.PUBLISHED and ready.may_shred:
        return SHRED
    return STEPS[about.state]


STEPS = MappingProxyType(
    {
        State.REHEARSAL: OPEN,
        State.SEALED: OPEN,
        State.OPEN: CLOSE,
        State.CLOSED: COUNT,
        State.OPENED: PUBLISH,
        State.PUBLISHED: SEE_RESULT,
        State.SHREDDED: SHREDDED,
    }
)


def strip(about: Summary) -> tuple[Field, ...]:
    """Return the state strip: what is done, what is now, what is to come."""
    order = REHEARSAL_STRIP if about.rehearsal else STRIP
    now = order.index(about.state)
    return tuple(
        Field(Phrase(STATE_NAME[each]), place < now, place == now) for place, each in enumerate(order)
    )


STRIP = tuple(state for state in State if state != State.REHEARSAL)
REHEARSAL_STRIP = (State.REHEARSAL, State.OPEN, State.CLOSED, State.OPENED)


def _draft_step(role: Role, ready: Readiness) -> Step:
    if not ready.has_scrutineer:
        return NAME_SCRUTINEER
    if not ready.has_own_card:
        return MAKE_CARD
    if not ready.has_cards:
        return WAIT_FOR_CARD
    if not ready.is_drilled:
        return DRILL
    if ready.unread:
        return READ
    return WAIVE if ready.needs_waiver else SEAL
