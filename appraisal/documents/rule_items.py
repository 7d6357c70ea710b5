"""The items of the sheet 规则: what each may say, and what that means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..domain.exact import read, shown
from ..domain.phrase import Phrase, phrase
from ..domain.plan import Plan
from ..domain.rule import Normalisation, Reasons, Rounding, ScoringRule
from ..domain.scale import ScaleKind
from .grid import key

SHARED = "并列"  # the end of every tie chain
NO_TRIM = "否"
ABSTENTIONS = ("弃权", "不了解", "未观摩")


@dataclass(frozen=True)
class Item:
    """One line of the sheet.

    `field` names the value; `read` turns a text that is not empty into it or raises `ValueError`; `off` is
    the value of an empty cell; `write` is the text of a value. `choices` are offered in the template.
    """

    name: str
    field: str
    expected: Phrase
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    off: Any
    choices: tuple[str, ...] = ()


def whole(text: str, units: str = "人张份个") -> int:
    """Read a count, with its unit if one is written; `ValueError` for anything else."""
    number = read(text.strip().rstrip(units))
    if number.denominator != 1:
        raise ValueError(text)
    return int(number)


def _choice(name: str, field: str, words: Mapping[str, Any], off: Any) -> Item:
    meanings = {key(word): value for word, value in words.items()}
    spellings = {value: word for word, value in words.items()}

    def meaning(text: str) -> Any:
        if key(text) not in meanings:
            raise ValueError(text)
        return meanings[key(text)]

    choices = tuple(words)
    expected = phrase("应为以下之一：%(choices)s", choices=choices)
    return Item(name, field, expected, meaning, spellings.__getitem__, off, choices)


def _share(name: str, field: str, example: str, off: Fraction | None = None) -> Item:
    expected = phrase("应为比例，例如 %(example)s；不设时留空", example=example)
    return Item(name, field, expected, read, _share_text, off)


def _share_text(share: Fraction | None) -> str:
    if share is None:
        return ""
    percent = shown(share * 100)
    return str(share) if "/" in percent else f"{percent}%"


def _abstention_points(text: str) -> Fraction | None:
    if key(text) == "不计入":
        return None
    points = re.fullmatch(r"计入(?:记|按)(.+)分", key(text))
    if points is None:
        raise ValueError(text)
    return read(points[1])


def _abstention_text(points: Fraction | None) -> str:
    if points is None:
        return "不计入"
    return f"计入按{shown(points)}分" if points else "计入记0分"


def _trim(text: str) -> int:
    if key(text) == NO_TRIM:
        return 0
    count = re.fullmatch(r"各(\d+)个", key(text))
    if count is None:
        raise ValueError(text)
    return int(count[1])


def _trim_text(count: int) -> str:
    return f"各{count}个" if count else NO_TRIM


def _count_text(count: int) -> str:
    return str(count) if count else ""


def _number(name: str, field: str, example: str) -> Item:
    expected = phrase("应为数，例如 %(example)s", example=example)
    return Item(name, field, expected, read, _number_text, None)


def _number_text(number: Fraction | None) -> str:
    return "" if number is None else shown(number)


ITEMS = (
    _choice(
        "量表",
        "kind",
        {"等次": ScaleKind.GRADES, "分数": ScaleKind.POINTS, "名次": ScaleKind.PLACES},
        ScaleKind.GRADES,
    ),
    _number("最低分", "lowest", "0"),
    _number("最高分", "highest", "100"),
    _number("步长", "step", "1"),
    _number("第一名分值", "first", "100"),
    _number("每低一名减", "drop", "3"),
    _choice("未排完的票", "allow_partial", {"不允许": False, "允许": True}, False),
    _choice("弃权名称", "abstention", {word: word for word in ABSTENTIONS}, ABSTENTIONS[0]),
    Item(
        "弃权处理",
        "abstention_points",
        phrase("应为：不计入、计入记0分，或如“计入按60分”"),
        _abstention_points,
        _abstention_text,
        None,
        ("不计入", "计入记0分", "计入按60分"),
    ),
    _choice("合并方式", "pooled", {"分票种加权": False, "合并计票": True}, False),
    _choice("票种缺席", "share_missing_class", {"权重归一": True, "不予发布": False}, True),
    _share("优秀名额比例", "quota", "30%"),
    _choice(
        "优秀名额取整",
        "rounding",
        {"四舍五入": Rounding.HALF_UP, "向下取整": Rounding.DOWN, "向上取整": Rounding.UP},
        Rounding.HALF_UP,
    ),
    _choice("优秀名额范围", "per_group", {"全体": False, "分组": True}, False),
    Item(
        "去掉最高最低",
        "trim",
        phrase("应为：否，或如“各1个”"),
        _trim,
        _trim_text,
        0,
        (NO_TRIM, "各1个", "各2个"),
    ),
    Item("去极值起点", "trim_above", phrase("应为整数，例如 5；不设时留空"), whole, _count_text, 0),
    _choice(
        "标准化",
        "normalisation",
        {
            "否": Normalisation.NONE,
            "去均值": Normalisation.CENTRED,
            "标准分": Normalisation.STANDARD,
            "极差": Normalisation.MIN_MAX,
            "百分位": Normalisation.PERCENTILE,
            "两因素校正": Normalisation.TWO_WAY,
        },
        Normalisation.NONE,
    ),
    _choice("全部相同", "allow_all_same", {"不允许": False, "允许": True}, False),
    Item("并列规则", "ties", phrase("应如：A票得分 > 优秀票数 > 并列"), str, str, SHARED),
    Item("小数位", "decimals", phrase("应为 0 到 4 的整数"), whole, str, 2, ("0", "1", "2", "3", "4")),
    _share("收回率要求", "quorum", "2/3"),
    _share("备用票比例", "spare_share", "10%", off=Fraction(0)),
    _share("最少划票比例", "least_share", "1/2"),
    Item("最少样本", "least_marks", phrase("应为整数，例如 30；不设时留空"), whole, _count_text, 0),
    _choice("结论分母", "rates_with_abstentions", {"含弃权": True, "不含弃权": False}, True),
    _choice(
        "最低等次须填理由",
        "reasons",
        {"否": Reasons.OFF, "选填": Reasons.OPTIONAL, "是": Reasons.REQUIRED},
        Reasons.OFF,
    ),
    Item("理由字数上限", "reason_length", phrase("应为字数，例如 50"), whole, str, 50),
)
BY_KEY = {key(item.name): item for item in ITEMS}
BY_FIELD = {item.field: item for item in ITEMS}

ROLL_UP = ("单位得分", "好项目名额", "类别权重")  # of a whole activity, not of one round
POINTS = ("lowest", "highest", "step")
PLACES = ("first", "drop")


def defaults() -> dict[str, Any]:
    """Return the values of a sheet that says nothing."""
    return {item.field: item.off for item in ITEMS} | {"spare_share": ScoringRule.spare_share}


def written(plan: Plan) -> Iterator[tuple[Item, str]]:
    """Yield every item with its text in this plan."""
    rule, quota = plan.rule, plan.rule.quota
    values = {
        "abstention": plan.scale.abstention,
        "quota": quota and quota.share,
        "rounding": quota.rounding if quota else Rounding.HALF_UP,
        "per_group": bool(quota and quota.per_group),
        "ties": " > ".join([*(link.label for link in rule.ties), SHARED]),
        **_scale_numbers(plan),
    }
    for item in ITEMS:
        value = values[item.field] if item.field in values else getattr(rule, item.field)
        yield item, item.write(value)


def _scale_numbers(plan: Plan) -> dict[str, Any]:
    scale = plan.scale
    numbers: dict[str, Any] = dict.fromkeys((*POINTS, *PLACES))
    if scale.kind is ScaleKind.POINTS:
        numbers |= dict(zip(POINTS, (scale.points[0], scale.points[-1], scale.step), strict=True))
    elif scale.kind is ScaleKind.PLACES:
        numbers |= dict(zip(PLACES, (scale.points[-1], scale.step), strict=True))
    return {"kind": scale.kind, **numbers}
