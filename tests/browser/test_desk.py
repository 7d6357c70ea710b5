"""The organizer's browser, for real: a list pasted from a spreadsheet, rows moved, unsaved work guarded."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from appraisal import create_app
from appraisal.demo import server
from appraisal.domain.lifecycle import State
from tests.factories import make_plan
from tests.organizer import NAME, PASSWORD, hold, make_folder

PASTE = """(field, text) => {
    const clipboard = new DataTransfer();
    clipboard.setData("text/plain", text);
    const options = { clipboardData: clipboard, bubbles: true, cancelable: true };
    field.dispatchEvent(new ClipboardEvent("paste", options));
}"""
NO_TIME_BUT_ITS_OWN = """
    const later = setTimeout;
    const PATIENCE = 5000;  // no question is given up
    let now = Date.now();
    Date.now = () => now;
    setTimeout = (work, ms) => ms === PATIENCE || later(() => { now += ms; work(); }, 10);
    addEventListener("beforeunload", () => fetch(`/left/${now}`));
"""
PAGES = ("/desk/", "/desk/1", "/desk/1/edit", "/desk/new", "/desk/1/preflight", "/desk/2")
WINDOWS = ((1366, 768), (1920, 1080), (820, 1180), (390, 844))


@dataclass
class Office:
    """Where the server answers, and a browser page that is logged in there."""

    url: str
    page: Page

    def open(self, path: str) -> Page:
        self.page.goto(self.url + path)
        return self.page


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A running server with a draft of ten units, a published meeting and a closed box."""
    folder = tmp_path_factory.mktemp("office")
    make_folder(folder / "data")
    port = server.free_port()
    environment = {"APPRAISAL_DATA": str(folder / "data"), "APPRAISAL_PORT": str(port)}
    app = create_app({**environment, "TESTING": True})
    hold(app, State.DRAFT, plan=make_plan(subjects=10))
    hold(app, State.PUBLISHED, votes=[3, 3, 2, 1])
    hold(app, State.CLOSED)
    app.extensions["appraisal"].database.engine.dispose()
    with server.running(environment, port, folder / "server.log"):
        yield f"http://{server.HOST}:{port}"


@pytest.fixture
def office(address, browse):
    def logged_in(width=1366, height=768, **options):
        page = browse(width, height, **options)
        page.goto(f"{address}/account/login")
        page.fill("[name=name]", NAME)
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url("**/desk/")
        return Office(address, page)

    return logged_in


def cell(page: Page, row: int, column: int):
    return page.locator(f'[name="评议对象.{row}.{column}"]')


def test_a_list_pasted_into_a_cell_fills_the_rows_below(office):
    page = office().open("/desk/new")

    cell(page, 2, 1).evaluate(PASTE, "甲镇\t镇\n乙乡\t乡\n丙镇\t镇\n丁镇\t镇\n")

    found = [(cell(page, n, 1).input_value(), cell(page, n, 2).input_value()) for n in range(1, 6)]
    assert found == [("", ""), ("甲镇", "镇"), ("乙乡", "乡"), ("丙镇", "镇"), ("丁镇", "镇")]


def test_heads_numbers_and_empty_lines_of_a_pasted_list_are_left_out(office):
    page = office().open("/desk/new")

    cell(page, 1, 1).evaluate(PASTE, "序号\t名称\t分组\n1\t\u3000甲镇\t镇\n\t\t\n2\t乙乡\t乡\n")

    found = [(cell(page, n, 1).input_value(), cell(page, n, 2).input_value()) for n in range(1, 4)]
    assert found == [("甲镇", "镇"), ("乙乡", "乡"), ("", "")]


def test_rows_move_with_the_keyboard_and_the_focus_goes_with_them(office):
    page = office().open("/desk/1/edit")

    page.get_by_role("button", name="第 1 行下移").first.press("Enter")
    page.keyboard.press("Enter")

    assert [cell(page, n, 1).input_value() for n in (1, 2, 3)] == ["侨乡街道", "杨林街道", "竟陵街道"]
    expect(page.locator('button[value="down:评议对象:3"]')).to_be_focused()


def test_a_row_is_dropped_and_the_next_ones_close_up(office):
    page = office().open("/desk/1/edit")

    page.locator('button[value="drop:评议对象:2"]').click()

    assert [cell(page, n, 1).input_value() for n in (1, 2, 10)] == ["竟陵街道", "杨林街道", ""]


