"""Several meetings: one is found among many, and none leaks into another."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest

from appraisal.domain.lifecycle import State
from appraisal.domain.meeting import Meeting
from appraisal.domain.plan import Plan
from appraisal.domain.sheet import Criterion, Subject
from tests.factories import make_class, make_plan
from tests.organizer import hold
from tests.web.desk.test_door import addresses

ROW = re.compile(r'<th scope="row" class="title"><a href="[^"]*">(.*?)</a>')
SHELF = re.compile(r'<a href="/desk/[^"]*"(?: aria-current="true")?>(全部|在办|存档) (\d+)</a>')


def legible(content: bytes) -> str:
    """Return what a page or a file says; a workbook is a container of texts."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as box:
            return "".join(box.read(name).decode(errors="replace") for name in box.namelist())
    return content.decode(errors="replace")


def named(word: str) -> Plan:
    """Return a plan in which everything with a name is named after one word."""
    plan = make_plan(classes=(replace(make_class("A", 40, 8), name=f"{word}领导"), make_class("B", 60, 10)))
    return replace(
        plan,
        meeting=Meeting(f"{word}评议", venue=f"{word}会堂"),
        subjects=tuple(Subject(f"{word}{n}镇", f"{word}组") for n in range(3)),
        criteria=(Criterion(f"{word}指标", plan.criteria[0].weight),),
    )


def test_a_meeting_is_found_by_its_words(desk):
    for word in ("春季", "秋季", "冬季"):
        hold(desk.app, State.DRAFT, plan=named(word))

    assert ROW.findall(desk.get("/desk/?q=会堂+秋").text) == ["秋季评议"]
    assert "没有找到" in desk.get("/desk/?q=夏").text


def test_published_meetings_stand_in_the_archive(desk):
    for word, state in (("春季", State.PUBLISHED), ("秋季", State.DRAFT), ("冬季", State.PUBLISHED)):
        hold(desk.app, state, plan=named(word))

    page = desk.get("/desk/?show=archive").text

    assert ROW.findall(page) == ["冬季评议", "春季评议"]
    assert SHELF.findall(page) == [("全部", "3"), ("在办", "1"), ("存档", "2")]


@pytest.mark.parametrize("state", State)
def test_no_page_or_file_of_one_meeting_knows_another(desk, state):
    hold(desk.app, state, plan=named("春季"))
    hold(desk.app, state, plan=named("秋季"))
    everywhere = [path for path in addresses(desk, "GET") if path not in ("/desk/", "/desk/new")]

    told = {path: legible(desk.get(path).data) for path in (*everywhere, "/board/1")}

    assert [path for path, page in told.items() if "秋季" in page] == []
    assert "春季领导" in told["/desk/1/plan.xlsx"]


def test_what_is_done_to_one_meeting_leaves_the_others_alone(desk):
    hold(desk.app, State.OPEN, plan=named("春季"))
    other = hold(desk.app, State.OPEN, plan=named("秋季"))
    before = desk.get(f"/desk/{other.id}").text

    desk.post("/desk/1/close")

    def figures(page: str) -> list[str]:
        return re.findall(r'aria-current="step">(.*?)<|data-figure="[^"]*">(.*?)<', page)

    assert figures(desk.get(f"/desk/{other.id}").text) == figures(before)
