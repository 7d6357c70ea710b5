"""The result table's own words."""

from dataclasses import replace
from datetime import date

from appraisal.documents.table import EMPTY, Number, count_text, date_text
from tests import tianmen


def test_the_returns_line_is_the_one_offices_print():
    line = [(str(label), text) for label, text in tianmen.table().returns.line]

    assert line == [
        ("应到人数", "118"),
        ("实到人数", "116"),
        ("发出票数", "116"),
        ("收回票数", "116"),
        ("有效票数", "116"),
        ("无效票数", "0"),
        ("弃权票数", "0"),
        ("收回率", "100.00%"),
    ]


def test_every_class_has_its_returns():
    assert [str(line) for line in tianmen.table().class_returns] == [
        "A票 发出28 收回28 有效28 无效0 弃权0",
        "B票 发出28 收回28 有效28 无效0 弃权0",
        "C票 发出60 收回60 有效60 无效0 弃权0",
    ]


def test_the_occasion_is_told_by_its_facts():
    facts = [f"{label}：{value}" for label, value in tianmen.table().facts]

    assert facts == [
        "时间：2020年5月13日",
        "地点：市会议中心",
        "组织单位：天门市",
        "评议内容：各乡镇办场园工作完成情况",
    ]


def test_the_title_names_the_meeting_and_the_table():
    assert str(tianmen.table().title) == "2020年招商引资项目建设推进会民主评议分票种汇总表"


def test_weights_stand_in_the_headings():
    headings = [str(column.heading) for column in tianmen.table().columns]

    assert headings == ["A票得分（40%）", "B票得分（30%）", "C票得分（30%）"]


def test_nothing_is_a_dash_and_none_is_a_number():
    assert (Number().shown, count_text(None), count_text(0)) == (EMPTY, EMPTY, "0")
    assert (Number().is_empty, Number("0.00").is_empty) == (True, False)


def test_a_date_is_written_in_its_language():
    english = date_text(date(2026, 11, 22)).render(lambda text: "%(day)s/%(month)s/%(year)s")

    assert (str(date_text(date(2026, 11, 22))), english) == ("2026年11月22日", "22/11/2026")


def test_an_attendance_nobody_counted_is_left_out():
    returns = replace(tianmen.table().returns, expected=None, present=None)

    assert [str(label) for label, _ in returns.line][:2] == ["发出票数", "收回票数"]
