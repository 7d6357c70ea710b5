"""Photograph a tour, an order and a satisfaction appraisal on the phone, and the activity at the desk.

Written to `docs/pictures/tour/` in both languages; ``make pictures`` runs it.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy.orm import Session

from appraisal import create_app
from appraisal.demo.meeting import open_meeting
from appraisal.demo.scenario import NAMED, Scenario
from appraisal.demo.server import HOST, free_port, running
from appraisal.domain.meeting import VoterClass
from appraisal.domain.plan import Plan
from appraisal.services import accounts, activities
from appraisal.transaction import settings, transaction
from tests.joined import count_tour

from .phone import LANGUAGES, Phone
from .take import ACTOR, CHROMIUM, DESK, FLAGS, PASSWORD

FOLDER = Path(__file__).with_name("tour")
ORDERED = (3, 1, 5, 2)  # units that are tapped one after the other
WEIGHTS = (40, 30, 30)
PUBLIC = VoterClass("G", "扫码群众", Fraction(0), 500, is_public=True)
COLOURS = 128  # as the other pictures of the desk


def with_public(plan: Plan) -> Plan:
    """Give a satisfaction appraisal weights, and a public channel that does not count."""
    classes = (
        replace(group, weight=Fraction(weight)) for group, weight in zip(plan.classes, WEIGHTS, strict=True)
    )
    return replace(plan, rule=replace(plan.rule, pooled=False), classes=(*classes, PUBLIC))


def main() -> None:
    """Open a tour, its order and a satisfaction appraisal, and look at them from a seat on the bus."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        port = free_port()
        environment = {"APPRAISAL_DATA": folder, "APPRAISAL_HOST": HOST, "APPRAISAL_PORT": str(port)}
        with create_app(environment).app_context(), transaction() as session:
            codes, number = _opened(session)
            held = [_activity(session) for _ in ("draft", "counted")]
            count_tour(session, held[1])
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with running(environment, port, Path(folder) / "server.log"):
            for language in LANGUAGES:
                _look(browser, f"http://{HOST}:{port}/v", language, codes, number)
                _look_at_the_desk(browser, f"http://{HOST}:{port}", language, [rounds[0] for rounds in held])


def _opened(session: Session) -> tuple[list[str], int]:
    """Open all three; return a code of each, and the number of the one with a public channel."""
    tour = [each.plan for each in Scenario(NAMED["tour"]).activity.rounds]
    plans = (*tour, with_public(Scenario(NAMED["satisfaction"]).plan))
    opened = [open_meeting(session, plan, settings().pepper) for plan in plans]
    codes = [next(slip.code.compact for slip in each.slips if slip.voter_class == 0) for each in opened]
    return codes, opened[-1].number


def _look(browser: Browser, address: str, language: str, codes: list[str], number: int) -> None:
    bus = Phone(browser, address, language, folder=FOLDER)
    bus.enter(codes[0])
    for row, points in ((0, 95), (1, 85), (2, 90)):
        bus.rate(row, points)
    bus.keep("stop")
    bus.page.locator("#stops").click()
    bus.keep("stops")
    order = Phone(browser, address, language, folder=FOLDER)
    order.enter(codes[1])
    for unit in ORDERED:
        order.page.locator(".take").nth(unit - 1).click()
    order.page.evaluate("scrollTo(0, 0)")
    order.keep("order")
    hall = Phone(browser, address, language, folder=FOLDER)
    hall.enter(codes[2])
    hall.rate(0, 2)
    hall.rate(1, 0)
    hall.page.locator("textarea:visible").fill("一次性告知不到位，跑了两趟")
    hall.page.evaluate("scrollTo(0, 0)")
    hall.keep("reason")
    hall.page.goto(f"{address}/public/{number}/{len(WEIGHTS)}")
    hall.keep("public")


def _activity(session: Session) -> list[int]:
    """Set the tour up as one activity, and return the numbers of its rounds."""
    accounts.reset_password(session, name=accounts.FIRST, new=PASSWORD, actor=ACTOR)
    owner = accounts.by_name(session, accounts.FIRST).id
    made = activities.create(session, activity=Scenario(NAMED["tour"]).activity, account_id=owner)
    return [each.id for each in made.rounds]


def _look_at_the_desk(browser: Browser, address: str, language: str, numbers: list[int]) -> None:
    """Log in and look at the activity before the first ballot, and after the last count."""
    page = browser.new_page(viewport=DESK, locale=LANGUAGES[language], reduced_motion="reduce")
    page.goto(f"{address}/desk")
    page.locator("input[name=name]").fill(accounts.FIRST)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/desk/")
    for name, number in zip(("activity", "composite"), numbers, strict=True):
        page.goto(f"{address}/desk/{number}/activity")
        path = FOLDER / f"{name}-{language}.png"
        page.screenshot(path=path)
        Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)


if __name__ == "__main__":
    main()
