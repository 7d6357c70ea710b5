"""Every refusal of a public channel by name."""

from __future__ import annotations

from ..phrase import N_
from .refusal import AppraisalError


class PublicUsedUp(AppraisalError):
    """As many ballots were drawn from a public channel as it may have."""

    text = N_("公开渠道的票已经领完，不能再领。")


class PublicTooOften(AppraisalError):
    """More ballots are being drawn from a public channel than it gives out at a time, to whomever."""

    text = N_("现在领票的人多，请等十来秒，再点一次“领取选票”。")


class PublicDrawn(AppraisalError):
    """This browser drew its ballot of the channel already."""

    text = N_("这个浏览器已经领过一张票。公开渠道请每人只投一次。")
