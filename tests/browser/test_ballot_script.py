"""The sheet with its script, on a real phone's browser: count, jump, undo, swap, review, draft, resend."""

import pytest

from tests.browser.test_enter import enter, mark_all, submit


@pytest.fixture
def page(browse, hall):
    """A blank sheet of ten units."""
    page = browse()
    enter(page, hall, hall.one_criterion.pop())
    return page


def rate(page, row, answer=2):
    page.locator(f"input[name=m{row}][value='{answer}']").check()


def framed(page):
    return page.locator(".card.next h3").all_inner_texts()


def checked(page):
    return page.locator("input:checked").count()


def is_in_view(page, card):
    box, footer = page.locator(card).bounding_box(), page.locator("footer").bounding_box()
    return box["y"] >= 0 and box["y"] + box["height"] <= footer["y"]


def test_the_bottom_bar_counts_what_is_left_and_then_leads_on(page):
    before = page.locator("#left").inner_text()
    rate(page, 0)
    after = page.locator("#left").inner_text()
    is_submit_offered = page.locator("#review").is_visible()
    mark_all(page)

    assert (before, after, is_submit_offered) == ("还有 10 项未评 ›", "还有 9 项未评 ›", False)
    assert page.locator("#left").is_hidden()
    assert page.locator("#review").inner_text() == "核对并提交"


def test_the_next_unrated_card_is_framed_and_kept_above_the_bar(page):
    first = page.locator(".card.next").get_attribute("id")
    for row in range(4):
        rate(page, row)

    assert first == "s1"
    assert page.locator(".card.next").get_attribute("id") == "s5"
    assert is_in_view(page, "#s5")


def test_the_page_stays_where_it_is_when_an_answer_is_changed(page):
    for row in range(6):
        rate(page, row)
    page.evaluate("scrollTo(0, 0)")

    rate(page, 0, 3)

    assert page.evaluate("scrollY") == 0


def test_the_count_leads_to_the_first_unrated_card(page):
    for row in (0, 1, 3):
        rate(page, row)

    page.click("#left")

    marked = page.locator(".card.missing").evaluate_all("found => found.map(one => one.id)")
    assert marked == ["s3", "s5", "s6", "s7", "s8", "s9", "s10"]
    assert page.evaluate("document.activeElement.name") == "m2"
    assert page.locator("#note").inner_text() == "已标出 7 项未评"


def test_undo_takes_back_the_last_answer_and_names_it(page):
    rate(page, 0, 3)
    rate(page, 0, 1)
    page.click("#undo")
    changed_back = page.locator("input:checked").get_attribute("value")
    page.click("#undo")

    assert (changed_back, checked(page)) == ("3", 0)
    assert page.locator("#note").inner_text() == "已撤销：竟陵街道"
    assert page.locator("#undo").is_disabled()
