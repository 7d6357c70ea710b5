"""Lists as they are really pasted: heads, numbers, blanks, merged cells, full-width spaces."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from appraisal.documents.pasted_list import read

MESSY = {
    "one column": ("甲镇\n乙乡", [("甲镇",), ("乙乡",)]),
    "two columns": ("甲镇\t镇\r\n乙乡\t乡\r\n", [("甲镇", "镇"), ("乙乡", "乡")]),
    "numbers": ("1\t甲镇\t镇\n2\t乙乡\t乡", [("甲镇", "镇"), ("乙乡", "乡")]),
    "heads": ("序号\t单位名称\t类型\n1\t甲镇\t镇", [("甲镇", "镇")]),
    "title above the heads": ("2026年名单\n\n序号\t单位\n1\t甲镇", [("甲镇",)]),
    "blanks within": ("李\u3000\u3000明\n王 芳", [("李 明",), ("王 芳",)]),
    "invisible marks": ("甲\u200b镇\n乙\ufeff乡", [("甲镇",), ("乙乡",)]),
    "numbered names": ("1、甲镇\n２．乙乡", [("甲镇",), ("乙乡",)]),
    "blanks": ("\n\u3000甲镇\u3000\t 镇 \n\t\n\n乙乡\t乡\n", [("甲镇", "镇"), ("乙乡", "乡")]),
    "merged cells": ("镇\t甲镇\n\t乙镇\n乡\t丙乡", [("甲镇", "镇"), ("乙镇", "镇"), ("丙乡", "乡")]),
    "a broken cell": ('"甲镇\n（新）"\t镇\n乙乡\t乡', [("甲镇 （新）", "镇"), ("乙乡", "乡")]),
    "an empty column": ("甲镇\t\t镇\n乙乡\t\t乡", [("甲镇", "镇"), ("乙乡", "乡")]),
    "a total": ("甲镇\t镇\n合计\t1", [("甲镇", "镇")]),
    "names with numbers": ("3号路改造\n2.0版平台", [("3号路改造",), ("2.0版平台",)]),
    "one number is part of the name": ("1、甲镇\n乙乡", [("1、甲镇",), ("乙乡",)]),
    "nothing": ("", []),
    "blanks alone": ("\t\n \n", []),
}


def rows(text: str) -> list[tuple[str, ...]]:
    return [tuple(row.values()) for row in read(text).rows]


@pytest.mark.parametrize(("text", "expected"), MESSY.values(), ids=MESSY)
def test_a_messy_list_is_understood(text: str, expected: list[tuple[str, ...]]):
    assert rows(text) == expected


def test_columns_are_taken_by_their_heads_in_any_order():
    (row,) = read("类别\t责任单位\t项目名称\t备注\n工业\t城投公司\t北湖治理\t在建").rows

    assert row == {"名称": "北湖治理", "类别": "工业", "所属单位": "城投公司"}


def test_it_is_told_what_became_of_the_text():
    told = read("序号\t单位\n\n1\t甲镇\n2\t乙乡\n合计\t2").told

    assert str(told) == "读到 2 行，加在名单末尾；去掉了1 个空行、表头、合计行、序号。"


def test_a_name_that_stands_twice_is_kept_for_its_fault_to_be_seen():
    assert rows("甲镇\n甲镇") == [("甲镇",), ("甲镇",)]


def test_a_list_without_end_is_cut():
    pasted = read("\n".join(f"第{n}村" for n in range(500)))

    assert (len(pasted.rows), str(pasted.left_out[0])) == (400, "400 行以后的")


@example("1.\u30001")
@given(st.text(alphabet='甲乙1、.（\t\n\r \u3000"号', max_size=60))
def test_any_text_can_be_pasted(text: str):
    pasted = read(text)

    assert all(row.get("名称") == row.get("名称", "").strip() for row in pasted.rows)
