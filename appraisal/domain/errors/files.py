"""Every refusal of a file by name, whether it is read or written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..phrase import N_, Phrase
from .refusal import AppraisalError


class FileRefused(AppraisalError):
    """A file is of the wrong kind, too large, or unsafe to read at all."""

    text = N_("这个文件不能读取：%(why)s")


class FileInTheWay(AppraisalError):
    """A file of this name exists; it is never overwritten."""

    text = N_("文件 %(path)s 已经存在，没有覆盖。请换一个文件名，或先把它移走。")


class FileEndingUnknown(AppraisalError):
    """A file was asked for in a format that is not written."""

    text = N_("不知道怎样写 %(path)s：文件名应以 %(endings)s 结尾。")


class FileUnusable(AppraisalError):
    """The system does not let a file be read or written."""

    text = N_("文件 %(path)s 不能读写：%(why)s")


class GlyphMissing(AppraisalError):
    """The font of a printed file has no picture of a sign; it would come out as an empty box."""

    text = N_(
        "PDF 的字库里没有 %(signs)s，打印出来会是空格（见“%(text)s”）。"
        "请改用 Word 或 Excel 文件打印，或换用通行的写法。"
    )


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file: where it is, what was found there, what was expected."""

    sheet: str
    cell: str
    found: str
    expected: Phrase


class WorkbookRefused(AppraisalError):
    """A workbook has faults; nothing of it was stored."""

    text = N_("表格中有 %(count)s 处需要改正，没有保存任何内容。")

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(count=len(self.faults))


class BallotsRefused(WorkbookRefused):
    """A file of ballots has faults; nothing of it was counted."""

    text = N_("选票文件中有 %(count)s 处需要改正，没有计票。")


class BallotsTwice(AppraisalError):
    """Two files of ballots have the columns of the same round."""

    text = N_("%(path)s 也是“%(round)s”的选票。每个轮次只用一个选票文件。")


class BallotsMissing(AppraisalError):
    """A round of the workbook has no file of ballots."""

    text = N_("没有这些轮次的选票文件：%(rounds)s。请在命令后面一并列出。")


class SeveralRounds(AppraisalError):
    """A workbook sets up several rounds where one is wanted."""

    text = N_(
        "这份工作簿有几个轮次（%(rounds)s），这里只能用一个轮次的。要办整项活动，请在“测评活动”页导入。"
    )


class RoundsDiffer(AppraisalError):
    """A workbook that is to take the place of an activity's has other rounds."""

    text = N_("这项活动的轮次是：%(rounds)s。轮次有增减的，请另建一项活动。")


class RoundsApart(AppraisalError):
    """The rounds of an activity were changed one by one, so that one workbook cannot say them all."""

    text = N_("各轮（%(rounds)s）分别改过，一张表格写不下了。请到各轮的页面上逐轮导出。")


class FiguresOnly(AppraisalError):
    """A workbook changes more than figures after a box of the activity was sealed, or anything at the end."""

    text = N_("已有票箱封好，只能更正“指标数值”，公布之后不能再改。请只改数值，再导入一次。")
