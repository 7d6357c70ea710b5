"""The page of an activity in a browser: readable by everybody, never too wide, at every stage."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from appraisal import create_app
from appraisal.demo import server
from appraisal.documents.workbook import read_activity
from appraisal.domain.activity import Activity
from appraisal.domain.lifecycle import State
from appraisal.services import activities
from tests.browser.test_activity import at_the_desk, violations
from tests.documents.scenarios import DEMO
from tests.factories import account, make_class
from tests.joined import OpenActivity, count_tour, make_activity, sealed_activity
from tests.organizer import make_folder

PAGES = (
    "home",
    "draft",
    "findings",
    "sealed",
    "slips",
    "open",
    "opened",
    "published",
    "shown",
    "one group",
    "workbook",
)
WINDOWS = ((390, 844), (768, 1024), (820, 1180), (1366, 768), (1920, 1080))


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A running server with an activity at every stage, and where each page of them is."""
    folder = tmp_path_factory.mktemp("activity")
    make_folder(folder / "data")
    port = server.free_port()
    environment = {"APPRAISAL_DATA": str(folder / "data"), "APPRAISAL_PORT": str(port)}
    installed = create_app({**environment, "TESTING": True}).extensions["appraisal"]
    sent = read_activity(DEMO / "tour-2020" / "meeting.xlsx")
    with installed.database.transaction() as session:
        first = {
            name: activities.create(session, activity=each, account_id=account(session, "organizer").id)
            for name, each in {
                "draft": sent,
                "findings": lame(),
                "opened": sent,
                "published": public(sent),
            }.items()
        }
        numbers = {name: [each.id for each in made.rounds] for name, made in first.items()}
        count_tour(session, numbers["opened"])
        count_tour(session, numbers["published"], State.PUBLISHED)
        numbers["sealed"] = list(sealed_activity(session, make_activity()))
        numbers["open"] = OpenActivity(session, pepper=installed.settings.pepper).rounds
    installed.database.engine.dispose()
    host = f"http://{server.HOST}:{port}"
    at = {name: f"{host}/desk/{rounds[0]}/activity" for name, rounds in numbers.items()}
    at["one group"] = f"{at['published']}?group=镇"
    at["slips"] = f"{at['sealed']}/slips"
    at["home"] = f"{host}/desk/"
    at["workbook"] = f"{at['draft']}/workbook"
    at["shown"] = f"{host}/results/{numbers['published'][0]}/activity"
    with server.running(environment, port, folder / "server.log"):
        yield host, at


def lame() -> Activity:
    """An activity in which one unit has no project, so that the rule checker objects."""
    activity = make_activity()
    plan = activity.rounds[0].plan
    fewer = replace(plan, subjects=plan.subjects[:4], classes=(make_class("A", 100, 6),))
    return replace(activity, rounds=(replace(activity.rounds[0], plan=fewer), activity.rounds[1]))


def public(activity: Activity) -> Activity:
    """The same with results that everybody may read."""
    meeting = replace(activity.meeting, scope="公开")
    rounds = tuple(replace(each, plan=replace(each.plan, meeting=meeting)) for each in activity.rounds)
    return replace(activity, meeting=meeting, rounds=rounds)


def cut_off(page):
    """Tables that are wider than their frame."""
    return page.eval_on_selector_all(
        ".scroll", "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.ariaLabel)"
    )


@pytest.mark.parametrize("look", ["light", "dark"])
def test_nobody_is_kept_from_reading_an_activity(place, browse, look):
    host, at = place
    page = at_the_desk(browse, host, color_scheme=look)

    found = {}
    for name in PAGES:
        page.goto(at[name])
        found[name] = violations(page)

    assert found == {name: [] for name in PAGES}


@pytest.mark.parametrize(
    ("width", "height", "locale"),
    [*((*window, "zh-CN") for window in WINDOWS), (768, 1024, "en-US"), (820, 1180, "en-US")],
)
def test_no_page_of_an_activity_is_wider_than_the_screen(place, browse, width, height, locale):
    host, at = place
    page = at_the_desk(browse, host, width, height, locale=locale)

    found = {}
    for name in PAGES:
        page.goto(at[name])
        found[name] = (page.evaluate("document.documentElement.scrollWidth"), cut_off(page))

    assert found == dict.fromkeys(PAGES, (width, []))


@pytest.mark.parametrize(("width", "height"), WINDOWS)
def test_what_was_read_of_a_workbook_fits_every_screen(place, browse, width, height):
    page = at_the_desk(browse, place[0], width, height)

    page.set_input_files("[name=workbook]", DEMO / "tour-2020" / "meeting.xlsx")
    page.get_by_role("button", name="从表格导入").click()
    expect(page.get_by_role("heading", name="还没有保存")).to_be_visible()

    unit = page.locator("tbody .part").first
    line = unit.evaluate("cell => parseFloat(getComputedStyle(cell).lineHeight)")
    assert (page.evaluate("document.documentElement.scrollWidth"), violations(page)) == (width, [])
    assert unit.bounding_box()["height"] < 2 * line  # a name of three signs does not run down the page
