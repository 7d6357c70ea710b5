"""A whole vote on the phones of a real meeting, in a chat app's browser, tap by tap."""

import pytest
from playwright.sync_api import expect

from tests.browser.settling import stop_the_clock
from tests.browser.test_ballot_script import answers, rate
from tests.browser.test_enter import enter, mark_all, submit

PHONES = {
    "iphone": {
        "viewport": {"width": 390, "height": 664},
        "device_scale_factor": 3,
        "user_agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 15_6 like Mac OS X) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49(0x18003137) NetType/WIFI Language/zh_CN",
    },
    "android": {
        "viewport": {"width": 360, "height": 560},
        "device_scale_factor": 2,
        "user_agent": "Mozilla/5.0 (Linux; Android 9; V1818A Build/PPR1; wv) AppleWebKit/537.36 "
        "(KHTML, like Gecko) Version/4.0 Chrome/86.0.4240.99 Mobile Safari/537.36 "
        "MicroMessenger/8.0.40(0x28002837) NetType/WIFI Language/zh_CN",
    },
}
FILES = {  # by criteria
    1: ["/bundle/ballot-n5.css", "/bundle/ballot.js"],
    3: ["/bundle/ballot-n5-cards.css", "/bundle/ballot-cards.js"],
}
CODE_PAGE = ["/v", "/bundle/enter.css", "/bundle/enter.js", "/favicon.ico"]


class Thumb:
    """A thumb that counts its taps, on a phone that tells everything it asks for and complains about."""

    def __init__(self, page):
        self.page, self.taps = page, 0
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def tap(self, selector):
        """Tap where it is: nothing is scrolled by hand."""
        box = self.page.locator(selector).bounding_box()
        self.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.taps += 1


@pytest.mark.parametrize(
    ("phone", "subjects", "criteria"),
    [("iphone", 17, 1), ("android", 28, 1), ("iphone", 17, 3), ("android", 41, 3)],
)
def test_a_whole_vote_takes_one_tap_an_answer_and_two_to_submit(browse, hall, phone, subjects, criteria):
    cells = subjects * criteria
    thumb = Thumb(browse(has_touch=True, is_mobile=True, **PHONES[phone]))
    enter(thumb.page, hall, hall.shapes[subjects, criteria].pop())
    loaded = [url.removeprefix(hall.url).partition("?")[0] for url in thumb.asked]

    for cell in range(cells):
        answer = f"input[name=m{cell}][value='{3 if cell < 4 else 2}']"
        thumb.tap(f"label:has({answer})")
        expect(thumb.page.locator(answer)).to_be_checked()  # and the next card is where it will be
    thumb.tap("#review")
    thumb.tap("text=确认提交")
    thumb.page.wait_for_url("**/v/done")

    assert thumb.taps == cells + 2
    assert [path for path in loaded if path.startswith("/v")] == ["/v", "/v"]  # the sheet answers the code
    assert [path for path in loaded if path in FILES[criteria]] == FILES[criteria]
    assert set(loaded) <= {*FILES[criteria], *CODE_PAGE}
    assert [url for url in thumb.asked if not url.startswith(hall.url + "/")] == []
    assert thumb.complaints == []
    assert thumb.page.locator(".receipt b").inner_text().startswith("R-")


@pytest.mark.parametrize(("locale", "end"), [("zh-CN", "投票已提交"), ("en-US", "Ballot submitted")])
def test_the_end_is_reached_in_either_language(browse, hall, locale, end):
    page = browse(locale=locale)
    page.goto(f"{hall.url}/v#{hall.one_criterion.pop().replace('-', '')}")
    page.wait_for_url("**/v/ballot")

    mark_all(page)
    page.locator("#review").click()
    page.locator("dialog .solid").click()
    page.wait_for_url("**/v/done")

    assert page.locator("h1").inner_text() == end
    assert page.locator(".receipt b").inner_text().startswith("R-")


def test_the_thumb_stays_where_it_is(browse, hall):
    page = browse(has_touch=True, is_mobile=True, **PHONES["android"])
    enter(page, hall, hall.shapes[28, 1][-1])
    heights = []

    for cell in range(28):
        label = page.locator(f"label:has(input[name=m{cell}][value='2'])")
        heights.append(label.bounding_box()["y"])
        label.tap()
        expect(label.locator("input")).to_be_checked()

    settled = heights[6:25]  # after the first screen and before the last
    assert max(settled) - min(settled) <= 120


def test_a_double_tap_on_submit_is_one_ballot(browse, hall):
    page, sent = browse(), []
    page.on("request", lambda request: sent.append(request.method))
    enter(page, hall, hall.one_criterion.pop())
    mark_all(page)
    page.click("#review")
    sent.clear()

    page.locator("dialog .solid").dblclick()
    page.wait_for_url("**/v/done")

    assert sent.count("POST") == 1


