"""Ten paper ballots typed in by two people without a mouse, two of them wrongly at first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from appraisal import create_app
from appraisal.demo import server
from appraisal.domain.lifecycle import State
from appraisal.services import conduct, opening, paper, voting
from tests.browser.day import LAPTOP, Inspector, Seat, Words
from tests.factories import BOTH, make_class, make_plan
from tests.organizer import NAME, PASSWORD, SECOND, hold, make_folder

PLAN = make_plan(subjects=10, classes=(make_class("A", 40, 8, paper=4), make_class("B", 60, 12, paper=6)))
PAPERS = [  # class and what is ticked, 1 the best, 0 an abstention
    *(("A", marks) for marks in ("1212121212", "1111222233", "4321012341", "0000000000")),
    *(("B", marks) for marks in ("2222222222", "1234123412", "1122334400", "3", "1000000001", "4444444441")),
]
VOID = "3"  # a paper on which one line alone was typed before somebody saw that it is torn


@pytest.fixture
def installed(tmp_path) -> Iterator[tuple[str, object, object]]:
    """A running server and an open meeting in which ten slips were given back for paper."""
    port = server.free_port()
    make_folder(tmp_path / "data")
    environment = {"APPRAISAL_DATA": str(tmp_path / "data"), "APPRAISAL_PORT": str(port)}
    app = create_app({**environment, "TESTING": True})
    extension = app.extensions["appraisal"]
    meeting = hold(app, State.OPEN, plan=PLAN, votes=())
    with extension.database.transaction() as session:
        booths = [
            voting.enter(session, typed=code, pepper=extension.settings.pepper) for code in meeting.codes
        ]
        for letter, count in ((0, 4), (1, 6)):
            for booth in [each for each in booths if each.voter_class == letter][:count]:
                paper.hand_out(session, round_id=meeting.id, digest=booth.digest, actor=BOTH)
    with server.running(environment, port, tmp_path / "server.log"):
        yield f"http://{server.HOST}:{port}", extension.database, meeting
    extension.database.engine.dispose()


def type_sheet(page: Page, letter: str, marks: str) -> None:
    """Type one paper: the class by an arrow, the cells by digits, everything by keys."""
    page.keyboard.press("Space" if letter == "A" else "ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.type(marks)
    if marks == VOID:
        expect(page.locator("[name=c1]")).to_be_focused()
        page.keyboard.press("Escape")
        page.locator("[name=void]").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
    expect(page.locator("[name=void]")).to_be_focused()


def first(page: Page, letter: str, marks: str) -> None:
    type_sheet(page, letter, marks)
    with page.expect_navigation():
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    expect(page.locator("[name=password]")).to_be_visible()


def second(page: Page, letter: str, marks: str) -> None:
    type_sheet(page, letter, marks)
    for words in (SECOND, PASSWORD):
        page.keyboard.press("Tab")
        page.keyboard.type(words)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("[name=password]")).to_have_count(0)


def counted(database, meeting):
    with database.transaction() as session:
        conduct.close(session, round_id=meeting.id, actor=BOTH)
        opening.open_box(session, round_id=meeting.id, cards=meeting.cards, actor=BOTH)
        return opening.outcome(session, round_id=meeting.id)


def test_ten_papers_two_of_them_mistyped(installed, browse):
    url, database, meeting = installed
    seat, inspector = Seat(url, browse(**LAPTOP), Words("zh")), Inspector()
    page = seat.page
    seat.log_in(NAME, PASSWORD)
    page.goto(f"{url}{meeting.path}")
    seat.press("打印、换发、录入纸质票")
    inspector.look(page, "an empty sheet")
    named = []

    for at, (letter, marks) in enumerate(PAPERS):
        if at in (2, 6):
            first(page, letter, marks)
            second(page, letter, "1" + marks[1:5] + "2" + marks[6:])
            named.append(page.locator(".places li").all_inner_texts())
            inspector.look(page, "a difference")
        first(page, letter, marks)
        if at == 0:
            inspector.look(page, "the second clerk's sheet")
        second(page, letter, marks)

    expect(page.locator(".pairs")).to_contain_text("10 张")
    assert named == [["竟陵街道", "张港镇"], ["张港镇"]]
    assert inspector.faults == {}
    found = counted(database, meeting)
    assert [(line.valid, line.void, line.blank) for line in found.returns] == [(3, 0, 1), (5, 1, 0)]
    assert [(line.cast, sum(line.void)) for line in found.paper] == [(4, 0), (6, 1)]
    assert [counts[0][0] for counts in found.counts] == [(1, 0, 0, 2), (1, 0, 1, 3)]
