"""The items of the sheet 规则 gathered by what they are about, as the page folds them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..domain.phrase import N_
from .rule_items import written
from .template import EXAMPLE

GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        N_("怎样评"): ("量表", "最低分", "最高分", "步长", "第一名分值", "每低一名减", "未排完的票"),
        N_("弃权怎样算"): ("弃权名称", "弃权处理", "结论分母"),
        N_("票种怎样合起来"): ("合并方式", "票种缺席"),
        N_("优秀名额"): ("优秀名额比例", "优秀名额取整", "优秀名额范围"),
        N_("去掉最高最低、校正宽严"): ("去掉最高最低", "去极值起点", "标准化"),
        N_("名次怎样排"): ("并列规则", "小数位"),
        N_("多少票才算数"): ("收回率要求", "全部相同", "最少划票比例", "最少样本"),
        N_("理由和备用票"): ("最低等次须填理由", "理由字数上限", "备用票比例"),
    }
)
GROUP_OF: Mapping[str, str] = MappingProxyType(
    {item: group for group, items in GROUPS.items() for item in items}
)
USUAL: Mapping[str, str] = MappingProxyType({item.name: text for item, text in written(EXAMPLE)})
