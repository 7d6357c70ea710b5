"""An activity from one workbook to its composite, in real browsers: the organizer's, and voters' phones."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from appraisal import create_app
from appraisal.ballotbox import box
from appraisal.demo import server
from appraisal.services import conduct
from tests.browser.test_enter import submit
from tests.documents.scenarios import DEMO
from tests.joined import OpenActivity
from tests.organizer import NAME, PASSWORD, make_folder


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A running server with an activity that is open in both rounds."""
    folder = tmp_path_factory.mktemp("activity")
    make_folder(folder / "data")
    port = server.free_port()
    environment = {"APPRAISAL_DATA": str(folder / "data"), "APPRAISAL_PORT": str(port)}
    installed = create_app({**environment, "TESTING": True}).extensions["appraisal"]
    with installed.database.transaction() as session:
        held = OpenActivity(session, pepper=installed.settings.pepper)
    with server.running(environment, port, folder / "server.log"):
        yield f"http://{server.HOST}:{port}", held, installed.database
    installed.database.engine.dispose()


def at_the_desk(browse, url, width=1366, height=768, **options):
    page = browse(width, height, **options)
    page.goto(f"{url}/account/login")
    page.fill("[name=name]", NAME)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/desk/")
    return page


def violations(page):
    return [violation["id"] for violation in Axe().run(page).response["violations"]]


def test_one_workbook_is_uploaded_and_becomes_the_page_of_an_activity(place, browse):
    page = at_the_desk(browse, place[0])

    page.set_input_files("[name=workbook]", DEMO / "tour-2020" / "meeting.xlsx")
    page.get_by_role("button", name="从表格导入").click()
    expect(page.get_by_role("heading", name="还没有保存")).to_be_visible()
    page.get_by_role("button", name="保存方案").click()
    page.wait_for_url("**/activity")

    expect(page.locator("tbody .title")).to_have_text(["现场观摩", "会议排名票"])
    page.get_by_role("link", name="皂市镇").first.click()
    expect(page.get_by_text("到位资金：60+40×(7.6−3.4)÷(24.6−3.4)=67.92")).to_be_visible()


def test_one_slip_votes_in_both_rounds(place, browse):
    url, held, database = place

    vote(browse(), url, held.codes(0)[0])

    with database.reading() as session:
        boxes = [box.count(session, conduct.find(session, number)) for number in held.rounds]
    assert boxes == [1, 1]


def vote(phone, url, code):
    """Vote in the first round, then go on to the second from the last page."""
    phone.goto(f"{url}/v")
    phone.fill("#code", code)
    phone.locator("form .solid").click()
    expect(phone.get_by_role("heading", name="可以投票")).to_have_count(2)
    assert violations(phone) == []
    phone.get_by_role("button", name="进入评议 现场观摩").click()
    submit(phone)
    phone.get_by_role("link", name="去投下一轮").click()
    phone.get_by_role("button", name="进入评议 会议评议").click()
    submit(phone)
    expect(phone.get_by_role("link", name="去投下一轮")).to_have_count(0)
