"""Scales met in practice, to be taken at one press instead of being typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ..domain.phrase import N_

ONE_OF_GRADES = {"量表": "等次", "最低分": "", "最高分": "", "步长": "", "第一名分值": "", "每低一名减": ""}


@dataclass(frozen=True)
class ScaleSet:
    """Grades with their points, best first, and the items of the rule that go with them."""

    grades: tuple[tuple[str, str], ...] = ()
    items: Mapping[str, str] = field(default_factory=dict)


def _grades(*points: str, words: str, **items: str) -> ScaleSet:
    return ScaleSet(tuple(zip(words.split(), points, strict=True)), {**ONE_OF_GRADES, **items})


def _numbers(**items: str) -> ScaleSet:
    return ScaleSet((), {**ONE_OF_GRADES, "优秀名额比例": "", "最低等次须填理由": "否", **items})


SCALES = MappingProxyType(
    {
        N_("优秀 100，良好 80，一般 60，较差 40"): _grades(
            "100", "80", "60", "40", words="优秀 良好 一般 较差"
        ),
        N_("优秀 100，称职 80，基本称职 60，不称职 0"): _grades(
            "100", "80", "60", "0", words="优秀 称职 基本称职 不称职"
        ),
        N_("优秀 1，称职 0.5，基本称职 −0.5，不称职 −1"): _grades(
            "1", "0.5", "-0.5", "-1", words="优秀 称职 基本称职 不称职"
        ),
        N_("好 100，较好 80，一般 60，差 40"): _grades("100", "80", "60", "40", words="好 较好 一般 差"),
        N_("满意 100，较满意 80，基本满意 60，不满意 0"): _grades(
            "100", "80", "60", "0", words="满意 较满意 基本满意 不满意"
        ),
        N_("满意 100，基本满意 80，不满意 0，另有不了解"): _grades(
            "100", "80", "0", words="满意 基本满意 不满意", 弃权名称="不了解"
        ),
        N_("认同 100，基本认同 60，不认同 0，另有不了解"): _grades(
            "100", "60", "0", words="认同 基本认同 不认同", 弃权名称="不了解"
        ),
        N_("同意 1，不同意 0"): _grades("1", "0", words="同意 不同意"),
        N_("打分 0 到 100，整数"): _numbers(量表="分数", 最低分="0", 最高分="100", 步长="1"),
        N_("打分 0 到 10，可以打半分"): _numbers(量表="分数", 最低分="0", 最高分="10", 步长="0.5"),
        N_("排名次：第一名 100 分，每低一名减 3 分"): _numbers(量表="名次", 第一名分值="100", 每低一名减="3"),
    }
)
VERDICTS = (  # a usual table of verdicts, over the best grade and the two best together
    ("满意", 1, "90"),
    ("基本满意", 2, "85"),
)
LAST_VERDICT = "不满意"