def test_back_and_refresh_after_the_receipt_show_it_or_the_code_page(browse, hall):
    page = browse()
    enter(page, hall, hall.one_criterion.pop())
    submit(page)
    first = page.locator(".receipt b").inner_text()

    page.reload()
    again = page.locator(".receipt b").inner_text()
    page.go_back()
    page.go_forward()
    forward = page.locator(".receipt b").inner_text()

    assert (again, forward) == (first, first)
    assert page.locator("input[type=radio]").count() == 0


def test_two_tabs_with_two_codes_never_spend_the_wrong_one(browse, hall):
    first = browse()
    enter(first, hall, hall.one_criterion.pop())
    second = first.context.new_page()
    enter(second, hall, hall.one_criterion.pop())

    first.bring_to_front()
    mark_all(first)
    first.click("#review")
    first.click("text=确认提交")
    expect(first.locator("h1")).to_have_text("没有完成")
    second.bring_to_front()
    submit(second)

    expect(first.locator("main")).to_contain_text("本页已过期，请重新扫码。")
    assert second.locator("h1").inner_text() == "投票已提交"


def test_a_borrowed_phone_has_nothing_of_the_voter_before(browse, hall):
    page = browse()
    enter(page, hall, hall.one_criterion.pop())
    submit(page)
    kept = page.evaluate("Object.keys(localStorage)")

    enter(page, hall, hall.one_criterion.pop())

    assert kept == []
    assert answers(page) == []
    assert page.locator("dialog").is_hidden()


def test_the_language_changes_in_the_middle_and_a_reload_still_has_the_answers(browse, hall):
    page = browse()
    enter(page, hall, hall.one_criterion.pop())
    rate(page, 0)
    page.click("text=English")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    rate(page, 1, 3)

    page.reload()

    assert answers(page) == ["m0=2", "m1=3"]
    assert page.locator("#left").inner_text() == "8 left ›"
    assert page.locator("label.g1").first.inner_text() == "Excellent"


def test_the_type_size_is_remembered_on_the_phone(browse, hall):
    page = browse()
    enter(page, hall, hall.one_criterion.pop())
    stop_the_clock(page)
    page.click("#size")
    told = page.locator("#note").inner_text()

    enter(page, hall, hall.one_criterion[-1])

    assert told == "字号：大"
    assert page.locator("html").get_attribute("data-size") == "1"


def test_progress_is_spoken_at_each_quarter(browse, hall):
    page = browse()
    enter(page, hall, hall.one_criterion[-1])
    spoken = []

    for row in range(10):
        rate(page, row)
        spoken.append(page.locator("#spoken").inner_text())

    assert list(dict.fromkeys(spoken)) == ["", "已评 3/10", "已评 5/10", "已评 8/10", "已评 10/10"]


def test_one_whole_card_is_in_sight_at_320_pixels_and_the_largest_type(browse, hall):
    page = browse(width=320, height=568)
    enter(page, hall, hall.one_criterion[-1])
    page.click("#size")
    page.click("#size")
    rate(page, 0)

    bar, foot = page.locator(".count").bounding_box(), page.locator("footer").bounding_box()
    card = page.locator(".card.next").bounding_box()

    assert bar["y"] + bar["height"] <= card["y"]
    assert card["y"] + card["height"] <= foot["y"]


def test_a_scroll_gesture_changes_no_answer(browse, hall):
    page = browse(has_touch=True, is_mobile=True, **PHONES["android"])
    enter(page, hall, hall.one_criterion[-1])
    wire = page.context.new_cdp_session(page)
    place = page.locator("label:has(input[name=m2][value='2'])").bounding_box()
    across = place["x"] + 20

    def touch(kind, *heights):
        points = [{"x": across, "y": height} for height in heights]
        wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", place["y"] + 20)
    for step in range(1, 16):
        touch("touchMove", place["y"] + 20 - 20 * step)
    touch("touchEnd")

    expect(page.locator("header h1")).not_to_be_in_viewport()
    assert answers(page) == []


def test_the_signed_receipt_is_fetched_once_its_details_are_opened(browse, hall):
    thumb = Thumb(browse(has_touch=True, is_mobile=True, **PHONES["iphone"]))
    enter(thumb.page, hall, hall.shapes[17, 1].pop())
    submit(thumb.page)
    before = [url for url in thumb.asked if url.endswith(".svg")]

    with thumb.page.expect_response("**/v/done/proof.svg") as drawn:
        thumb.page.locator("summary").click()

    assert (before, drawn.value.status) == ([], 200)
    expect(thumb.page.locator("details img")).to_be_visible()
    assert thumb.complaints == []
