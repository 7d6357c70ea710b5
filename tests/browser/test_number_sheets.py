"""Points and places on a phone with a script: taps, undo, a draft that survives, and the receipt."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from appraisal import create_app
from appraisal.demo import server
from appraisal.domain.scale import Scale
from appraisal.domain.sheet import Subject
from tests.factories import UNITS, OpenRound, make_class, make_plan

MANY = (make_class("A", 100, 20),)
STOPS = tuple(Subject(f"{n}号项目", parent="甲镇" if n < 3 else "乙镇") for n in range(1, 7))
POINTS = replace(
    make_plan(criteria=("投资规模", "形象进度", "产业质效"), classes=MANY),
    subjects=STOPS,
    scale=Scale.of_points(Fraction(0), Fraction(100), Fraction(1), "未观摩"),
)
PLACES = replace(
    make_plan(classes=MANY),
    subjects=UNITS[:17],
    scale=Scale.of_places(17, Fraction(100), Fraction(3)),
)


@pytest.fixture(scope="module")
def tour(tmp_path_factory):
    """A server with a round of points and one of places, and their codes."""
    folder: Path = tmp_path_factory.mktemp("tour")
    port = server.free_port()
    environment = {"APPRAISAL_DATA": str(folder / "data"), "APPRAISAL_PORT": str(port)}
    installed = create_app(environment).extensions["appraisal"]
    with installed.database.transaction() as session:
        pepper = installed.settings.pepper
        rounds = [OpenRound(session, plan, pepper=pepper) for plan in (POINTS, PLACES)]
    installed.database.engine.dispose()
    with server.running(environment, port, folder / "server.log"):
        yield f"http://{server.HOST}:{port}", *(made.codes("A") for made in rounds)


def enter(page: Page, url: str, code: str) -> None:
    page.goto(f"{url}/v")
    page.fill("#code", code)
    page.click("text=进入评议")
    expect(page.locator("form.sheet")).to_be_visible()


def tap(page: Page, stop: int, criterion: int, word: str) -> None:
    page.locator(f"#s{stop} fieldset").nth(criterion).get_by_role("radio", name=word, exact=True).check()


def test_a_stop_takes_a_tap_for_each_criterion(browse, tour):
    url, codes, _ = tour
    page = browse()
    enter(page, url, codes.pop())

    for criterion in range(3):
        tap(page, 1, criterion, "90")
    tap(page, 2, 0, "未观摩")

    expect(page.locator("#left")).to_have_text("还有 12 项未评 ›")
    checked = page.locator("#s2 input:checked").evaluate_all("all => all.map((one) => one.value)")
    assert checked == ["-1", "-1", "-1"]


def test_a_typed_number_replaces_a_tapped_one_and_undo_brings_it_back(browse, tour):
    url, codes, _ = tour
    page = browse()
    enter(page, url, codes.pop())
    box = page.locator("#s1 .exact").first
    tap(page, 1, 0, "90")

    box.fill("87")
    box.blur()
    expect(page.locator("#s1 fieldset").first.locator("input:checked")).to_have_count(0)
    page.locator("#undo").click()

    expect(box).to_have_value("")
    expect(page.locator("#s1 fieldset").first.locator("input:checked")).to_have_value("90")


def test_two_dead_zones_lose_nothing(browse, tour):
    url, codes, _ = tour
    page = browse()
    enter(page, url, codes.pop())

    page.context.set_offline(True)
    for criterion in range(3):
        tap(page, 1, criterion, "95")
    page.context.set_offline(False)
    page.reload()
    page.context.set_offline(True)
    for stop in range(2, 7):
        tap(page, stop, 0, "未观摩")
    page.locator("#review").click()
    page.get_by_role("button", name="确认提交").click()
    expect(page.locator("#ask [role=status]")).to_contain_text("网络不畅")
    page.context.set_offline(False)

    expect(page.locator("h1")).to_have_text("投票已提交")


def test_seventeen_units_are_ordered_by_taps(browse, tour):
    url, _, codes = tour
    page = browse()
    enter(page, url, codes.pop())

    for number in range(17, 0, -1):
        page.locator(f"#s{number} .take").click()
    page.locator("#s17 .other").click()
    # its neighbour loses that place
    page.locator("#s17 fieldset").get_by_role("radio", name="2", exact=True).check()
    expect(page.locator("#s16 .take")).to_have_text("排第 1 名")
    page.locator("#s16 .take").press("Enter")

    page.locator("#review").click()
    first = page.locator("#ask h3").first
    expect(first).to_have_text("第 1 名")
    assert page.locator("#ask h3 + div").first.inner_text() == UNITS[15].name
    page.get_by_role("button", name="确认提交").click()
    expect(page.locator("form.sheet")).to_have_count(0)