def test_leaving_with_unsaved_work_is_asked_about(office):
    page = office().open("/desk/1/edit")
    page.on("dialog", lambda dialog: dialog.dismiss())

    cell(page, 1, 1).fill("新城街道")
    with page.expect_event("dialog") as asked:
        page.evaluate("document.querySelector('a.brand').click()")
    expect(cell(page, 1, 1)).to_have_value("新城街道")

    assert (asked.value.type, page.url.rsplit("/", 1)[1]) == ("beforeunload", "edit")


def test_the_editor_works_without_scripts(office):
    page = office(java_script_enabled=False).open("/desk/1/edit")

    page.locator('button[value="down:评议对象:1"]').click()
    page.get_by_role("button", name="保存方案").last.click()
    page.wait_for_url("**/desk/1")

    expect(page.locator(".units").first).to_have_text("侨乡街道 竟陵街道 杨林街道")


def test_a_full_hall_is_tried_from_the_page(office):
    page = office().open("/desk/1/preflight")

    page.get_by_role("button", name="开始实测").click()

    expect(page.get_by_role("listitem").filter(has_text="同时连接")).to_contain_text("300 次连接都得到应答")
    expect(page.get_by_role("listitem").filter(has_text="地址通到本机")).to_contain_text("由本机应答")
    expect(page.get_by_role("listitem").filter(has_text="备份")).to_contain_text("读回核对无误")


def test_what_is_being_typed_stays_when_something_happens_elsewhere(office):
    typing, other = office().open("/desk/3"), office().open("/desk/3/abandon")
    present = typing.locator("[name=present]")

    present.fill("77")
    other.fill("[name=reason]", "会议改期")
    other.locator("main form .solid[type=submit]").click()
    expect(typing.locator("[data-news]")).to_be_in_viewport()
    expect(present).to_have_value("77")
    typing.get_by_role("link", name="刷新").click()

    expect(typing.locator("main")).to_contain_text("等另一位在自己的登录中确认")


def test_a_card_can_be_typed_slowly(office):
    page = office().open("/desk/3/opening")
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.locator("[name=card]").fill("7K3M")
    page.wait_for_timeout(3000)  # a page that watches asks within two seconds

    assert [url for url in asked if "/static/" not in url] == []  # the icon may come as late as it likes
    expect(page.locator("[name=card]")).to_have_value("7K3M")


def test_a_page_whose_successor_never_came_is_asked_for_again(office):
    page = office().open("/desk/2")
    asked, left = [], []

    def lose(route):
        asked.append(route)
        if len(asked) == 1:
            route.continue_()

    def note(route):
        left.append(float(route.request.url.rpartition("/")[2]))
        route.fulfill()

    page.add_init_script(NO_TIME_BUT_ITS_OWN)
    page.route("**/desk/2/waiting", lambda route: route.fulfill(json={}))  # the page shows what is past
    page.route("**/left/*", note)
    page.route("**/desk/2", lose)  # and its successor never comes
    page.reload()
    while len(left) < 4:
        page.wait_for_timeout(10)

    waits = [(then - now) / 1000 for now, then in pairwise(left)]
    assert [wait for wait in waits if not 20 <= wait <= 23] == []
    assert len(asked) > 1


def test_the_reveal_is_paced_by_one_key_and_goes_black_by_another(office):
    page = office().open("/desk/2")
    page.goto(page.get_by_role("link", name="在大屏上从最后一名起揭晓").evaluate("link => link.href"))
    place = page.locator(".newest h2")

    for key, told in (("Space", "第 3 名"), ("PageDown", "第 1 名 并列"), ("ArrowLeft", "第 3 名")):
        page.keyboard.press(key)
        expect(place).to_have_text(told)
        page.wait_for_load_state()  # the script listens again
    page.keyboard.press("b")
    expect(place).to_be_hidden()
    page.keyboard.press("b")
    expect(place).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_the_desk_are_accessible(office, scheme):
    desk = office(color_scheme=scheme)

    found = [
        (path, violation["id"])
        for path in PAGES
        for violation in Axe().run(desk.open(path)).response["violations"]
    ]

    assert found == []


@pytest.mark.parametrize(("width", "height"), WINDOWS)
def test_no_page_of_the_desk_scrolls_sideways(office, width, height):
    desk = office(width, height)

    wide = {path: desk.open(path).evaluate("document.documentElement.scrollWidth") for path in PAGES}

    assert wide == dict.fromkeys(wide, width)
