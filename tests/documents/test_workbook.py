"""Reading an organizer's workbook."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from appraisal.documents.grid import Grid
from appraisal.documents.workbook import plan_of, read_plan
from appraisal.domain.errors import WorkbookRefused
from appraisal.domain.plan import Plan
from appraisal.domain.rule import Normalisation, Quota, Rounding, ScoringRule, TieKey
from tests.documents.workbooks import PLAIN, Formula, Percent, faults, sheets, xlsx

HERE = Path(__file__).parent
TIANMEN = HERE.parents[1] / "appraisal" / "demo" / "tianmen-2020"
FORMULA = "名称不能以 = + - @ 开头，电子表格会把它当作公式。请改写"
HIDDEN = "名称中不能有控制字符或看不见的符号，请删去重新输入"


@pytest.fixture(scope="module")
def tianmen() -> Plan:
    return read_plan(TIANMEN / "meeting.xlsx")


def test_the_meeting_of_tianmen_is_read_whole(tianmen: Plan) -> None:
    meeting = tianmen.meeting

    read = (
        (meeting.title, meeting.held_on, meeting.expected, meeting.present),
        (len(tianmen.subjects), tianmen.subjects[22].name, tianmen.subjects[22].group),
        [(group.letter, group.weight, group.issued, group.recuses_own) for group in tianmen.classes],
        [(grade.name, grade.points) for grade in tianmen.scale.grades],
        tianmen.rule,
    )

    assert read == (
        ("2020年招商引资项目建设推进会民主评议", date(2020, 5, 13), 118, 116),
        (28, "竟陵街道", "乡街"),
        [("A", 40, 28, False), ("B", 30, 28, True), ("C", 30, 60, False)],
        [("优秀", 100), ("良好", 80), ("一般", 60), ("较差", 40)],
        ScoringRule(ties=(TieKey("class", "A"), TieKey("grade", "优秀")), quorum=Fraction(2, 3)),
    )


@pytest.mark.parametrize("name", ["tianmen.xls", "tianmen.ods"])
def test_every_format_gives_the_same_plan(name: str, tianmen: Plan) -> None:
    plan = read_plan(HERE / "files" / name)

    assert plan == tianmen


def test_a_quota_is_read(tianmen: Plan) -> None:
    plan = read_plan(TIANMEN / "meeting-quota.xlsx")

    assert plan.rule.quota == Quota(Fraction(3, 10), Rounding.HALF_UP, per_group=False)


@pytest.mark.parametrize(
    "weights",
    [
        (40, 60),
        ("40", "60"),
        ("40%", "60%"),
        ("４０％", " 60 "),
        (Percent(0.4), Percent(0.6)),
        (Percent(0.4), "60%"),
        (40, "60%"),
        ("2/5", "3/5"),
    ],
)
def test_weights_are_read_in_every_spelling(weights: tuple[Any, Any]) -> None:
    content = xlsx(票种_C2=weights[0], 票种_C3=weights[1])

    plan = read_plan(content)

    assert [group.weight for group in plan.classes] == [40, 60]


def test_a_percentage_cell_is_the_decimal_it_shows() -> None:
    content = xlsx(票种_C2=Percent(0.1 + 0.2), 票种_C3=Percent(0.7))

    plan = read_plan(content)

    assert [group.weight for group in plan.classes] == [30, 70]


FORGIVEN: dict[str, dict[str, Any]] = {
    "blank rows": {"评议对象": [*PLAIN["评议对象"][:3], [], ["", " "], PLAIN["评议对象"][3]]},
    "rows with a number and no name at the end": {"评议对象": [*PLAIN["评议对象"], [4], [5, "", ""]]},
    "numbers as text": {"评议对象_A2": "1", "票种_D2": "5", "等次_B2": "100"},
    "full-width digits and units": {"票种_D2": "５ 张", "等次_B2": "１００分", "评议对象_A3": "２"},
    "a full-width letter": {"票种_A2": "Ａ"},
    "stray spaces and invisible marks": {"评议对象_B3": " 张港镇\u200b ", "等次_A2": "\u3000优秀\r\n"},
    "spaces in the header": {"评议对象_B1": " 名 称 ", "票种_C1": "权重（％）", "规则_A1": "项目："},
    "a title above the header": {"票种": [["票种一览表"], [], *PLAIN["票种"]]},
    "columns in another order": {"等次": [row[::-1] for row in PLAIN["等次"]]},
    "a table moved to the right": {"等次": [["", "", *row] for row in PLAIN["等次"]]},
    "extra columns": {"等次": [[*row, "备注"] for row in PLAIN["等次"]]},
    "extra sheets": {"座次表": [["序号"], [1]], "Sheet9": []},
    "an empty sheet of verdicts": {"结论": [["顺序", "结论"]]},
    "extra items of the meeting": {"活动": [*PLAIN["活动"], ["主持人", "随便"], ["主持人", ""]]},
    "no order numbers": {
        "评议对象": [["序号", "名称", "分组"], *(["", *r[1:]] for r in PLAIN["评议对象"][1:])]
    },
    "a formula with its stored value": {"评议对象_B3": Formula('="张港"&"镇"', "张港镇")},
    "yes and no as truth values": {"票种_E2": False, "票种_E3": True},
    "a sheet's name with a space": {"等次": None, "等次 ": PLAIN["等次"]},
    "spaces and widths in a rule": {"规则_B3": " A票得分＞优秀票数 ＞并列 "},
    "settings of what is off": {"规则": [*PLAIN["规则"], ["理由字数上限", 50], ["最少样本", ""]]},
}


@pytest.mark.parametrize("change", FORGIVEN.values(), ids=FORGIVEN)
def test_what_can_only_mean_one_thing_is_understood(change: dict[str, Any]) -> None:
    plain = read_plan(xlsx())

    plan = read_plan(xlsx(**change))

    assert plan == plain


def test_the_order_numbers_decide_not_the_rows() -> None:
    content = xlsx(评议对象_A2=30, 评议对象_A3=7, 评议对象_A4=8)

    plan = read_plan(content)

    assert [subject.name for subject in plan.subjects] == ["张港镇", "渔薪镇", "竟陵街道"]


@pytest.mark.parametrize(
    "day",
    [date(2020, 5, 3), "2020-05-03", "2020/5/3", "2020.5.3", "2020年5月3日", "２０２０年５月３日（星期日）"],
)
def test_a_day_is_read_however_it_was_written(day: object) -> None:
    content = xlsx(活动_A3="日期", 活动_B3=day)

    plan = read_plan(content)

    assert plan.meeting.held_on == date(2020, 5, 3)


RULES: list[tuple[str, Any, str, Any]] = [
    ("弃权处理", "不计入", "abstention_points", None),
    ("弃权处理", "计入记0分", "abstention_points", 0),
    ("弃权处理", "计入按 60.5 分", "abstention_points", Fraction(121, 2)),
    ("合并方式", "合并计票", "pooled", True),
    ("票种缺席", "不予发布", "share_missing_class", False),
    ("去掉最高最低", "各1个", "trim", 1),
    ("去掉最高最低", "否", "trim", 0),
    ("去极值起点", 5, "trim_above", 5),
    ("标准化", "标准分", "normalisation", Normalisation.STANDARD),
    ("标准化", "两因素校正", "normalisation", Normalisation.TWO_WAY),
    ("全部相同", "允许", "allow_all_same", True),
    ("并列规则", "", "ties", ()),
    ("并列规则", "并列", "ties", ()),
    ("小数位", 0, "decimals", 0),
    ("收回率要求", "2/3", "quorum", Fraction(2, 3)),
    ("收回率要求", "", "quorum", None),
    ("备用票比例", Percent(0.05), "spare_share", Fraction(1, 20)),
    ("备用票比例", "", "spare_share", 0),
]


@pytest.mark.parametrize(("item", "value", "field", "expected"), RULES)
def test_an_item_of_the_rule_is_read(item: str, value: Any, field: str, expected: Any) -> None:
    content = xlsx(规则=[["项目", "取值"], [item, value]])

    plan = read_plan(content)

    assert getattr(plan.rule, field) == expected


def test_a_quota_is_rounded_and_spread_as_the_rule_says() -> None:
    items = [["优秀名额比例", "2/5"], ["优秀名额取整", "向上取整"], ["优秀名额范围", "分组"]]

    plan = read_plan(xlsx(规则=[["项目", "取值"], *items]))

    assert plan.rule.quota == Quota(Fraction(2, 5), Rounding.UP, per_group=True)


def test_pooled_votes_need_no_weights() -> None:
    content = xlsx(票种_C2="", 票种_C3="", 规则_A4="合并方式", 规则_B4="合并计票")

    plan = read_plan(content)

    assert [group.weight for group in plan.classes] == [None, None]


REFUSED: dict[str, tuple[dict[str, Any], list[tuple[str, str, str]]]] = {
    "duplicate names": (
        {"评议对象_B4": "张港镇 "},
        [("评议对象!B4", "张港镇", "与第 2 项重复，名称不能相同")],
    ),
    "a name missing in the middle": ({"评议对象_B3": ""}, [("评议对象!B3", "", "不能为空")]),
    "weights not adding up": (
        {"票种_C2": 50},
        [("票种!C2:C3", "50、60", "各行权重相加应为 100，现为 110")],
    ),
    "weights of criteria not adding up": (
        {"评议指标_B3": "29%"},
        [("评议指标!B2:B3", "70、29%", "各行权重相加应为 100，现为 99")],
    ),
    "a weight missing": ({"票种_C3": ""}, [("票种!C3", "", "要填写权重")]),
    "a weight of a criterion missing": ({"评议指标_B3": ""}, [("评议指标!B3", "", "要填写权重")]),
    "a negative weight": ({"票种_C2": -40, "票种_C3": 140}, [("票种!C2", "-40", "权重不能是负数")]),
    "a weight in words": ({"票种_C2": "四成"}, [("票种!C2", "四成", "应为权重，例如 40 或 40%")]),
    "negative counts": ({"票种_D2": -5}, [("票种!D2", "-5", "发出票数不能是负数")]),
    "half a slip": ({"票种_D2": 5.5}, [("票种!D2", "5.5", "应为张数，例如 28")]),
    "no count": ({"票种_D2": ""}, [("票种!D2", "", "应为张数，例如 28")]),
    "slips that do not fit the recusal": (
        {"票种_D3": 7},
        [("票种!D3", "7", "回避本单位的票种，票数应是对象数 3 的整数倍")],
    ),
    "neither yes nor no": ({"票种_E2": "也许"}, [("票种!E2", "也许", "应为：是、否")]),
    "a text that is a formula as a name": ({"评议对象_B3": "=1+1"}, [("评议对象!B3", "=1+1", FORMULA)]),
    "a formula whose value is one as a name": (
        {"评议对象_B3": Formula("=A1", "@SUM(1)")},
        [("评议对象!B3", "@SUM(1)", FORMULA)],
    ),
    "a formula that was never computed as a name": (
        {"评议对象_B3": Formula("=A1", "")},
        [("评议对象!B3", "", "不能为空")],
    ),
    "a name that turns its direction": (
        {"评议对象_B3": "张\u202e港镇"},
        [("评议对象!B3", "张\\u202e港镇", HIDDEN)],
    ),
    "a control character in a name": ({"等次_A3": "良\x07好"}, [("等次!A3", "良\\u0007好", HIDDEN)]),
    "a name too long": ({"评议对象_B3": "镇" * 61}, [("评议对象!B3", "镇" * 40 + "…", "名称最多 60 个字")]),
    "an order number twice": ({"评议对象_A4": 2}, [("评议对象!A4", "2", "序号重复，不能确定先后")]),
    "an order number missing": ({"评议对象_A4": ""}, [("评议对象!A4", "", "应为整数序号，例如 1")]),
    "grades from worst to best": (
        {"等次_B2": 40, "等次_B4": 100},
        [
            ("等次!B3", "80", "低于上一等次的分值 40（由好到差排列）"),
            ("等次!B4", "100", "低于上一等次的分值 80（由好到差排列）"),
        ],
    ),
    "points in words": ({"等次_B3": "八十"}, [("等次!B3", "八十", "应为分值，例如 100")]),
    "the first points in words": ({"等次_B2": "满分"}, [("等次!B2", "满分", "应为分值，例如 100")]),
    "no title": ({"活动_B2": ""}, [("活动!B2", "", "会议名称不能为空")]),
    "no line for the title": (
        {"活动": [["项目", "取值"], ["地点", "礼堂"]]},
        [("活动!B1", "", "名称：会议名称不能为空")],
    ),
    "a day in words": (
        {"活动_A3": "日期", "活动_B3": "下周三"},
        [("活动!B3", "下周三", "应为日期，例如 2020-05-13")],
    ),
    "a day that does not exist": (
        {"活动_A3": "日期", "活动_B3": "2021-02-29"},
        [("活动!B3", "2021-02-29", "应为日期，例如 2020-05-13")],
    ),
    "a scope nobody knows": (
        {"活动_A3": "结果公布范围", "活动_B3": "全网"},
        [("活动!B3", "全网", "应为以下之一：内部、会场、公开")],
    ),
    "the title twice": (
        {"活动_A3": "名称", "活动_B3": "另一个会"},
        [("活动!A3", "名称", "这个项目出现了两次，只能保留一行")],
    ),
    "a sheet missing": (
        {"票种": None},
        [("票种!A1", "活动、评议对象、评议指标、等次、规则", "应有工作表“票种”")],
    ),
    "a column missing": (
        {"票种_E1": "回避"},
        [("票种!A1", "代号、名称、权重%、发出票数、回避", "表头缺少：回避本单位")],
    ),
    "no header": ({"等次": PLAIN["等次"][1:]}, [("等次!A1", "优秀、100", "表头缺少：名称、分值")]),
    "an empty sheet": ({"等次": []}, [("等次!A1", "", "表头缺少：名称、分值")]),
    "a header without rows": ({"等次": [["名称", "分值"]]}, [("等次!A1", "", "至少要有一行")]),
    "an unknown rule": (
        {"规则_A4": "加分项", "规则_B4": "有"},
        [("规则!A4", "加分项", "没有这个规则项目，请核对名称或删去这一行")],
    ),
    "a rule twice": (
        {"规则_A4": "并列规则", "规则_B4": "并列"},
        [("规则!A4", "并列规则", "这个项目出现了两次，只能保留一行")],
    ),
    "a value no rule knows": (
        {"规则_A4": "合并方式", "规则_B4": "平均"},
        [("规则!B4", "平均", "应为以下之一：分票种加权、合并计票")],
    ),
    "a tie chain with an unknown class": (
        {"规则_B3": "D票得分 > 并列"},
        [("规则!B3", "D票得分 > 并列", "“D票得分”不是票种得分或等次票数；应如：A票得分 > 优秀票数 > 并列")],
    ),
    "too many decimals": ({"规则_A4": "小数位", "规则_B4": 5}, [("规则!B4", "5", "小数位是 0 到 4 的整数")]),
    "a share above one": (
        {"规则_A4": "收回率要求", "规则_B4": 66},
        [("规则!B4", "66", "应在 0 和 1（100%）之间")],
    ),
    "a scale of numbers without a range": (
        {"规则_B2": "分数", "等次": None, "规则_B3": "并列"},
        [
            ("规则!B1", "", "最低分：应为数，例如 0"),
        ],
    ),
    "a step that does not fit": (
        {"规则": [["项目", "取值"], ["量表", "分数"], ["最低分", 0], ["最高分", 100], ["步长", 3]]},
        [("规则!B5", "3", "应大于 0，并能把最低分到最高分分成整数段")],
    ),
    "a quota of points": (
        {
            "规则": [
                ["项目", "取值"],
                ["量表", "分数"],
                ["最低分", 0],
                ["最高分", 100],
                ["步长", 1],
                ["优秀名额比例", "50%"],
            ]
        },
        [("规则!B6", "50%", "只有等次量表可以设这一项，请留空")],
    ),
    "places with a class that recuses": (
        {"规则": [["项目", "取值"], ["量表", "名次"], ["第一名分值", 100], ["每低一名减", 3]]},
        [
            ("评议指标!B2:B3", "70、30", "名次票只有一项评议指标"),
            ("规则!B2", "名次", "名次票不能回避本单位：被排名单位的负责人不参加"),
        ],
    ),
    "a verdict on an unknown grade": (
        {
            "结论": [
                ["顺序", "结论", "等次之和", "不低于%"],
                [1, "好", "优秀+极好", 90],
                [2, "差", "其余", ""],
            ]
        },
        [("结论!C2", "优秀+极好", "没有这个等次：极好")],
    ),
    "verdicts that leave somebody out": (
        {"结论": [["顺序", "结论", "等次之和", "不低于%"], [1, "满意", "优秀", 90]]},
        [("结论!C2", "优秀", "最后一行应为“其余”，其余各行写等次，例如 满意+基本满意")],
    ),
}


@pytest.mark.parametrize(("change", "expected"), REFUSED.values(), ids=REFUSED)
def test_a_fault_is_told_by_cell_with_what_was_expected(
    change: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    content = xlsx(**change)

    found = faults(content)

    assert found == expected


@pytest.mark.parametrize(
    "name", ["=1+1", "+86", "-镇", "@镇", "＝1", "'=1", " “=1", "\u200b=1", "＋1", "　=1"]
)
def test_a_name_that_a_spreadsheet_could_run_is_refused(name: str) -> None:
    content = xlsx(评议对象_B3=name)

    found = faults(content)

    assert [(place, expected) for place, _, expected in found] == [("评议对象!B3", FORMULA)]


def test_every_fault_is_told_in_the_order_of_the_sheets() -> None:
    content = xlsx(
        规则_B3="无", 评议指标_B2="x", 评议对象_B4="张港镇", 评议对象_A2="一", 活动_B2="", 票种_D2=-1
    )

    found = faults(content)

    places = ["活动!B2", "评议对象!A2", "评议对象!B4", "票种!D2", "评议指标!B2", "规则!B3"]
    assert [place for place, _, _ in found] == places


def test_a_thousand_subjects_are_one_fault() -> None:
    subjects = [[place, f"第{place}村", ""] for place in range(1, 1001)]
    content = xlsx(评议对象=[["序号", "名称", "分组"], *subjects], 票种_E3="否")

    found = faults(content)

    assert found == [("评议对象!B202", "第201村", "最多 200 行，现有 1000 行")]


def test_another_workbook_is_told_what_is_missing() -> None:
    empty = dict.fromkeys(PLAIN)
    content = xlsx(**empty, Sheet1=[["收入", "支出"], [1, 2]])

    found = faults(content)

    expected = [f"应有工作表“{name}”" for name in PLAIN]
    assert [expectation for _, _, expectation in found] == expected


CELLS = st.sampled_from(
    ["", "=1", "-1", "1e9", "NaN", "40%", "是", "\u202e", "名称", "9" * 400, "1/0", "TRUE"]
)
PLACES = st.tuples(st.sampled_from(list(PLAIN)), st.integers(0, 5), st.integers(0, 5))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(PLACES, CELLS | st.text(max_size=6)), min_size=1, max_size=12))
@example([(("规则", 2, 1), ">")])
def test_no_cell_can_do_worse_than_be_refused(changes: list[tuple[tuple[str, int, int], str]]) -> None:
    rows = {name: [[str(cell) for cell in row] for row in table] for name, table in sheets().items()}
    for (name, row, column), text in changes:
        rows[name].extend([] for _ in range(row + 1 - len(rows[name])))
        rows[name][row].extend([""] * (column + 1 - len(rows[name][row])))
        rows[name][row][column] = text

    try:
        outcome: object = type(plan_of(Grid(name, tuple(map(tuple, table))) for name, table in rows.items()))
    except WorkbookRefused as refusal:
        outcome = WorkbookRefused if refusal.faults else None

    assert outcome in (Plan, WorkbookRefused)
