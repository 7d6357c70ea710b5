"""Every refusal of counting, reconciling or publishing by name."""

from __future__ import annotations

from ..phrase import N_
from .refusal import AppraisalError


class BoxDiffers(AppraisalError):
    """The box no longer holds exactly what it held at closing."""

    text = N_("票箱内容与截止时不一致，停止开箱。请保护现场并联系管理员。")


class NotCounted(AppraisalError):
    """There is no result yet: the box was not opened."""

    text = N_("还没有结果：要先截止投票，再用两张钥匙卡开箱计票。")


class NotPublished(AppraisalError):
    """There is no archive yet: it holds what was published."""

    text = N_("还没有归档：要先公布结果。")


class NotArchivable(AppraisalError):
    """The round was closed before archives were made."""

    text = N_("这一轮是旧版程序截止的，没有留下公示板，不能归档。请把汇总表存档。")


class NothingSealed(AppraisalError):
    """Only a full archive can be opened again."""

    text = N_("这个文件里没有密封的选票，不能重新开箱。请用完整归档（flask archive --full）。")


class EvidenceMissing(AppraisalError):
    """A count was made without looking at how sure it is, or on too few ballots to tell."""

    text = N_("这一轮没有旁证：开箱时没有留下，或有效票太少。选票已不可再读，不能补算；正式结果不受影响。")


class CountsNotUnderstood(AppraisalError):
    """Counts of slips were typed in a form that names no class or no number."""

    text = N_("“%(part)s”看不懂。请写成“票种=张数”，例如 A=28；本轮的票种有：%(letters)s")


class NumbersChangedMeanwhile(AppraisalError):
    """Somebody else wrote the numbers of the hall down after this page was loaded; nothing was stored."""

    text = N_("另一位刚刚改过人数和票数，您填的没有保存。请返回看现在的数字，再填一次。")


class ReturnsOutOfBalance(AppraisalError):
    """More ballots came back than were handed out."""

    text = N_(
        "%(voter_class)s票收回 %(returned)s 张，多于发出的 %(issued)s 张，本次测评无效，不能公布。"
        "请核对发出票数。"
    )


class IssuedMoreThanPrinted(AppraisalError):
    """More slips are said to be handed out than were ever printed."""

    text = N_("%(voter_class)s票只印制了 %(printed)s 张，不能发出 %(issued)s 张。请核对发出票数。")


class SlipsOutOfBalance(AppraisalError):
    """More slips are in the box and in hand than were ever printed."""

    text = N_(
        "%(voter_class)s票印制 %(printed)s 条，票箱中已有 %(cast)s 张，手中不可能还有 %(found)s 条。"
        "请重新清点；若数目属实，请保护现场。"
    )


class MoreBallotsThanPeople(AppraisalError):
    """More ballots are in the box than people were in the hall: two of them must say why, or not publish."""

    text = N_(
        "票箱中有 %(cast)s 张选票，多于实到的 %(present)s 人。请先查明；要公布，须写明原因，由监票人确认。"
    )


class TallyOutOfBalance(AppraisalError):
    """The counts of a class contradict the ballots that came back."""

    text = N_(
        "%(voter_class)s票的票数前后不一致（收回＝有效＋无效＋弃权；收回－无效＝划票＋弃权＋回避），不能公布。"
    )


class ClassMissing(AppraisalError):
    """A class left no valid mark where the rule allows no weight to be shared out."""

    text = N_("%(voter_class)s票对“%(subject)s”没有有效划票，按计分办法结果不予发布。")
