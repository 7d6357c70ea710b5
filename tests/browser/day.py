"""Two people at two screens, in one language, and somebody who looks at every page they meet."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urljoin

from axe_playwright_python.sync_playwright import Axe
from babel.support import Translations
from playwright.sync_api import Page, expect

import appraisal
from tests.organizer import NAME

LAPTOP, BEAMER, TABLET, PHONE = (
    {"width": 1366, "height": 768},
    {"width": 1920, "height": 1080},
    {"width": 820, "height": 1180},
    {"width": 390, "height": 844},
)
LOCALES = {"zh": "zh-CN", "en": "en-US"}
CATALOGUES = Path(appraisal.__file__).parent / "translations"
OWN_PASSWORD = "cold river lantern"
MOMENT = 50  # milliseconds between two looks whether a page has caught up


def catch_up(page: Page) -> None:
    """Wait until a page that watches shows what is so by now: its own script loads it anew, in a while.

    What is pressed or read at that very moment is pressed or read on a page that goes away.
    """
    page.wait_for_load_state()
    while (watching := page.locator("[data-waiting]")).count():
        question, shown = (watching.get_attribute(f"data-{name}") or "" for name in ("waiting", "tag"))
        asked = {"If-None-Match": f'"{shown}"'}
        if page.request.get(urljoin(page.url, question), headers=asked).status == HTTPStatus.NOT_MODIFIED:
            break
        page.wait_for_timeout(MOMENT)
    page.wait_for_load_state()


class Words:
    """What a page says, in the language it is read in; the Chinese sentence is its name."""

    def __init__(self, language: str) -> None:
        self._catalogue = Translations.load(CATALOGUES, ["en" if language == "en" else "zh"])

    def __call__(self, text: str, **values: str) -> str:
        found: str = self._catalogue.gettext(text)
        return found % {name: self(value) for name, value in values.items()} if values else found


@dataclass
class Inspector:
    """Somebody who looks at every page: with a screen reader, in the dark, on every width there is.

    What a screen reader stumbles over is the same in every language: it is asked once.
    """

    also_dark: tuple[str, ...] = ()
    reads_aloud: bool = True
    faults: dict[str, object] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def look(self, page: Page, name: str) -> None:
        self.seen.append(name)
        catch_up(page)
        found = self._read(page, name) if self.reads_aloud else []
        for window in (PHONE, TABLET, BEAMER, LAPTOP):
            page.set_viewport_size(window)
            width = page.evaluate("document.documentElement.scrollWidth")
            found += [f"{width} wide"] * (width != window["width"])
        if found:
            self.faults[name] = found

    def _read(self, page: Page, name: str) -> list[str]:
        found = self._axe(page)
        if name in self.also_dark:
            page.emulate_media(color_scheme="dark")
            found += self._axe(page)
            page.emulate_media(color_scheme="light")
        return found

    @staticmethod
    def _axe(page: Page) -> list[str]:
        return [violation["id"] for violation in Axe().run(page).response["violations"]]


@dataclass
class Seat:
    """One person's own browser at the desk."""

    url: str
    page: Page
    words: Words

    def log_in(self, name: str, password: str) -> None:
        self.page.goto(f"{self.url}/account/login")
        self.page.fill("[name=name]", name)
        self.page.fill("[name=password]", password)
        self.page.click("main button[type=submit]")

    def press(self, text: str, **values: str) -> None:
        """Follow a link."""
        catch_up(self.page)
        link = self.page.get_by_role("link", name=self.words(text, **values), exact=True).first
        with self.page.expect_navigation(url=f"**{link.get_attribute('href')}"):
            link.click()

    def click(self, text: str) -> None:
        """Press a button that sends a form in which nothing is typed."""
        catch_up(self.page)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=self.words(text), exact=True).first.click()

    def send(self) -> None:
        with self.page.expect_navigation():
            self.page.locator("main form .solid[type=submit]").first.click()

    def sees(self, text: str, **values: str) -> None:
        """Wait until the page shows it, reloaded by its own script and by nobody's hand."""
        expect(self.page.locator("main")).to_contain_text(self.words(text, **values))

    def make_card(self) -> str:
        self.press("制作钥匙卡")
        self.send()
        return self.take_card()

    def take_card(self) -> str:
        """Read what a page shows once, and go on."""
        card = "".join(self.page.locator(".secret li").all_inner_texts())
        self.press("已经打印并封好，返回")
        return card


@dataclass
class Day:
    """Both seats, and who looks at what they see."""

    organizer: Seat
    scrutineer: Seat
    inspector: Inspector

    def propose(self, act: str) -> None:
        """Let the organizer propose what the page asks, and the scrutineer notice it."""
        self.organizer.send()
        self.organizer.sees("已提请“%(act)s”，等另一位在自己的登录中确认。", act=act)
        told = self.scrutineer.words("%(name)s 提请“%(act)s”，请您确认。", name=NAME, act=act)
        expect(self.scrutineer.page.locator("main")).to_contain_text(told)

    def agree(self, act: str) -> None:
        """Propose and confirm."""
        self.propose(act)
        if act == "封箱":
            self.inspector.look(self.organizer.page, "the own proposal")
            self.inspector.look(self.scrutineer.page, "a proposal")
        self.scrutineer.press("查看并确认")
        if act in ("封箱", "开始投票"):
            self.inspector.look(self.scrutineer.page, f"a question to the other: {act}")
        self.confirm()

    def confirm(self) -> None:
        """Let the scrutineer confirm what is asked."""
        self.scrutineer.page.fill("[name=password]", OWN_PASSWORD)
        self.scrutineer.send()
