"""Several meetings: one is found among many, and none leaks into another."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest

from appraisal.domain import meeting
from appraisal.domain.lifecycle import State
from appraisal.domain.plan import Plan
from appraisal.domain.sheet import Criterion, Subject
from appraisal.storage.models import Member
from tests.factories import account, make_class, make_plan
from tests.organizer import NAME, Desk, Meeting, hold
from tests.web.desk.test_door import addresses

ROW = re.compile(r'<th scope="row" class="title"><a href="[^"]*">(.*?)</a>')
STATES = re.compile(r'<option value="(\w+)"( selected)?>(.*?)</option>')
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
        meeting=meeting.Meeting(f"{word}评议", venue=f"{word}会堂"),
        subjects=tuple(Subject(f"{word}{n}镇", f"{word}组") for n in range(3)),
        criteria=(Criterion(f"{word}指标", plan.criteria[0].weight),),
    )


def foreign(desk: Desk, state: State) -> Meeting:
    """Hold somebody else's meeting: whoever is at the desk has no role in it."""
    made = hold(desk.app, state, plan=named("春季"))
    with desk.database.transaction() as session:
        session.delete(session.get_one(Member, (made.id, account(session, NAME).id)))
    return made


def test_a_meeting_is_found_by_its_words(desk):
    for word in ("春季", "秋季", "冬季"):
        hold(desk.app, State.DRAFT, plan=named(word))

    assert ROW.findall(desk.get("/desk/?q=会堂+秋").text) == ["秋季评议"]
    assert "没有找到" in desk.get("/desk/?q=夏").text


def test_ten_meetings_can_be_narrowed_to_one_state(desk):
    for number in range(9):
        hold(desk.app, State.DRAFT, plan=named(f"第{number}次"))
    few = desk.get("/desk/").text
    hold(desk.app, State.SEALED, plan=named("第9次"))

    page = desk.get("/desk/?state=sealed").text

    assert ('name="state"' in few, ROW.findall(page)) == (False, ["第9次评议"])
    assert STATES.findall(page) == [("draft", "", "草稿"), ("sealed", " selected", "已封箱")]


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


@pytest.mark.parametrize("state", State)
def test_nothing_of_a_foreign_meeting_is_shown(desk, state):
    other = foreign(desk, state)
    hold(desk.app, State.DRAFT, plan=named("秋季"))
    doors = [
        path for path in addresses(desk, "GET") if path.startswith(f"{other.path}/") or path == other.path
    ]

    answers = {path: desk.get(path) for path in (*doors, f"/desk/new?like={other.id}", "/desk/?q=春季")}

    assert {path for path, answer in answers.items() if answer.status_code != 404} == {"/desk/?q=春季"}
    assert [path for path, answer in answers.items() if "春季评议" in legible(answer.data)] == []


@pytest.mark.parametrize("state", State)
def test_nothing_is_done_to_a_foreign_meeting(desk, state):
    other = foreign(desk, state)
    forms = [path for path in addresses(desk, "POST") if path.startswith(f"{other.path}/")]
    given, before = {"csrf_token": desk.token()}, desk.dump()

    answers = {path: desk.client.post(path, data=given).status_code for path in forms}

    assert answers == dict.fromkeys(forms, 404)
    assert {f"{other.path}/close", f"{other.path}/edit", f"{other.path}/slips"} - answers.keys() == set()
    assert desk.dump() == before


def test_what_is_done_to_one_meeting_leaves_the_others_alone(desk):
    hold(desk.app, State.OPEN, plan=named("春季"))
    other = hold(desk.app, State.OPEN, plan=named("秋季"))
    before = desk.get(f"/desk/{other.id}").text

    desk.post("/desk/1/close")

    def figures(page: str) -> list[str]:
        return re.findall(r'aria-current="step">(.*?)<|data-figure="[^"]*">(.*?)<', page)

    assert figures(desk.get(f"/desk/{other.id}").text) == figures(before)
