"""Points and places on a phone with a script: taps, undo, a draft that survives, and what reaches the box."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from appraisal import create_app
from appraisal.ballotbox import box
from appraisal.demo import server
from appraisal.domain.rule import ScoringRule
from appraisal.domain.scale import Scale
from appraisal.domain.sheet import Subject
from appraisal.services import conduct
from appraisal.services.voting import form_of
from appraisal.storage.database import Database
from tests.browser.test_every_page import clipped, too_small, violations
from tests.factories import UNITS, OpenRound, make_class, make_plan


def card(number):
    """The start of a selector of what is on a card."""
    return f".card >> nth={number - 1} >>"


MANY = (make_class("A", 100, 20),)
STOPS = tuple(Subject(f"{n}号项目", parent="甲镇" if n < 3 else "乙镇") for n in range(1, 7))
POINTS = replace(
    make_plan(criteria=("投资规模", "形象进度", "产业质效"), classes=MANY),
    subjects=STOPS,
    scale=Scale.of_points(Fraction(0), Fraction(100), Fraction(1), "未观摩"),
    rule=ScoringRule(allow_all_same=True, least_share=Fraction(1, 2)),
)
PLACES = replace(
    make_plan(classes=MANY),
    subjects=UNITS[:17],
    scale=Scale.of_places(17, Fraction(100), Fraction(3)),
)


@dataclass
class Tour:
    """Where the server answers, and the two rounds it holds."""

    url: str
    database: Database
    points: OpenRound
    places: OpenRound
    codes_of_points: list[str]
    codes_of_places: list[str]

    def in_the_box(self, made: OpenRound) -> list[tuple[int, ...]]:
        """Open every ballot of a round with its cards, as nobody could while it is open."""
        with self.database.reading() as session:
            found = conduct.find(session, made.id)
            form = form_of(found.plan, found.uid, found.form_hash)
            chunks = box.open_all(session, found, form, made.key(session))
            return sorted(ballot.answers for chunk in chunks for _, ballot in chunk.ballots)


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
    with server.running(environment, port, folder / "server.log"):
        yield Tour(
            f"http://{server.HOST}:{port}", installed.database, *rounds, *(made.codes("A") for made in rounds)
        )
    installed.database.engine.dispose()


def enter(page: Page, url: str, code: str) -> None:
    page.goto(f"{url}/v")
    page.fill("#code", code)
    page.click("text=进入评议")
    expect(page.locator("form.sheet")).to_be_visible()


def tap(page: Page, stop: int, criterion: int, word: str) -> None:
    page.locator(f"{card(stop)} fieldset").nth(criterion).get_by_role("radio", name=word, exact=True).check()


@pytest.fixture
def points(browse, tour):
    """A sheet of six stops, for a voter who has not used the code yet."""
    page = browse()
    enter(page, tour.url, tour.codes_of_points.pop())
    return page


@pytest.fixture
def places(browse, tour):
    """A sheet of seventeen units to put in order."""
    page = browse()
    enter(page, tour.url, tour.codes_of_places.pop())
    return page


def confirm(page: Page) -> None:
    page.locator("#review").click()
    page.get_by_role("button", name="确认提交").click()


def place(page: Page, unit: int, number: int) -> Locator:
    """The answer that gives a unit a place, all places of its card unfolded."""
    return page.locator(f"{card(unit)} fieldset").get_by_role("radio", name=str(number), exact=True)


def test_a_stop_takes_a_tap_for_each_criterion(points):
    for criterion in range(3):
        tap(points, 1, criterion, "90")
    tap(points, 2, 0, "未观摩")

    expect(points.locator("#left")).to_have_text("还有 12 项未评 ›")
    checked = points.locator(f"{card(2)} input:checked").evaluate_all("all => all.map((one) => one.value)")
    assert checked == ["-1", "-1", "-1"]


def test_a_typed_number_replaces_a_tapped_one_and_undo_brings_it_back(points):
    typed = points.locator(f"{card(1)} .exact").first
    tap(points, 1, 0, "90")

    typed.fill("87")
    typed.blur()
    expect(points.locator(f"{card(1)} fieldset").first.locator("input:checked")).to_have_count(0)
    points.locator("#undo").click()

    expect(typed).to_have_value("")
    expect(points.locator(f"{card(1)} fieldset").first.locator("input:checked")).to_have_value("90")


def test_a_tour_with_two_dead_zones_is_sent_once_at_its_end(points, tour):
    before, bus = tour.in_the_box(tour.points), points.context

    for stop, grade in ((1, "95"), (2, "80")):
        bus.set_offline(True)
        for criterion in range(3):
            tap(points, stop, criterion, grade)
        points.close()  # the phone goes into the pocket, and comes out where there is a network again
        bus.set_offline(False)
        points = bus.new_page()
        points.goto(f"{tour.url}/v/ballot")
        points.get_by_role("button", name="继续填写").click()
    on_the_way = tour.in_the_box(tour.points)
    for stop in range(3, 7):
        tap(points, stop, 0, "未观摩")
    confirm(points)

    expect(points.locator("h1")).to_have_text("投票已提交")
    sent = (95,) * 3 + (80,) * 3 + (-1,) * 12
    assert (on_the_way, tour.in_the_box(tour.points)) == (before, sorted([*before, sent]))


def test_any_stop_is_two_taps_away_and_says_how_it_stands(points):
    tap(points, 2, 0, "未观摩")

    points.locator("#stops").click()
    states = points.locator(".stops small").all_inner_texts()
    points.get_by_role("button", name="5 5号项目").click()

    assert states == ["未评", "未观摩", *["未评"] * 4]
    assert (
        points.evaluate("document.activeElement.closest('.card').querySelector('h3').firstChild.data")
        == "5号项目"
    )


def test_too_few_stops_are_told_before_the_ballot_is_sent(points):
    for stop in range(1, 7):
        tap(points, stop, 0, "90" if stop < 3 else "未观摩")
    for criterion in (1, 2):
        tap(points, 1, criterion, "90")
        tap(points, 2, criterion, "90")
    points.locator("#review").click()
    told = points.locator("#ask .refusal").all_inner_texts()
    points.get_by_role("button", name="返回修改").click()

    tap(points, 3, 0, "90")
    points.locator("#review").click()

    assert told == ["您只评了 2 个，不足应评的 1/2：按规定，这张票交上去是无效票。"]
    expect(points.locator("#ask .refusal")).to_have_count(0)


def test_a_tour_that_ends_in_a_dead_zone_is_sent_once_the_network_is_back(points, tour):
    before = tour.in_the_box(tour.points)
    for stop in range(1, 7):
        for criterion in range(3):
            tap(points, stop, criterion, "85")

    points.context.set_offline(True)
    confirm(points)
    expect(points.locator("#ask [role=status]")).to_contain_text("网络不畅")
    points.context.set_offline(False)

    expect(points.locator("h1")).to_have_text("投票已提交")
    assert tour.in_the_box(tour.points) == sorted([*before, (85,) * 18])


def test_seventeen_units_are_ordered_by_taps(places, tour):
    for unit in range(17, 0, -1):
        places.locator(f"{card(unit)} .take").click()
    places.locator(f"{card(17)} .take").click()
    place(places, 17, 2).check()  # its neighbour loses that place
    expect(places.locator(f"{card(16)} .take")).to_have_text("排第 1 名")
    places.locator(f"{card(16)} .take").click()

    places.locator("#review").click()
    expect(places.locator("#ask h3").first).to_have_text("第 1 名")
    expect(places.locator("#ask h3 + div").first).to_have_text(UNITS[15].name)
    places.get_by_role("button", name="确认提交").click()
    expect(places.locator("h1")).to_have_text("投票已提交")
    assert (*range(15), 16, 15) in tour.in_the_box(tour.places)


def test_seventeen_units_are_ordered_with_keys_alone(places, tour):
    for unit in range(1, 18):
        places.locator(f"{card(unit)} .take").press("Enter")
    name = UNITS[2].name
    expect(places.get_by_role("button", name=f"{UNITS[0].name} 前移一名")).to_be_disabled()
    for _ in range(2):  # the third unit becomes the first, then the second
        places.get_by_role("button", name=f"{name} 前移一名").press("Enter")
    places.get_by_role("button", name=f"{name} 后移一名").press("Space")
    places.locator("#undo").press("Enter")
    places.get_by_role("button", name=f"{name} 后移一名").press("Space")

    places.locator("#review").press("Enter")
    places.get_by_role("button", name="确认提交").press("Enter")
    expect(places.locator("h1")).to_have_text("投票已提交")
    assert (16, 14, 15, *range(13, -1, -1)) in tour.in_the_box(tour.places)


def test_seventeen_units_are_ordered_without_a_script(browse, tour):
    page = browse(java_script_enabled=False)
    enter(page, tour.url, tour.codes_of_places.pop())
    for unit in range(1, 18):
        place(page, unit, max(unit, 2)).check(force=True)  # two share the second place
    page.locator("#review").click()
    told = page.locator(".complaints p").all_inner_texts()

    place(page, 1, 1).check(force=True)
    page.locator("#review").click()
    page.get_by_role("button", name="确认提交").click()

    assert told[-1].startswith("第 2 名给了 2 个单位，只能给一个")
    expect(page.locator("h1")).to_have_text("投票已提交")
    assert tuple(range(16, -1, -1)) in tour.in_the_box(tour.places)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["points", "places"])
def test_number_sheets_and_their_reviews_are_fit_for_everyone(browse, tour, kind, scheme):
    page = browse(width=320, color_scheme=scheme)
    enter(page, tour.url, getattr(tour, f"codes_of_{kind}")[0])
    found = {"sheet": flaws_of(page)}

    if kind == "places":
        for unit in range(1, 18):
            page.locator(f"{card(unit)} .take").click()
        page.locator(f"{card(1)} .take").click()
        found["places of a unit"] = flaws_of(page)
        page.locator(f"{card(1)} .take").click()
    else:
        for stop in range(1, 7):
            tap(page, stop, 0, "未观摩")
        page.locator("#stops").click()
        found["stops"] = flaws_of(page)
        page.get_by_role("button", name="返回修改").click()
    page.locator("#review").click()
    found["review"] = flaws_of(page)

    assert found == dict.fromkeys(found, ([], [], [], 320))


def flaws_of(page: Page) -> tuple[list[str], list[str], list[str], int]:
    """What axe finds, targets too small for a thumb, words cut off, and the width that is needed."""
    return violations(page), too_small(page), clipped(page), page.evaluate("document.body.scrollWidth")
