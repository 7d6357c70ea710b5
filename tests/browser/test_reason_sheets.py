"""A sheet that asks why, in a chat app's browser: the box comes, counts, is kept, is told, and is gone."""

import pytest
from playwright.sync_api import expect

from tests.browser.settling import stop_the_clock
from tests.browser.test_enter import enter, mark_all
from tests.browser.test_whole_vote import PHONES

WHY = "一次性告知不到位，跑了两趟"


def grade(page, value):
    """Tap an answer for the second subject, and wait for the phone to take it."""
    answer = page.locator(f"label:has(input[name=m1][value='{value}'])")
    answer.tap()
    expect(answer.locator("input")).to_be_checked()


@pytest.fixture
def page(browse, hall):
    """A phone at a sheet that is marked, with the lowest grade for the second subject."""
    page = browse(has_touch=True, is_mobile=True, **PHONES["iphone"])
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    enter(page, hall, hall.asked.pop())
    mark_all(page)
    grade(page, 0)
    yield page
    assert page.faults == []


def test_a_box_comes_with_the_lowest_grade_and_counts(page):
    boxes = page.locator("textarea:visible")
    page.fill("#r1", WHY)

    assert (boxes.count(), page.locator(".why:visible small").inner_text()) == (1, f"{len(WHY)}/50")
    assert page.get_by_label("侨乡街道 评为“较差”请写明原因").input_value() == WHY


def test_a_missing_reason_stops_the_review_by_the_name_of_its_subject(page):
    stop_the_clock(page)
    page.click("#review")

    assert page.locator("#note").inner_text() == "请写明原因：侨乡街道"
    assert page.evaluate("document.activeElement.id") == "r1"
    expect(page.locator("dialog")).to_be_hidden()


def test_the_review_shows_it_and_the_phone_keeps_nothing_of_it(page):
    page.fill("#r1", WHY)
    page.click("#review")
    shown = page.locator("dialog button:has-text('侨乡街道') + .said").inner_text()

    page.locator("dialog .solid").tap()
    page.wait_for_url("**/v/done")

    assert shown == WHY
    assert page.evaluate("JSON.stringify(Object.entries(localStorage))") == "[]"
    assert WHY not in page.content()


def test_the_draft_brings_it_back(page):
    page.fill("#r1", WHY)
    page.reload()

    expect(page.locator("#r1")).to_have_value(WHY)
    expect(page.locator("textarea:visible")).to_have_count(1)


def test_what_was_written_beside_another_grade_is_not_sent(page):
    page.fill("#r1", WHY)
    grade(page, 2)
    sent = page.evaluate("new FormData(document.getElementById('sheet')).getAll('r1').join()")
    grade(page, 0)

    assert (sent, page.locator("#r1").input_value()) == ("", WHY)


def test_clearing_the_phone_clears_it_too(page):
    page.fill("#r1", WHY)
    page.click("#clear")
    page.click("text=清空，重新填写")
    grade(page, 0)

    assert page.locator("#r1").input_value() == ""


def test_without_a_script_the_review_asks(browse, hall):
    page = browse(java_script_enabled=False, has_touch=True, is_mobile=True, **PHONES["android"])
    enter(page, hall, hall.asked.pop())
    mark_all(page)
    grade(page, 0)
    page.click("#review")
    with page.expect_navigation():
        page.locator(".solid").tap()
    told = page.locator(".complaints p").all_inner_texts()

    page.fill("#r1", WHY)
    page.locator(".solid").tap()
    page.wait_for_url("**/v/done")

    assert told[1:] == ["评为“较差”的要写明原因：侨乡街道"]
