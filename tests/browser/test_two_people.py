"""A whole day with two people at two screens: nothing that matters is done by one of them alone."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from appraisal import create_app
from appraisal.demo import server
from appraisal.domain.lifecycle import State
from appraisal.services import voting
from tests.organizer import NAME, PASSWORD, hold, make_folder, marked
from tests.tianmen import MEETING

OTHER, OWN_PASSWORD = "jianpiao", "cold river lantern"
LAPTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
ALSO_DARK = ("a proposal", "a question to the other", "the opening")
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")


@dataclass
class Inspector:
    """Somebody who looks at every page: with a screen reader, in the dark, on a phone."""

    faults: dict[str, object] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def look(self, page: Page, name: str) -> None:
        self.seen.append(name)
        found = self._axe(page)
        if name in ALSO_DARK:
            page.emulate_media(color_scheme="dark")
            found += self._axe(page)
            page.emulate_media(color_scheme="light")
        for window in (PHONE, LAPTOP):
            page.set_viewport_size(window)
            width = page.evaluate("document.documentElement.scrollWidth")
            found += [f"{width} wide"] * (width != window["width"])
        if found:
            self.faults[name] = found

    @staticmethod
    def _axe(page: Page) -> list[str]:
        return [violation["id"] for violation in Axe().run(page).response["violations"]]


@dataclass
class Seat:
    """One person's own browser at the desk."""

    url: str
    page: Page

    def log_in(self, name: str, password: str) -> None:
        self.page.goto(f"{self.url}/account/login")
        self.page.fill("[name=name]", name)
        self.page.fill("[name=password]", password)
        self.page.click("main button[type=submit]")

    def press(self, words: str) -> None:
        link = self.page.get_by_role("link", name=words, exact=True).first
        with self.page.expect_navigation(url=f"**{link.get_attribute('href')}"):
            link.click()

    def send(self) -> None:
        with self.page.expect_navigation():
            self.page.locator("main form .solid[type=submit]").first.click()

    def sees(self, words: str) -> None:
        """Wait until the page shows it, reloaded by its own script and by nobody's hand."""
        expect(self.page.locator("main")).to_contain_text(words)

    def make_card(self) -> str:
        self.press("制作钥匙卡")
        self.send()
        card = "".join(self.page.locator(".secret li").all_inner_texts())
        self.press("已经打印并封好，返回")
        return card


