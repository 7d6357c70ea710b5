"""Take the README's picture from the real application: a phone at the sheet, the desk's ranking.

Run it from the folder of the code, with the requirements of the tests and Chromium installed:

    .venv/bin/python -m docs.pictures.take
"""

from __future__ import annotations

import os
import tempfile
from base64 import b64encode
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

from appraisal import create_app
from appraisal.demo.meeting import ACTOR, Opened, open_meeting
from appraisal.demo.scenario import Scenario
from appraisal.demo.server import HOST, free_port, running
from appraisal.demo.voters import hand_out, vote_all
from appraisal.domain.lifecycle import Act
from appraisal.services import accounts, conduct, opening, people
from appraisal.transaction import settings, transaction

PICTURE = Path(__file__).with_name("overview.png")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
PASSWORD = "a picture for the readme"  # noqa: S105 - of a server that lives for a minute
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1366, "height": 844}
MARKED = 6  # rows filled in on the phone


def main() -> None:
    """Hold the demo meeting, look at it from both sides, and put the two views side by side."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        port = free_port()
        environment = {"APPRAISAL_DATA": folder, "APPRAISAL_HOST": HOST, "APPRAISAL_PORT": str(port)}
        app = create_app(environment)
        with app.app_context(), transaction() as session:
            accounts.reset_password(session, name=accounts.FIRST, new=PASSWORD, actor=ACTOR)
            opened = open_meeting(session, Scenario().plan, settings().pepper)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with running(environment, port, Path(folder) / "server.log"):
            phone = photograph_phone(browser, port, opened)
            hold(app, port, opened)
            desk = photograph_desk(browser, port, opened)
        mount(browser, phone, desk)


def photograph_phone(browser: Browser, port: int, opened: Opened) -> bytes:
    """Enter a spare slip's code and mark the first rows."""
    page = browser.new_page(viewport=PHONE, device_scale_factor=2, locale="zh-CN")
    spare = next(slip for slip in opened.slips if slip.voter_class == 0)
    page.goto(f"http://{HOST}:{port}/v#{spare.code.compact}")
    page.wait_for_url("**/v/ballot")
    for row, answer in zip(range(MARKED), ("3", "2", "3", "1", "2", "-1"), strict=True):
        page.locator(f"label:has(input[name=m{row}][value='{answer}'])").click()
    page.evaluate("scrollTo(0, 0)")
    return page.screenshot()


def hold(app: Flask, port: int, opened: Opened) -> None:
    """Let everybody vote, close, and open the box."""
    vote_all(port, hand_out(opened.slips, Scenario().ballots), lambda: None)
    with app.app_context(), transaction() as session:
        conduct.close(session, round_id=opened.number, actor=opened.agree(session, Act.CLOSE))
        organizer = people.acting(session, round_id=opened.number, account_id=opened.organizer)
        opening.open_box(session, round_id=opened.number, cards=opened.cards, actor=organizer)


def photograph_desk(browser: Browser, port: int, opened: Opened) -> bytes:
    """Log in and look at the ranking."""
    page: Page = browser.new_page(viewport=DESK, device_scale_factor=2, locale="zh-CN")
    page.goto(f"http://{HOST}:{port}/desk")
    page.locator("input[name=name]").fill(accounts.FIRST)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button, form button").last.click()
    page.goto(f"http://{HOST}:{port}/desk/{opened.number}/results")
    return page.screenshot()


def mount(browser: Browser, phone: bytes, desk: bytes) -> None:
    """Put the two views side by side on a quiet ground."""
    page = browser.new_page(viewport={"width": 1240, "height": 600})
    page.set_content(
        "<style>body{margin:0;background:#dfe5ea;display:flex;gap:32px;padding:32px;height:536px}"
        "img{height:536px;border-radius:6px;box-shadow:0 1px 4px #0003}</style><img id=a><img id=b>"
    )
    for place, picture in (("a", phone), ("b", desk)):
        address = "data:image/png;base64," + b64encode(picture).decode()
        page.evaluate("([id, src]) => { document.getElementById(id).src = src }", [place, address])
    page.wait_for_timeout(500)
    page.screenshot(path=PICTURE)


if __name__ == "__main__":
    main()
