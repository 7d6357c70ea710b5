"""What is asked before each act, and the facts it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ...domain.lifecycle import Act
from ...domain.phrase import N_, Phrase, phrase
from ...domain.plan import Plan
from ...domain.waiver import LEAST_SHOWN
from ...services.conduct import Turnout
from ...services.returns import quorum
from ...services.watched import STEP
from .confirm import Fact, Question

QUESTIONS: Mapping[Act, Question] = MappingProxyType(
    {
        Act.WAIVE: Question(
            phrase("放宽人少票种的限制"),
            phrase("票数越少，得分越接近某一个人的评价。"),
            phrase(
                "放宽会写在选票页上，投票人投票前看得到，也印在计票报告单上。封箱前修改方案，放宽即失效。"
            ),
            phrase("照此办理"),
            phrase("不改了，返回"),
        ),
        Act.SEAL: Question(
            phrase("封箱"),
            phrase("封箱后名单、票种、等次和两张钥匙卡都不能再改。"),
            phrase("接着才能印选票条。要改，只能两人同意拆封，钥匙卡和选票条全部作废重来。"),
            phrase("封箱"),
            phrase("先不封"),
        ),
        Act.UNSEAL: Question(
            phrase("拆封，回到草稿"),
            phrase("钥匙卡和已印的选票条全部作废。"),
            phrase("方案可以再改；之后要重新做卡、试开、封箱、印条。请收回并销毁旧条。"),
            phrase("拆封"),
            phrase("不拆封"),
        ),
        Act.VOID_SLIPS: Question(
            phrase("作废已印的选票条"),
            phrase("已经印好的选票条全部作废。"),
            phrase("请收回并销毁旧条，然后重新印制。"),
            phrase("作废选票条"),
            phrase("不作废"),
        ),
        Act.OPEN: Question(
            phrase("确认开始投票"),
            phrase("开始后设置不能再改。"),
            phrase("名单、票种、权重、等次和计分办法从此固定，选票条不能重印。"),
            phrase("开始投票"),
            phrase("先不开始"),
        ),
        Act.ANNOUNCE: Question(
            phrase("预告截止时间"),
            phrase("到时间不会自动截止。"),
            phrase("预告显示在大屏和主持台上，可以再改、再延长；截止仍由主持人宣布、两人操作。"),
            phrase("预告"),
            phrase("不改了，返回"),
        ),
        Act.REPLACE_SLIP: Question(
            phrase("补发一张选票条"),
            phrase("旧条立即作废。"),
            phrase("监票人确认后，新条只在监票人的屏幕上显示一次，请当场打印或抄给本人，旧条收回。"),
            phrase("补发"),
            phrase("不补发"),
        ),
        Act.HAND_OUT_PAPER: Question(
            phrase("换发一张纸质票"),
            phrase("交回的选票条立即作废。"),
            phrase(
                "监票人确认后，发给本人一张同一票种的纸质票，交回的条单独放好。发出票数不变，"
                "纸质票要在截止前由两个人录入。"
            ),
            phrase("换发"),
            phrase("不换"),
        ),
        Act.CLOSE: Question(
            phrase("确认截止投票"),
            phrase("截止后不能重开。"),
            phrase("之后提交的选票都不计入，没用过的选票条不能再用。"),
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
        Act.SHRED: Question(
            phrase("销毁选票和钥匙"),
            phrase("销毁后谁也不能再打开任何一张选票。"),
            phrase("公示板、票数、结果和操作记录保留。两张钥匙卡也请当场撕毁，并在销毁记录上签字。"),
            phrase("销毁"),
            phrase("先不销毁"),
        ),
        Act.ABANDON: Question(
            phrase("放弃本轮"),
            phrase("本轮不会再有结果。"),
            phrase("票箱里的选票不打开，直接销毁。要评，只能另开一次会重新投票。"),
            phrase("放弃本轮"),
            phrase("不放弃"),
        ),
        Act.WIPE: Question(
            phrase("结束演练"),
            phrase("演练的票码、选票和结果全部删除。"),
            phrase("方案和人员保留，回到草稿，接着做正式的钥匙卡。"),
            phrase("结束并清除"),
            phrase("继续演练"),
        ),
        Act.REHEARSE: Question(
            phrase("开始演练"),
            phrase("演练的选票不计入任何结果。"),
            phrase("演练用一张卡，一个人就能走完全程，每一页都有“演练”字样。已做的正式钥匙卡作废。"),
            phrase("开始演练"),
            phrase("先不演练"),
        ),
    }
)


def facts(act: Act, plan: Plan, turnout: Turnout) -> tuple[Fact, ...]:
    """Return the counts a question rests on."""
    return FACTS[act](plan, turnout) if act in FACTS else ()


def _waive_facts(plan: Plan, _: Turnout) -> tuple[Fact, ...]:
    small = tuple(
        phrase("%(letter)s票 %(n)s 张", letter=group.letter, n=group.issued)
        for group in plan.classes
        if 0 < group.issued < LEAST_SHOWN
    )
    letters = tuple(group.letter for group in plan.recognisable)
    facts = [(phrase("现在"), phrase("满 %(n)s 张才单独公布", n=plan.waiver.least_shown))]
    if small:
        facts.append(
            (phrase("不足 %(n)s 张的票种", n=LEAST_SHOWN), phrase("发出 %(classes)s", classes=small))
        )
    if letters:
        facts.append((phrase("会认出人的回避选票"), phrase("%(letters)s票", letters=letters)))
    return tuple(facts)


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
        N_("至少 %(returned)s 张，发出 %(issued)s 张（投票中只报 5 的整倍数，截止后见准数）")
        if turnout.rounded
        else N_("%(returned)s 张，发出 %(issued)s 张")
    )
    count = phrase(text, returned=turnout.returned, issued=turnout.issued)
    return ((phrase("收回"), count), *_paper_fact(plan, turnout), *_quorum_fact(plan, turnout))


def _paper_fact(plan: Plan, turnout: Turnout) -> tuple[Fact, ...]:
    """Tell what of the paper is not in the box yet: after closing nothing can be entered."""
    if not plan.has_paper:
        return ()
    found = turnout.paper
    counts = {"out": found.out, "entered": found.entered, "waiting": found.waiting}
    text = (
        N_("换发 %(out)s 张，已录入 %(entered)s 张，还有 %(waiting)s 张没有录入，截止后不能再录")
        if found.waiting
        else N_("换发 %(out)s 张，全部录入")
    )
    return ((phrase("纸质票"), Phrase(text, counts)),)


def _hand_out_facts(_: Plan, turnout: Turnout) -> tuple[Fact, ...]:
    found = turnout.paper
    counts = {"out": found.out, "left": found.reserve - found.out}
    return ((phrase("纸质票"), phrase("已换发 %(out)s 张，还能换 %(left)s 张", **counts)),)


def _quorum_fact(plan: Plan, turnout: Turnout) -> tuple[Fact, ...]:
    needed = quorum(plan.rule.quorum, turnout.issued, turnout.returned)
    if needed is None:
        return ()
    reached = phrase("已达到") if needed.met else phrase("还没有达到，结果将注明“仅供参考”")
    if turnout.rounded and not needed.met and needed.needed < turnout.returned + STEP:
        reached = phrase("差几张或刚达到，截止后才见分晓")
    return (
        (
            phrase("有效比例"),
            phrase("要求 %(needed)s 张，%(reached)s", needed=needed.needed, reached=reached),
        ),
    )


def _publish_facts(plan: Plan, turnout: Turnout) -> tuple[Fact, ...]:
    count = phrase("%(returned)s 张，发出 %(issued)s 张", returned=turnout.returned, issued=turnout.issued)
    return ((phrase("收回"), count), (phrase("公布范围"), Phrase(plan.meeting.scope)))


def _shred_facts(_: Plan, turnout: Turnout) -> tuple[Fact, ...]:
    printed = sum(line.printed for line in turnout.classes)
    return (
        (phrase("封存的选票"), phrase("%(n)s 张", n=turnout.returned)),
        (phrase("票码"), phrase("%(n)s 个", n=printed)),
    )


FACTS: Mapping[Act, Callable[[Plan, Turnout], tuple[Fact, ...]]] = {
    Act.WAIVE: _waive_facts,
    Act.SEAL: lambda plan, _: ((phrase("评议对象"), phrase("%(n)s 个", n=len(plan.subjects))),),
    Act.OPEN: _open_facts,
    Act.HAND_OUT_PAPER: _hand_out_facts,
    Act.CLOSE: _close_facts,
    Act.PUBLISH: _publish_facts,
    Act.SHRED: _shred_facts,
    Act.ABANDON: _shred_facts,
}
