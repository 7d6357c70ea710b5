"""Why a paper ballot does not count: a phone never lets such a ballot be cast."""

from __future__ import annotations

from enum import IntEnum
from types import MappingProxyType

from .phrase import N_


class VoidReason(IntEnum):
    """The reason as it is sealed inside the ballot, in one byte; 0 there is a valid ballot."""

    SEVERAL_TICKS = 1
    MARKED = 2
    AGAINST_RULES = 3
    UNREADABLE = 4
    FOREIGN = 5


VOID_REASON_NAME = MappingProxyType(
    {
        VoidReason.SEVERAL_TICKS: N_("一格里划了两个以上的选项"),
        VoidReason.MARKED: N_("写了姓名或留有可辨认的记号"),
        VoidReason.AGAINST_RULES: N_("不合填写规则：超过名额、全部相同或名次重复"),
        VoidReason.UNREADABLE: N_("撕毁、污损，无法辨认"),
        VoidReason.FOREIGN: N_("不是本次印发的纸质票"),
    }
)
