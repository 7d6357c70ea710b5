"""Every page and dialog of the participants: fit for a screen reader, nothing too small or too wide."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.test_enter import enter
from tests.browser.tour import tour

SMALLEST_TARGET = 44  # CSS pixels
TARGETS = "a, button, select, summary, input:not([type=hidden])"
ANSWER = "label[class] span"
TYPE_SIZES = {
    "standard": "",
    "largest": "document.documentElement.dataset.size = 2",
    "200 %": "document.documentElement.style.fontSize = '200%'",
}


def violations(page):
    return [violation["id"] for violation in Axe().run(page).response["violations"]]


def too_small(page):
    """Targets that are too small for a thumb."""
    return page.eval_on_selector_all(
        TARGETS,
        f"""found => found
            .filter(one => one.getClientRects().length)
            .map(one => [one.outerHTML.slice(0, 60), one.getBoundingClientRect()])
            .filter(([_, box]) => box.width < {SMALLEST_TARGET} || box.height < {SMALLEST_TARGET})
            .map(([html, _]) => html)""",
    )


def clipped(page):
    """Answers whose word is wider than their button."""
    return page.eval_on_selector_all(
        ANSWER, "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.textContent)"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browse, hall, scheme):
    page = browse(color_scheme=scheme)

    found = {name: violations(page) for name in tour(page, hall)}

    assert {name: ids for name, ids in found.items() if ids} == {}
    assert len(found) == 25


@pytest.mark.parametrize("type_size", TYPE_SIZES)
@pytest.mark.parametrize("width", [320, 390])
def test_nothing_is_too_wide_or_too_small_for_a_thumb(browse, hall, width, type_size):
    page = browse(width=width, height=640)
    seen = {}

    for name in tour(page, hall):
        page.evaluate(TYPE_SIZES[type_size])
        seen[name] = (page.evaluate("document.documentElement.scrollWidth"), too_small(page), clipped(page))

    assert seen == dict.fromkeys(seen, (width, [], []))


@pytest.mark.parametrize(
    ("codes", "name"), [("one_criterion", "竟陵街道 未评"), ("three_criteria", "竟陵街道 工作实绩")]
)
def test_every_row_is_named_in_full(browse, hall, codes, name):
    page = browse()
    enter(page, hall, getattr(hall, codes)[-1])

    expect(page.get_by_role("group").first).to_have_accessible_name(name)


def test_nothing_glides_where_less_motion_is_wanted(browse, hall):
    page, gliding = browse(), "getComputedStyle(document.documentElement).scrollBehavior"
    enter(page, hall, hall.one_criterion[-1])

    calm = page.evaluate(gliding)
    page.emulate_media(reduced_motion="no-preference")

    assert (calm, page.evaluate(gliding)) == ("auto", "smooth")


def test_five_long_words_stay_whole_at_320_pixels_and_the_largest_type(browse, hall):
    page = browse(width=320, height=568, locale="en-US")
    page.goto(f"{hall.url}/v")
    page.fill("#code", hall.one_criterion[-1])
    page.click("text=Open my ballot")
    page.wait_for_url("**/v/ballot")

    page.click("#size")
    page.click("#size")

    words = page.locator("fieldset").first.locator("label")
    assert words.all_inner_texts() == ["Excellent", "Good", "Fair", "Poor", "Abstain"]
    assert {round(word.bounding_box()["height"]) for word in words.all()} == {52}
