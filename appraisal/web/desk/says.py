"""What the chair says next, in every state: now, and afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ...documents.table import Quorum
from ...domain.lifecycle import State
from ...domain.phrase import Phrase, phrase
from ...services.conduct import Turnout


@dataclass(frozen=True)
class Saying:
    """Words to read out, and words for a little later, with when."""

    now: tuple[Phrase, ...]
    later: tuple[tuple[Phrase, Phrase], ...] = ()


def saying(state: State, turnout: Turnout, quorum: Quorum | None, scope: str) -> Saying | None:
    """Return what the chair says; a draft has nothing to say."""
    return WORDS[state](turnout, quorum, scope) if state in WORDS else None


def _sealed(turnout: Turnout, _: Quorum | None, __: str) -> Saying:
    return Saying(
        (
            phrase("本次评议无记名。每人抽一张选票条，一条一票，请勿转让、拍照。"),
            phrase("系统不记录谁投了哪张票，主办方也看不到单张选票。"),
            phrase("请用手机扫条上的码；不会操作的，请举手。"),
        ),
        (
            (
                phrase("开始时说"),
                phrase("共发出选票条 %(n)s 条。票箱是空的，请监票人查验。现在开始投票。", n=turnout.issued),
            ),
        ),
    )


def _open(_: Turnout, __: Quorum | None, ___: str) -> Saying:
    return Saying(
        (
            phrase("请还没有提交的同志抓紧时间。手机上出现“投票已提交”，才算投完。"),
            phrase("不会操作的，请举手，工作人员到您身边。"),
        ),
        (
            (
                phrase("预告时说"),
                phrase("还有没有未投票的同志？一分钟后截止，截止后提交的选票不计入。"),
            ),
            (phrase("时间到了说"), phrase("时间到，现在截止投票。")),
        ),
    )


def _closed(turnout: Turnout, quorum: Quorum | None, _: str) -> Saying:
    values = {"issued": turnout.issued, "returned": turnout.returned}
    if turnout.returned > turnout.issued:
        verdict = phrase("收回票数多于发出票数，本次评议无效。")
    elif quorum and not quorum.met:
        verdict = quorum.sentence
    elif turnout.returned == turnout.issued:
        verdict = phrase("收回票数等于发出票数，本次评议有效。")
    else:
        verdict = phrase("收回票数少于发出票数，本次评议有效。")
    return Saying(
        (
            phrase("投票已经截止。发出选票 %(issued)s 张，收回 %(returned)s 张。", **values),
            verdict,
            phrase("票箱指纹是：（读出四组字符）。请大家记下或拍照。"),
        ),
        ((phrase("开箱时说"), phrase("请两位持卡人当场开箱。")),),
    )


def _opened(_: Turnout, __: Quorum | None, ___: str) -> Saying:
    return Saying(
        (phrase("计票已经完成。请总监票人、监票人、计票人复核并签字。"),),
        ((phrase("签字以后说"), phrase("计票结果已经签字确认。")),),
    )


def _published(_: Turnout, __: Quorum | None, scope: str) -> Saying:
    return Saying(
        (
            phrase("评议结果按“%(scope)s”的范围公布。有异议的，请在异议期内提出。", scope=Phrase(scope)),
            phrase("要查自己的票在不在，可凭回执到公示板上查。"),
        )
    )


WORDS: Mapping[State, Callable[[Turnout, Quorum | None, str], Saying]] = {
    State.SEALED: _sealed,
    State.REHEARSAL: _sealed,
    State.OPEN: _open,
    State.CLOSED: _closed,
    State.OPENED: _opened,
    State.PUBLISHED: _published,
}
