"""Every page and dialog of the participants: fit for a screen reader, nothing too small or too wide."""

import pytest
from axe_playwright_python.sync_playwright import Axe

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
