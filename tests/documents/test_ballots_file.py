"""Reading a file of returned ballots."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from appraisal.documents.ballots_file import BallotsFile, read_ballots
from appraisal.documents.workbook import read_plan
from appraisal.domain.errors import AppraisalError, BallotsRefused, FileRefused
from appraisal.domain.plan import Plan
from appraisal.domain.rule import Quota
from appraisal.domain.scale import ABSTAINED, NOT_ASKED
from tests.factories import make_class, make_plan

TIANMEN = Path(__file__).parents[2] / "appraisal" / "demo" / "tianmen-2020"
CLASSES = (make_class("A", 40, 4), make_class("B", 60, 3, recuses_own=True))
HEADER = ["票种", "票号", "竟陵街道", "侨乡街道", "杨林街道"]
ROWS = [
    ["A", "1", "优秀", "良好", "弃权"],
    ["A", "2", "废票", "废票", "废票"],
    ["B", "3", "较差", "回避", "一般"],
]
READ = BallotsFile(voter_classes=(0, 1), answers=((3, 2, ABSTAINED), (0, NOT_ASKED, 1)), void=(1, 0))


def plan(**rule: object) -> Plan:
    return make_plan(classes=CLASSES, **rule)


def text(rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, *rows])
    return out.getvalue()


def faults(content: str, meeting: Plan | None = None) -> list[tuple[str, str, str]]:
    with pytest.raises(BallotsRefused) as refused:
        read_ballots(content.encode(), meeting or plan())
    return [(fault.cell, fault.found, str(fault.expected)) for fault in refused.value.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_ballots_are_read_in_the_order_of_the_file(encoding: str) -> None:
    content = text(ROWS).encode(encoding)

    ballots = read_ballots(content, plan())

    assert ballots == READ


def test_ballots_are_read_from_a_spreadsheet(tmp_path: Path) -> None:
    file = tmp_path / "选票.xlsx"
    with Workbook(str(file)) as book:
        sheet = book.add_worksheet("选票")
        for place, row in enumerate([HEADER, *ROWS]):
            sheet.write_row(place, 0, row)

    ballots = read_ballots(file, plan())

    assert ballots == READ


def test_columns_may_stand_in_any_order() -> None:
    content = text([row[::-1] for row in ROWS], HEADER[::-1])

    ballots = read_ballots(content.encode(), plan())

    assert ballots == READ


def test_stray_spaces_widths_and_blank_rows_are_forgiven() -> None:
    rows = [["Ａ", "1", " 优秀", "良 好", "弃权\u3000"], ["", "", "", "", ""], *ROWS[1:]]
    header = [" 票种", "票号 ", "竟陵街道/工作完成情况", " 侨乡街道", "杨林街道", ""]

    ballots = read_ballots(text(rows, header).encode(), plan())

    assert ballots == READ


def test_several_criteria_have_a_column_each() -> None:
    meeting = make_plan(subjects=2, criteria=("工作", "作风"), classes=(make_class("A"),))
    header = ["票种", "票号", "竟陵街道/工作", "竟陵街道/作风", "侨乡街道/工作", "侨乡街道/作风"]

    ballots = read_ballots(text([["A", "1", "优秀", "良好", "一般", "较差"]], header).encode(), meeting)

    assert ballots.answers == ((3, 2, 1, 0),)


def test_a_ballot_is_never_printed() -> None:
    ballots = read_ballots(text(ROWS).encode(), plan())

    shown = repr(ballots)

    assert shown == "BallotsFile(voter_classes=(0, 1), void=(1, 0))"


def changed(row: int, column: int, value: str) -> str:
    rows = [list(cells) for cells in ROWS]
    rows[row][column] = value
    return text(rows)


UNKNOWN = "不是本次的评议对象，请核对名称或删去这一列"
WORDS = "优秀、良好、一般、较差、弃权 之一"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (changed(0, 2, ""), [("C2", "", f"竟陵街道：{WORDS}")]),
        (changed(0, 4, "很好"), [("E2", "很好", f"杨林街道：{WORDS}")]),
        (changed(0, 0, "D"), [("A2", "D", "应为以下票种之一：A、B")]),
        (changed(0, 1, ""), [("B2", "", "要填写票号")]),
        (changed(2, 1, "1"), [("B4", "1", "票号与第 2 行重复")]),
        (changed(0, 3, "回避"), [("D2", "回避", "这个票种不回避")]),
        (changed(2, 2, "回避"), [("D4", "回避", "一张票只能回避一个对象")]),
        (changed(2, 3, "一般"), [("B4", "3", "这个票种的每张票应有一个对象为“回避”")]),
        (changed(1, 2, "优秀"), [(f"{c}3", "废票", "废票应在每一格都写“废票”") for c in "DE"]),
        (text([[*ROWS[0], "多"]]), [("F2", "多", "这一列没有表头")]),
        (text([ROWS[0][:4]]), [("E2", "", f"杨林街道：{WORDS}")]),
        (text(ROWS, HEADER[:4]), [("E1", "", "应有“杨林街道”一列")]),
        (text(ROWS, ["班级", *HEADER[1:]]), [("A1", "班级", UNKNOWN), ("F1", "", "应有“票种”一列")]),
        (text(ROWS, [*HEADER, "张港镇"]), [("F1", "张港镇", UNKNOWN)]),
        (text(ROWS, [*HEADER, "竟陵街道"]), [("F1", "竟陵街道", "这一列重复，只能保留一列")]),
    ],
)  # fmt: skip
def test_a_fault_is_told_by_row_and_column(content: str, expected: list[tuple[str, str, str]]) -> None:
    found = faults(content)

    assert found == expected


def test_several_faults_are_told_together() -> None:
    rows = [["A", "1", "", "好", "弃权"], ["E", "1", "优秀", "优秀", "优秀"]]

    found = faults(text(rows))

    assert [cell for cell, _, _ in found] == ["C2", "D2", "A3", "B3"]


def test_a_recusal_holds_for_every_criterion() -> None:
    meeting = make_plan(subjects=3, criteria=("工作", "作风"), classes=CLASSES)
    header = ["票种", "票号", *(f"{name}/{item}" for name in HEADER[2:] for item in ("工作", "作风"))]

    found = faults(text([["B", "1", "回避", "优秀", "优秀", "优秀", "优秀", "优秀"]], header), meeting)

    assert found == [("D2", "优秀", "回避的对象应在每个指标都写“回避”")]


def test_more_ballots_than_were_handed_out_are_a_fault() -> None:
    rows = [["A", str(number), "优秀", "优秀", "优秀"] for number in range(6)]

    found = faults(text(rows))

    assert found == [("A6", "6", "A票只发出 4 张")]


def test_one_grade_for_all_is_a_fault_where_the_rule_says_so() -> None:
    meeting = make_plan(subjects=5, classes=(make_class("A"),), allow_all_same=False)
    header = ["票种", "票号", *(subject.name for subject in meeting.subjects)]

    found = faults(text([["A", "甲7", *["良好"] * 5], ["A", "8", *["弃权"] * 5]], header), meeting)

    assert found == [("B2", "甲7：良好", "不能对所有对象评同一等次")]


def test_a_quota_holds_for_each_criterion() -> None:
    meeting = make_plan(criteria=("工作", "作风"), classes=(make_class("A"),), quota=Quota(Fraction(1, 3)))
    header = ["票种", "票号", *(f"{name}/{item}" for name in HEADER[2:] for item in ("工作", "作风"))]

    found = faults(text([["A", "1", *["优秀"] * 5, "良好"]], header), meeting)

    assert found == [
        ("E2", "1：优秀 × 3", "“优秀”最多 1 个（工作）"),
        ("F2", "1：优秀 × 2", "“优秀”最多 1 个（作风）"),
    ]


def test_the_ballots_of_tianmen_are_read_without_a_fault() -> None:
    meeting = read_plan(TIANMEN / "meeting.xlsx")
    expected = json.loads((TIANMEN / "expected.json").read_text("utf-8"))

    ballots = read_ballots(TIANMEN / "ballots.csv", meeting)

    returned = [ballots.voter_classes.count(position) for position in range(3)]
    assert returned == [expected["returns"]["by_class"][letter]["valid"] for letter in "ABC"]
    cell = next(c for c in expected["cells"] if (c["class"], c["subject"]) == ("B", "竟陵街道"))
    marks = [
        answers[22]
        for answers, group in zip(ballots.answers, ballots.voter_classes, strict=True)
        if group == 1
    ]
    counts = {grade.name: marks.count(meeting.scale.index(grade.name)) for grade in meeting.scale.grades}
    assert (counts, marks.count(NOT_ASKED)) == (cell["counts"], cell["recused"])


def test_under_a_quota_every_ballot_of_tianmen_above_it_is_told() -> None:
    meeting = read_plan(TIANMEN / "meeting-quota.xlsx")
    expected = json.loads((TIANMEN / "expected.json").read_text("utf-8"))["quota_30_percent"]
    numbers = [row[1] for row in csv.reader((TIANMEN / "ballots.csv").read_text("utf-8-sig").splitlines())]

    with pytest.raises(BallotsRefused) as refused:
        read_ballots(TIANMEN / "ballots.csv", meeting)

    told = [(fault.found, str(fault.expected)) for fault in refused.value.faults]
    rows = [int(fault.cell.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for fault in refused.value.faults]
    assert len(told) == expected["ballots_over_limit"] == 52
    assert told == [
        (
            f"{over['ballot']}：优秀 × {over['top_grades']}",
            f"“优秀”最多 {over['limit']} 个（{over['criterion']}）",
        )
        for over in expected["over"]
    ]
    assert [numbers[row - 1] for row in rows] == [over["ballot"] for over in expected["over"]]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "文件是空的"),
        (b"\xff\xff\xff", "不是 UTF-8 或 GBK 编码的文本（CSV）"),
        ("票种,票号".encode("utf-16"), "不是 UTF-8 或 GBK 编码的文本（CSV）"),
        (b"x" * 200_000, "不是逗号分隔的文本（CSV）"),
        (b"a\n" * 20_001, "选票超过 20000 行"),
    ],
    ids=["empty", "bytes", "utf-16", "one long field", "too many rows"],
)
def test_what_is_no_file_of_ballots_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_ballots(content, plan())

    assert str(refused.value) == f"这个文件不能读取：{why}"


def test_a_wholly_wrong_file_says_where_checking_stopped() -> None:
    rows = [["A", str(number), "?", "?", "?"] for number in range(500)]

    found = faults(text(rows))

    assert (len(found), found[-1]) == (1003, ("A336", "", "错误太多，从这一行起没有再检查"))


CELLS = st.sampled_from(
    ["A", "B", "1", "2", "优秀", "较差", "弃权", "回避", "废票", "", "?", "\0", "=1", '"']
)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=6), max_size=6), st.booleans())
def test_no_row_can_do_worse_than_be_refused(rows: list[list[str]], has_quota: bool) -> None:
    meeting = plan(quota=Quota(Fraction(1, 2)) if has_quota else None, allow_all_same=not has_quota)
    content = "\n".join(",".join(row) for row in [HEADER, *rows]).encode()

    try:
        outcome = type(read_ballots(content, meeting)).__name__
    except AppraisalError as refused:
        outcome = type(refused).__name__

    assert outcome in ("BallotsFile", "BallotsRefused", "FileRefused")
