"""Every refusal of slips and paper ballots by name."""

from __future__ import annotations

from collections.abc import Iterable

from ..phrase import N_, Phrase
from .refusal import AppraisalError


class CodesAlreadyIssued(AppraisalError):
    """The slips of a round were printed; they are kept nowhere in readable form."""

    text = N_("本轮的选票条已经印制。要重印，请先作废原有票码。")


class SlipNotReplaceable(AppraisalError):
    """A code that was used, cancelled or never printed cannot be exchanged."""

    text = N_("这个票码不能换：它已经投过票、已经作废，或不是本轮的。")


class NoPaper(AppraisalError):
    """The plan sets no paper ballots aside."""

    text = N_("本轮没有备纸质票。要用，请在工作簿“票种”的“纸质票”一栏写张数，开始投票以前。")


class PaperUsedUp(AppraisalError):
    """No more paper ballots of a class were set aside when voting opened."""

    text = N_("备用的%(voter_class)s票纸质票已经换完，不能再换。请借一部手机给这位同志。")


class PaperNotHandedOut(AppraisalError):
    """A paper ballot is entered for which no slip was given back."""

    text = N_(
        "换发出去的%(voter_class)s票纸质票已经全部录入，这一张多出来了，没有录入。"
        "请核对票种和本单位；若数目属实，请保护现场。"
    )


class EntryStale(AppraisalError):
    """What the first clerk typed cannot be read any more."""

    text = N_("第一个人的录入已经失效，什么也没有存下。请拿着这张纸质票，从头录入。")


class EntriesDiffer(AppraisalError):
    """Two clerks typed one sheet differently."""

    text = N_("两次录入不同的地方：%(places)s。什么也没有存下，请两个人拿着这张纸质票重新录入。")

    def __init__(self, places: Iterable[Phrase | str]) -> None:
        self.places = tuple(places)  # names of cells, and never what stands in them
        super().__init__(places=self.places)


class SameClerk(AppraisalError):
    """One person cannot be both clerks."""

    text = N_("第二个录入人必须是另一个账户。")


class ClerkRefused(AppraisalError):
    """The second clerk takes no part in the round, or has a password that somebody else knows."""

    text = N_("账户“%(name)s”不能录入：没有参加本轮，或还没有改掉初始密码。")