@dataclass
class Day:
    """Both seats, and what the rounds of the day are looked at by."""

    organizer: Seat
    scrutineer: Seat
    inspector: Inspector = field(default_factory=Inspector)

    def agree(self, act: str) -> None:
        """Let the organizer propose what the page asks, and the scrutineer notice and confirm it."""
        self.organizer.send()
        self.organizer.sees(f"已提请“{act}”")
        self.scrutineer.sees(f"{NAME} 提请“{act}”，请您确认。")
        if act == "封箱":
            self.inspector.look(self.organizer.page, "the own proposal")
            self.inspector.look(self.scrutineer.page, "a proposal")
        self.scrutineer.press("查看并确认")
        if act == "封箱":
            self.inspector.look(self.scrutineer.page, "a question to the other")
        self.scrutineer.page.fill("[name=password]", OWN_PASSWORD)
        self.scrutineer.send()


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A running server with an account for the organizer and a meeting whose papers are destroyed."""
    folder, port = tmp_path_factory.mktemp("two"), server.free_port()
    make_folder(folder / "data")
    environment = {"APPRAISAL_DATA": str(folder / "data"), "APPRAISAL_PORT": str(port)}
    app = create_app({**environment, "TESTING": True})
    hold(app, State.SHREDDED)
    with server.running(environment, port, folder / "server.log"):
        yield f"http://{server.HOST}:{port}", app.extensions["appraisal"]
    app.extensions["appraisal"].database.engine.dispose()


@pytest.fixture
def day(installed, browse) -> Iterator[Day]:
    seats = (Seat(installed[0], browse(**LAPTOP)) for _ in range(2))
    return Day(*seats)


def vote(installed, codes: list[str]) -> None:
    """Cast a ballot for each code, as a phone does."""
    for code in codes:
        with installed.database.transaction() as session:
            booth = voting.enter(session, typed=code, pepper=installed.settings.pepper)
            voting.cast(session, booth=booth, marks=marked(booth.sheet, 2), nonce=secrets.token_bytes(16))


def prepare(day: Day) -> tuple[str, str]:
    """Upload the workbook, name the scrutineer, make and drill both cards; return the cards."""
    organizer, scrutineer, look = day.organizer, day.scrutineer, day.inspector.look
    organizer.log_in(NAME, PASSWORD)
    organizer.page.set_input_files("[type=file]", MEETING)
    with organizer.page.expect_navigation():
        organizer.page.click(".upload button")
    look(organizer.page, "what was read")
    with organizer.page.expect_navigation():
        organizer.page.get_by_role("button", name="保存方案").click()
    look(organizer.page, "the draft")
    organizer.press("安排监票人")
    organizer.page.fill("[name=name]", OTHER)
    organizer.page.check("[name=is_new]")
    organizer.send()
    look(organizer.page, "the people")
    printed = organizer.page.locator(".banner .code").inner_text().split()[-1]

    scrutineer.log_in(OTHER, printed)
    for name, text in (("old", printed), ("new", OWN_PASSWORD), ("again", OWN_PASSWORD)):
        scrutineer.page.fill(f"[name={name}]", text)
    scrutineer.send()
    scrutineer.page.goto(organizer.page.url.removesuffix("/people"))
    look(scrutineer.page, "the draft of the scrutineer")
    second = scrutineer.make_card()

    organizer.press("返回")
    cards = organizer.make_card(), second
    organizer.press("试开票箱")
    organizer.page.fill("[name=card]", cards[0])
    organizer.page.fill("[name=second]", cards[1])
    look(organizer.page, "the drill")
    organizer.send()
    return cards


def seal_and_print(day: Day) -> list[str]:
    """Seal, print the slips, open; return the codes on the slips."""
    organizer, look = day.organizer, day.inspector.look
    organizer.press("放宽人少票种的限制（要两人同意）")
    organizer.page.check("[name=recusal]")
    look(organizer.page, "the waiver")
    day.agree("放宽人少票种的限制")
    organizer.press("去看提醒")
    for tick in organizer.page.locator("[name=mark]").all():
        tick.check()
    look(organizer.page, "the warnings")
    with organizer.page.expect_navigation():
        organizer.page.click("#ticks button")
    organizer.press("封箱")
    look(organizer.page, "a question")
    day.agree("封箱")
    organizer.press("印制选票条")
    look(organizer.page, "the question before printing")
    organizer.send()
    codes = CODE.findall(organizer.page.locator("body").inner_text())
    look(day.scrutineer.page, "the sealed box")
    organizer.press("已经印好，返回")
    organizer.press("开始投票")
    day.agree("开始投票")
    look(day.scrutineer.page, "the hall")
    return codes


def replace_slip(day: Day, spoiled: str) -> str:
    """Void a slip; the new one is on the scrutineer's screen alone."""
    day.organizer.press("选票条写坏了，补发一张")
    day.organizer.page.fill("[name=code]", spoiled)
    day.inspector.look(day.organizer.page, "the spoiled slip")
    day.agree("补发选票条")
    (code,) = CODE.findall(day.scrutineer.page.locator("body").inner_text())
    day.scrutineer.press("已经印好，返回")
    return code


def count(day: Day, cards: tuple[str, str]) -> None:
    """Close, open the box with both cards, count the paper."""
    organizer, scrutineer, look = day.organizer, day.scrutineer, day.inspector.look
    organizer.press("截止投票")
    day.agree("截止投票")
    look(scrutineer.page, "the closed box")
    organizer.press("输入钥匙卡")
    organizer.page.fill("[name=card]", cards[1])
    organizer.page.fill("[name=second]", cards[0])
    organizer.page.check("[name=read_out]")
    look(organizer.page, "the opening")
    organizer.send()
    look(organizer.page, "the result")
    scrutineer.press("登记清点")
    for line in scrutineer.page.locator(".figures tbody tr").all():
        printed, cast = (int(line.locator("td").nth(at).inner_text()) for at in (0, 1))
        line.locator("input").first.fill(str(printed - cast))
        line.locator("input").last.fill("0")
    scrutineer.send()
    look(scrutineer.page, "the count of the paper")
    scrutineer.page.emulate_media(media="print")
    expect(scrutineer.page.locator(".figures")).to_be_visible()
    scrutineer.page.emulate_media(media="screen")


def test_two_people_hold_a_meeting_and_every_page_is_fit_to_be_seen(day, installed):
    cards = prepare(day)
    codes = seal_and_print(day)
    vote(installed[1], [*codes[1:8], replace_slip(day, codes[0])])
    count(day, cards)
    day.organizer.page.goto(day.scrutineer.page.url.removesuffix("/reconciliation"))
    day.organizer.press("公布结果")
    day.scrutineer.press("返回")
    day.agree("公布结果")
    day.organizer.sees("结果已公布")
    day.inspector.look(day.organizer.page, "the published result")
    day.organizer.page.goto(f"{day.organizer.url}/desk/1/shredding")
    day.inspector.look(day.organizer.page, "the record of destruction")

    assert day.inspector.faults == {}
    assert set(ALSO_DARK) < set(day.inspector.seen)
