"""Every refusal of a plan, or of a change to one, by name."""

from __future__ import annotations

from ..phrase import N_
from .refusal import AppraisalError


class PlanRefused(AppraisalError):
    """A plan contradicts itself."""

    text = N_("方案有误：%(flaws)s")


class PlanChangedMeanwhile(AppraisalError):
    """Somebody else changed the plan after this page was loaded; nothing of this page was stored."""

    text = N_("%(who)s刚刚改过这份方案，您的改动没有保存。请重新载入，再改一次。")


class MendOutOfDate(AppraisalError):
    """A mend was asked for that the plan no longer needs."""

    text = N_("这一条已经不存在，方案没有改动。请重新载入。")


class FindingOutOfDate(AppraisalError):
    """A warning was ticked that the plan no longer has, or has in other numbers."""

    text = N_("方案刚刚改过，勾选的提醒已经不同，没有记下。请重新载入，再看一遍。")
