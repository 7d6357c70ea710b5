"""The same units over time: what is compared, what is not, and by which rule."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from appraisal.domain.lifecycle import State
from tests.factories import make_plan
from tests.organizer import CLASSES, hold

ROW = re.compile(
    r'class="name">(\w+)</th><td class="n">(.*?)</td><td class="n">(.*?)</td><td class="c">(.*?)</td>'
)
FIRST, SECOND = [3] * 12, [1, 2, 1, 3, 2, 1, 3, 1, 2, 1, 3, 1]


def meeting(desk, day, votes, **changes):
    plan = make_plan(classes=CLASSES, **changes)
    dated = replace(plan, meeting=replace(plan.meeting, held_on=day, title=f"{day.year}年评议"))
    return hold(desk.app, State.OPENED, plan=dated, votes=votes)


def test_scores_and_places_stand_side_by_side_the_latest_first(desk):
    meeting(desk, date(2024, 5, 1), FIRST)
    latest = meeting(desk, date(2025, 5, 1), SECOND)

    rows = ROW.findall(desk.get(f"{latest.path}/history").text)

    assert [row[0] for row in rows] == ["竟陵街道", "侨乡街道", "杨林街道"]
    assert [re.findall(r"第(\d)名", cell) for cell in rows[0][1:3]] == [["1"], ["3"]]
    assert [row[3] for row in rows] == ["↑2", "↓1", "↓1"]


def test_later_meetings_and_uncounted_ones_are_left_out(desk):
    first = meeting(desk, date(2024, 5, 1), FIRST)
    meeting(desk, date(2025, 5, 1), SECOND)

    page = desk.get(f"{first.path}/history").text

    assert ("还没有可比的活动" in page, "2025年评议" in page) == (True, False)


def test_another_rule_is_said(desk):
    meeting(desk, date(2024, 5, 1), FIRST, decimals=1)
    latest = meeting(desk, date(2025, 5, 1), SECOND)

    assert desk.get(f"{latest.path}/history").text.count("办法不同</span>") == 1
