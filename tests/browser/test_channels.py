"""Ballots without a slip in the hand: links that were sent, and a symbol that anybody may scan."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from appraisal import create_app
from appraisal.ballotbox import box
from appraisal.demo import server
from appraisal.domain.lifecycle import State
from appraisal.services import conduct
from appraisal.storage.database import Database
from tests.browser.settling import PATIENCE
from tests.browser.test_activity import at_the_desk, violations
from tests.browser.test_enter import submit
from tests.browser.test_whole_vote import PHONES
from tests.factories import BOTH, make_class, make_plan
from tests.organizer import hold, make_folder

PUBLIC = replace(make_class("G", 0, 40), is_public=True)
PLAN = make_plan(classes=(make_class("A", 100, 8), PUBLIC))
WIDTHS = (320, 390)


@dataclass
class Office:
    """A running server with a meeting that votes by link and by symbol; each list of links by its class."""

    url: str
    number: int
    database: Database
    links: dict[str, list[str]]

    def ballots(self) -> int:
        with self.database.reading() as session:
            return box.count(session, conduct.find(session, self.number))


@pytest.fixture(scope="module")
def office(tmp_path_factory, chromium):
    """The organizer fetches the lists of links in a browser of their own, before voting is opened."""
    folder: Path = tmp_path_factory.mktemp("channels")
    make_folder(folder / "data")
    port = server.free_port()
    url = f"http://{server.HOST}:{port}"
    environment = {
        "APPRAISAL_DATA": str(folder / "data"),
        "APPRAISAL_PORT": str(port),
        "APPRAISAL_PUBLIC_URL": url,
    }
    app = create_app({**environment, "TESTING": True})
    number = hold(app, State.SEALED, plan=PLAN).id
    database = app.extensions["appraisal"].database
    with server.running(environment, port, folder / "server.log"):
        links = fetched(chromium, url, number)
        with database.transaction() as session:
            conduct.open_voting(session, round_id=number, actor=BOTH)
        yield Office(url, number, database, links)
    database.engine.dispose()


def fetched(chromium, url, number):
    """Mint the codes at the desk, and read the lists as whoever sends the messages does."""
    context = chromium.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
    context.set_default_timeout(PATIENCE)
    page = at_the_desk(lambda *_: context.new_page(), url)
    page.goto(f"{url}/desk/{number}/slips")
    page.get_by_label("下载链接清单").check()
    with page.expect_download() as kept:
        page.get_by_role("button", name="生成选票条").click()
    content = Path(kept.value.path()).read_bytes()
    context.close()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        lists = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    return {name: [row[0] for row in csv.reader(io.StringIO(text))][1:] for name, text in lists.items()}


@pytest.fixture
def phone(browse):
    """A phone that opens what it is sent in a chat app."""
    return browse(has_touch=True, is_mobile=True, **PHONES["android"])


def test_a_link_from_the_list_opens_one_ballot_and_is_then_spent(office, phone, browse):
    link, before = office.links["A.csv"].pop(), office.ballots()

    phone.goto(link)
    phone.wait_for_url("**/v/ballot")
    shown = phone.evaluate("location.href")
    submit(phone)
    second = browse()
    second.goto(link)

    expect(second.get_by_text("这个票码已投过票").first).to_be_visible()
    assert (shown, office.ballots()) == (f"{office.url}/v/ballot", before + 1)


def test_there_is_a_list_for_the_class_with_links_and_none_for_the_symbol(office):
    assert list(office.links) == ["A.csv"]
    assert all(link.startswith(f"{office.url}/v#") for link in office.links["A.csv"])


def test_whoever_scans_the_symbol_draws_a_ballot_and_casts_it(office, phone, browse):
    desk, before = at_the_desk(browse, office.url), office.ballots()
    desk.goto(f"{office.url}/desk/{office.number}/public")
    address = desk.locator("main .wraps").inner_text()

    phone.goto(address)
    phone.get_by_role("button", name="领取选票").click()
    phone.wait_for_url("**/v/ballot")
    told = phone.get_by_text("公开渠道，只作参考，不是正式票").count()
    submit(phone)
    phone.goto(address)
    phone.get_by_role("button", name="领取选票").click()

    expect(phone.get_by_text("公开渠道请每人只投一次").first).to_be_visible()
    assert (told, office.ballots()) == (1, before + 1)


def test_two_phones_behind_one_address_both_vote(office, browse):
    before = office.ballots()

    for each in (browse(), browse()):
        each.goto(f"{office.url}/v/public/{office.number}/1")
        each.get_by_role("button", name="领取选票").click()
        submit(each)

    assert office.ballots() == before + 2


def test_a_ballot_is_drawn_and_cast_without_scripts(office, browse):
    before, page = office.ballots(), browse(java_script_enabled=False)

    page.goto(f"{office.url}/v/public/{office.number}/1")
    page.locator(".solid").click()
    for answer in page.locator("input[type=radio][value='2']").all():
        answer.check()
    page.locator("button.solid, #review").last.click()
    page.locator(".solid").last.click()
    page.wait_for_url("**/v/done")

    assert office.ballots() == before + 1


@pytest.mark.parametrize("look", ["light", "dark"])
def test_nobody_is_kept_from_reading_its_pages(office, browse, look):
    page, desk = browse(color_scheme=look), at_the_desk(browse, office.url, color_scheme=look)
    page.goto(f"{office.url}/v/public/{office.number}/1")
    desk.goto(f"{office.url}/desk/{office.number}/public")

    assert (violations(page), violations(desk)) == ([], [])


@pytest.mark.parametrize("width", WIDTHS)
def test_its_page_is_no_wider_than_the_phone(office, browse, width):
    page = browse(width=width, height=640)

    page.goto(f"{office.url}/v/public/{office.number}/1")

    assert page.evaluate("document.documentElement.scrollWidth") == width
