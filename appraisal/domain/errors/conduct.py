"""Every refusal of an act at the desk by name."""

from __future__ import annotations

from ..phrase import N_
from .refusal import AppraisalError


class StateRefused(AppraisalError):
    """The round is not in a state that allows this act."""

    text = N_("“%(act)s”要在“%(needed)s”时进行，现在是“%(state)s”。")


class RoleRefused(AppraisalError):
    """An account has another role in this round."""

    text = N_("“%(act)s”由%(by)s进行，您在本轮是%(role)s。")


class PageRefused(AppraisalError):
    """A page is not for the role an account has in this round."""

    text = N_("这一页只给%(by)s看，您在本轮是%(role)s。")


class NeedsTwo(AppraisalError):
    """One person alone asked for an act of two."""

    text = N_("“%(act)s”要组织者和监票人两人同意：一人提出，另一人在自己的登录中确认。")


class RoleTaken(AppraisalError):
    """Nobody is two things to the same round."""

    text = N_("“%(name)s”在本轮已经是%(role)s，一人不能兼任两职。")


class SeatTaken(AppraisalError):
    """There is one organizer and one scrutineer to a round."""

    text = N_("本轮已有%(role)s“%(name)s”。要换人，请先把原来的人移出。")


class ProposalGone(AppraisalError):
    """What was to be confirmed was withdrawn, done, or waited too long."""

    text = N_("没有等待确认的操作，或者已超过 10 分钟。请让对方重新提出。")


class ProposalWaiting(AppraisalError):
    """Two acts cannot wait for confirmation at once."""

    text = N_("“%(act)s”正在等待确认。请先确认或撤回它。")


class SamePerson(AppraisalError):
    """Whoever proposed an act cannot confirm it."""

    text = N_("提出的人不能自己确认，请由另一位在自己的登录中确认。")


class NotReady(AppraisalError):
    """Something must be done before the next state can be reached."""

    text = N_("还不能进行这一步，先要：%(missing)s")


class LampsNotGreen(AppraisalError):
    """Voting opens with every lamp green, or with a reason that stays in the log."""

    text = N_("会前检查有灯不绿：%(lamps)s。请先处理，或写明为什么仍要开始")


class WaiverRefused(AppraisalError):
    """Nobody may agree to show less than a few ballots on their own."""

    text = N_("人少票种的限制最低放宽到 %(least)s 张，不放宽是 %(usual)s 张。")


class TooEarlyToShred(AppraisalError):
    """The period for objections has not ended."""

    text = N_("异议期到 %(until)s 为止，之前不能销毁。")


class NotFound(AppraisalError):
    """There is no such round or page."""

    text = N_("没有这个页面。")


class LogBroken(AppraisalError):
    """The log of acts was changed after it was written."""

    text = N_("操作记录从第 %(entry)s 条起对不上，可能被改动过。请保护现场并联系管理员。")
