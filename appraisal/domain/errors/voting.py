"""Every refusal a voter may meet by name."""

from __future__ import annotations

from collections.abc import Iterable

from ..phrase import N_, Phrase
from .refusal import AppraisalError


class CodeMistyped(AppraisalError):
    """The check symbol does not fit, or a symbol is none of the alphabet."""

    text = N_("票码输入有误，请对照选票条再看一遍。")


class CodeIsReceipt(AppraisalError):
    """A receipt was typed into the code field."""

    text = N_("这是回执，不是票码。查回执请到公示板。")


class CodeUnknown(AppraisalError):
    """No such code, or it was cancelled: one answer for both."""

    text = N_("没有这个票码。请重新输入，或举手找工作人员。")


class TooManyWrongCodes(AppraisalError):
    """The one bucket of wrong codes for the whole hall is empty."""

    text = N_("没有这个票码，场内输错也较多。请对照选票条，%(seconds)s 秒后再试。")


class CodeAlreadyUsed(AppraisalError):
    """The ballot of this code is in the box."""

    text = N_("这个票码已投过票，选票已在票箱中。如果不是您投的，请立即告诉监票人。")


class RoundNotOpen(AppraisalError):
    """Voting has not begun."""

    text = N_("投票还没有开始，请稍候，本页会自动刷新。")


class RoundClosed(AppraisalError):
    """Voting has ended; this ballot is not in the box."""

    text = N_("投票已经结束。这张选票没有提交，未计入。")


class StalePage(AppraisalError):
    """The page belongs to another code, another form or an ended visit."""

    text = N_("本页已过期，请重新扫码。")


class VisitEnded(AppraisalError):
    """A page of the ballot was asked for without a code at the sheet."""

    text = N_("请先扫选票条上的码，或输入票码。")


class BallotRefused(AppraisalError):
    """A ballot breaks a rule it was told about; nothing was spent."""

    text = N_("选票还不能提交：%(findings)s")

    def __init__(self, findings: Iterable[Phrase]) -> None:
        self.findings = tuple(findings)
        super().__init__(findings=self.findings)


class NonceTaken(AppraisalError):
    """Another ballot already carries this page's number: a copied page; the voter gets a fresh one."""

    text = N_("本页已被用过一次，您的选择都还在。请再按一次提交。")


class Busy(AppraisalError):
    """The database could not take the ballot just now."""

    text = N_("系统繁忙，还没有交上，请不要关闭本页，稍后再按一次提交。")


class StorageFailed(Busy):
    """The disk is full, or it fails: nothing is taken in until it proves itself again."""

    text = N_(
        "服务器的磁盘写不进去，还没有交上。您的选择都还在：请告诉工作人员，不要关闭本页，稍后再按一次提交。"
    )
