"""What a name may be made of."""

from __future__ import annotations

import pytest

from appraisal.domain.naming import LONGEST, objection

HIDDEN = "名称中不能有控制字符或看不见的符号，请删去重新输入"


@pytest.mark.parametrize("name", ["", "张港镇", "第1组（东片）", "A/B", "Ёлка 𠮷野", "a" * LONGEST])
def test_a_plain_name_meets_no_objection(name: str) -> None:
    found = objection(name)

    assert found is None


@pytest.mark.parametrize(
    "mark", ["\0", "\x07", "\n", "\x7f", "\u202e", "\u2066", "\u200f", "\u2028", "\uffff"]
)
def test_a_name_with_a_hidden_mark_is_refused(mark: str) -> None:
    found = objection(f"张{mark}港镇")

    assert str(found) == HIDDEN


def test_a_name_too_long_for_a_slip_is_refused() -> None:
    found = objection("镇" * (LONGEST + 1))

    assert str(found) == "名称最多 60 个字"
