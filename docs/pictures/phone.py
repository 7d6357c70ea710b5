"""Photograph what a participant meets, in both languages, from the real application.

Written to `docs/pictures/phone/`; ``make pictures`` runs it.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from appraisal import create_app
from appraisal.demo.meeting import open_meeting
from appraisal.demo.scenario import Scenario
from appraisal.demo.server import HOST, free_port, running
from appraisal.domain.rule import Quota
from appraisal.domain.sheet import Criterion
from appraisal.transaction import settings, transaction

from .take import CHROMIUM, FLAGS

FOLDER = Path(__file__).with_name("phone")
LANGUAGES = {"zh": "zh-CN", "en": "en-US"}
PHONE, SMALL = {"width": 390, "height": 720}, {"width": 320, "height": 568}
CRITERIA = ("工作实绩", "作风建设", "群众满意")
FIRST = (3, 3, 2, 3, 1)  # what is marked before the quota is full
REST = (2, 2, 0, 2, 1, 2, 2, -1, 2, 2, 1, 2, 2, 0, 2, 2, 2, 1, 2, 2, 2, 2)


class Phone:
    """A phone in one language that writes down what it shows."""

    def __init__(
        self, browser: Browser, address: str, language: str, *, folder: Path = FOLDER, **options: object
    ) -> None:
        given = {"viewport": PHONE, "locale": LANGUAGES[language], "reduced_motion": "reduce", **options}
        self.page: Page = browser.new_context(**given).new_page()
        self.address, self.language, self.folder = address, language, folder

    def keep(self, name: str) -> None:
        """Write what is on the screen."""
        self.page.screenshot(path=self.folder / f"{name}-{self.language}.png")

    def enter(self, code: str) -> None:
        """Open the sheet of a code."""
        self.page.goto(f"{self.address}#{code}")
        self.page.wait_for_url("**/v/ballot")

    def rate(self, row: int, answer: int) -> None:
        """Tap one answer."""
        self.page.locator(f"label:has(input[name=m{row}][value='{answer}'])").click()


def main() -> None:
    """Hold a meeting with one criterion and one with three, and look at both from the floor."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        port = free_port()
        environment = {"APPRAISAL_DATA": folder, "APPRAISAL_HOST": HOST, "APPRAISAL_PORT": str(port)}
        with create_app(environment).app_context(), transaction() as session:
            plan = Scenario().plan
            one = replace(plan, rule=replace(plan.rule, quota=Quota(Fraction(1, 7))))
            many = replace(plan, criteria=tuple(Criterion(name, Fraction(100, 3)) for name in CRITERIA))
            codes = [
                [slip.code.compact for slip in open_meeting(session, each, settings().pepper).slips]
                for each in (one, many)
            ]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with running(environment, port, Path(folder) / "server.log"):
            for language in LANGUAGES:
                _vote(Phone(browser, f"http://{HOST}:{port}/v", language), codes[0].pop())
                _others(browser, f"http://{HOST}:{port}/v", language, codes)


def _vote(phone: Phone, code: str) -> None:
    page = phone.page
    page.goto(phone.address)
    phone.keep("code")
    phone.enter(code)
    phone.keep("sheet")
    for row, answer in enumerate(FIRST):
        phone.rate(row, answer)
    phone.rate(5, 3)
    phone.rate(6, 3)
    phone.keep("swap")
    page.locator("dialog .foot button").click()
    page.locator("#left").click()
    phone.keep("unrated")
    for row, answer in enumerate(REST, start=6):
        phone.rate(row, answer)
    page.locator("#review").click()
    phone.keep("review")
    page.locator("dialog .solid").click()
    page.wait_for_url("**/v/done")
    phone.keep("done")
    page.goto(f"{phone.address}#{code}")
    page.wait_for_selector(".tick")
    phone.keep("used")


def _others(browser: Browser, address: str, language: str, codes: list[list[str]]) -> None:
    cards = Phone(browser, address, language)
    cards.enter(codes[1].pop())
    for row in range(4):
        cards.rate(row, 3 - row % 3)
    cards.keep("criteria")
    small = Phone(browser, address, language, viewport=SMALL)
    small.enter(codes[0][-1])
    small.page.locator("#size").click(click_count=2)
    small.rate(0, 3)
    small.keep("largest")
    dark = Phone(browser, address, language, color_scheme="dark")
    dark.enter(codes[0][-1])
    for row, answer in enumerate(FIRST):
        dark.rate(row, answer)
    dark.keep("dark")


if __name__ == "__main__":
    main()
