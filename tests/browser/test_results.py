"""The result's pages in a browser: readable by everybody, never too wide, telling how far a file is."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from appraisal.demo import server
from appraisal.domain.lifecycle import State
from appraisal.domain.meeting import PUBLIC
from appraisal.domain.naming import LONGEST
from tests.factories import CRITERIA, make_plan
from tests.organizer import CLASSES, NAME, PASSWORD, hold, hold_tianmen, make_app, make_folder

PAGES = ("results", "results?sort=A", "evidence", "documents", "history", "published")
NEAR_THE_TOP = [("zh-CN", 1366, 380), ("en", 1366, 420), ("zh-CN", 390, 720)]
LINES_OF_NAMES = """names => names.map(name => {
    const text = document.createRange()
    text.selectNodeContents(name)
    return [name.textContent.length, new Set([...text.getClientRects()].map(line => line.top)).size]
})"""
EARLIER = {"title": "2019年招商引资项目建设推进会民主评议", "held_on": date(2019, 5, 10)}


def long_names():
    """A public meeting whose title and units have the longest names that may be."""
    names = ("长" * LONGEST, "A*very/long:name?of\\a|unit", *(f"{'短' * n}镇" for n in range(1, 9)))
    plan = make_plan(subjects=len(names), classes=CLASSES, criteria=CRITERIA)
    subjects = tuple(replace(one, name=name) for one, name in zip(plan.subjects, names, strict=True))
    meeting = replace(plan.meeting, title="测" * LONGEST, scope=PUBLIC)
    return replace(plan, meeting=meeting, subjects=subjects)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A desk with the Tianmen meeting published to everybody, and one before it, on a running server."""
    folder: Path = tmp_path_factory.mktemp("results")
    app = make_app(make_folder(folder / "data"))
    hold_tianmen(app, State.PUBLISHED, **EARLIER)
    meeting = hold_tianmen(app, State.PUBLISHED, scope=PUBLIC)
    odd = hold(app, State.PUBLISHED, plan=long_names(), votes=[3, 3, 2, 1] * 4)
    app.extensions["appraisal"].database.engine.dispose()
    port = server.free_port()
    environment = {
        "APPRAISAL_DATA": str(folder / "data"),
        "APPRAISAL_PORT": str(port),
        "APPRAISAL_PUBLIC_URL": f"http://{server.HOST}:{port}",
    }
    with server.running(environment, port, folder / "server.log"):
        host = f"http://{server.HOST}:{port}"
        yield (
            host,
            {name: f"{host}{meeting.path}/{name}" for name in PAGES}
            | {"published": f"{host}/results/{meeting.id}"}
            | {f"long {name}": f"{host}{odd.path}/{name}" for name in PAGES}
            | {"long published": f"{host}/results/{odd.id}"},
        )


def log_in(page, host):
    page.goto(f"{host}/account/login")
    page.fill("[name=name]", NAME)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/desk/**")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_nobody_is_kept_from_reading_the_pages(address, browse, look):
    host, at = address
    page = browse(width=1366, height=900, color_scheme=look)
    log_in(page, host)

    found = {}
    for name in PAGES:
        page.goto(at[name])
        found[name] = [violation["id"] for violation in Axe().run(page).response["violations"]]

    assert found == {name: [] for name in PAGES}


def test_the_comparison_has_the_meeting_before_beside_the_latest(address, browse):
    host, at = address
    page = browse(width=1366)
    log_in(page, host)

    page.goto(at["history"])

    assert page.locator("thead th").all_inner_texts() == ["单位", "2020年5月13日", "2019年5月10日", "升降"]


@pytest.mark.parametrize("width", [320, 390, 768, 1366])
def test_no_page_is_wider_than_the_screen(address, browse, width):
    host, at = address
    page = browse(width=width)
    log_in(page, host)

    found = {}
    for name, where in at.items():
        page.goto(where)
        found[name] = page.evaluate("document.documentElement.scrollWidth")

    assert found == dict.fromkeys(at, width)


def test_only_a_long_name_runs_over_several_lines(address, browse):
    host, at = address
    page = browse(width=1366)
    log_in(page, host)

    page.goto(at["long results"])
    lines = page.locator(".rank-table .name").evaluate_all(LINES_OF_NAMES)

    assert {length: count for length, count in lines if length < LONGEST} == dict.fromkeys(
        range(2, 10), 1
    ) | {26: 1}
    assert dict(lines)[LONGEST] > 1


def test_the_bars_have_a_third_of_the_table_and_numbers_stand_above_their_lines(address, browse):
    host, at = address
    page = browse(width=1366)
    log_in(page, host)

    page.goto(at["results"])
    numbers, lines = (
        page.locator(place).evaluate_all(
            "marks => marks.map(m => m.getBoundingClientRect()).map(b => b.x + b.width / 2)"
        )
        for place in (".axis text", ".rank-table tbody tr:first-child .grid")
    )
    share = page.evaluate(
        "document.querySelector('.bar').clientWidth / document.querySelector('.rank-table').clientWidth"
    )

    assert [round(a - b) for a, b in zip(numbers, lines, strict=True)] == [0] * len(numbers)
    assert share >= 1 / 3


@pytest.mark.parametrize(("locale", "width", "most"), NEAR_THE_TOP)
def test_the_first_place_is_near_the_top(address, browse, locale, width, most):
    host, at = address
    page = browse(width=width, locale=locale)
    log_in(page, host)

    page.goto(at["results"])

    assert page.locator(".rank-table tbody tr").first.bounding_box()["y"] <= most
    assert page.locator(".legend:visible").count() == 1


def test_paper_holds_the_agreed_rule_alone(address, browse):
    host, at = address
    page = browse(width=1366)
    log_in(page, host)
    page.goto(at["results"])

    page.emulate_media(media="print")

    facts, returns = (page.locator(place).bounding_box() for place in (".facts", ".returns"))
    assert facts["y"] + facts["height"] <= returns["y"]
    assert page.locator(".legend:visible").count() == 1
    assert page.locator(".evidence:visible").count() == 0
    assert page.locator(".rank-table tbody tr").count() == 28


def test_whoever_asks_for_all_files_sees_how_many_are_made(address, browse):
    host, at = address
    page = browse(width=390)
    log_in(page, host)
    page.goto(at["documents"])
    page.route("**/progress", lambda asked: asked.fulfill(json={"done": 12, "of": 60}))
    held = []
    page.route("**/documents.zip", lambda asked: held.append(asked))
    place = page.locator("#documents-so-far")

    page.get_by_role("link", name="全部下载（ZIP）").click()
    expect(place).to_have_text("正在生成 12/60")
    shown = place.locator("progress").evaluate("bar => [bar.value, bar.max]")
    with page.expect_download() as kept:
        held[0].continue_()

    assert shown == [12, 60]
    assert kept.value.suggested_filename.endswith("_全部文件.zip")
    assert zipfile.ZipFile(kept.value.path()).testzip() is None
    expect(place).to_be_hidden()


def test_without_scripts_the_archive_is_a_plain_link(address, browse):
    host, at = address
    page = browse(width=390, java_script_enabled=False)
    log_in(page, host)
    page.goto(at["documents"])

    with page.expect_download() as kept:
        page.get_by_role("link", name="下载全部反馈单（ZIP）").click()

    assert kept.value.suggested_filename.endswith("_反馈单.zip")
    assert len(zipfile.ZipFile(kept.value.path()).namelist()) == 28
