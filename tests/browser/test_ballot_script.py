"""The sheet with its script, on a real phone's browser: count, jump, undo, swap, review, draft, resend."""

import pytest
from playwright.sync_api import expect

from tests.browser.settling import stop_the_clock
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
    first = framed(page)
    for row in range(4):
        rate(page, row)

    assert (first, framed(page)) == (["竟陵街道\n未评"], ["拖市镇\n未评"])
    assert is_in_view(page, ".card.next")


def test_the_page_stays_where_it_is_when_an_answer_is_changed(page):
    for row in range(6):
        rate(page, row)
    page.evaluate("scrollTo(0, 0)")

    rate(page, 0, 3)

    assert page.evaluate("scrollY") == 0


def test_the_count_leads_to_the_first_unrated_card(page):
    stop_the_clock(page)
    for row in (0, 1, 3):
        rate(page, row)

    page.click("#left")

    marked = page.locator(".card.missing input[value='3']").evaluate_all(
        "found => found.map(one => one.name)"
    )
    assert marked == ["m2", "m4", "m5", "m6", "m7", "m8", "m9"]
    assert page.evaluate("document.activeElement.name") == "m2"
    assert page.locator("#note").inner_text() == "已标出 7 项未评"


def test_undo_takes_back_the_last_answer_and_names_it(page):
    stop_the_clock(page)
    rate(page, 0, 3)
    rate(page, 0, 1)
    page.click("#undo")
    changed_back = page.locator("input:checked").get_attribute("value")
    page.click("#undo")

    assert (changed_back, checked(page)) == ("3", 0)
    assert page.locator("#note").inner_text() == "已撤销：竟陵街道"
    assert page.locator("#undo").is_disabled()


@pytest.fixture
def limited(browse, hall):
    """A sheet that allows three best answers and not one answer for all; three are given."""
    page = browse()
    enter(page, hall, hall.limited.pop())
    for row in range(3):
        rate(page, row, 3)
    page.locator("label:has(input[name=m3][value='3'])").click()
    return page


def answers(page):
    return page.locator("input:checked").evaluate_all("found => found.map(one => one.name + '=' + one.value)")


def test_one_best_answer_too_many_offers_a_swap(limited):
    stop_the_clock(limited)
    title = limited.locator("dialog h2").inner_text()
    holders = limited.locator("dialog .holder span").all_inner_texts()
    limited.locator("dialog .holder button").nth(1).click()

    assert (title, holders) == ("“优秀”名额已满（3 个）", ["竟陵街道", "侨乡街道", "杨林街道"])
    assert answers(limited) == ["m0=3", "m1=2", "m2=3", "m3=3"]
    assert limited.locator("#note").inner_text() == "侨乡街道 已改为良好，多宝镇 评为优秀"


@pytest.mark.parametrize("way", ["button", "escape"])
def test_a_swap_that_is_not_wanted_leaves_all_as_it_was(limited, way):
    if way == "button":
        limited.click("text=不改了")
    else:
        limited.keyboard.press("Escape")

    expect(limited.locator("dialog")).to_be_hidden()
    assert answers(limited) == ["m0=3", "m1=3", "m2=3"]
    assert limited.evaluate("document.activeElement.name") == "m3"  # where the dialog was opened


def test_a_swap_is_one_act_for_undo(limited):
    limited.locator("dialog .holder button").first.click()

    limited.click("#undo")

    assert answers(limited) == ["m0=3", "m1=3", "m2=3"]


def test_the_review_groups_the_names_and_leads_back_to_a_card(page):
    mark_all(page)
    rate(page, 7, 3)
    page.click("#review")
    groups = page.locator("dialog h3").all_inner_texts()

    page.click("dialog >> text=汪场镇")

    assert groups == ["优秀 1 项", "良好 9 项"]
    assert page.locator("dialog").is_hidden()
    assert page.evaluate("document.activeElement.name") == "m7"


def test_one_answer_for_all_is_told_at_the_review(browse, hall):
    page = browse()
    enter(page, hall, hall.limited[-1])
    mark_all(page)

    page.click("#review")

    assert "所有单位评了同一等次，按规定不能提交。" in page.locator("dialog .refusal").inner_text()
    assert page.locator("dialog .foot button").all_inner_texts() == ["返回修改"]


def test_too_many_best_answers_are_told_at_the_review(browse, hall):
    page = browse()
    enter(page, hall, hall.limited[-1])
    mark_all(page)
    page.evaluate(
        "['m0', 'm1', 'm2', 'm3'].forEach(name => { document.forms[0].elements[name].value = '3' })"
    )

    page.click("#review")

    assert page.locator("dialog .refusal").inner_text() == "“优秀”最多 3 个，您评了 4 个。"


def test_the_receipt_takes_the_place_of_the_sheet_and_of_its_draft(page, hall):
    length = page.evaluate("history.length")

    submit(page)

    assert page.locator(".receipt b").inner_text().startswith("R-")
    assert page.evaluate("history.length") == length
    assert page.evaluate("localStorage.length") == 0


COUNT_POSTS = """
() => {
  const { send } = XMLHttpRequest.prototype;
  window.underway = 0;
  XMLHttpRequest.prototype.send = function (body) {
    window.underway++;
    this.addEventListener("loadend", () => window.underway--);
    send.call(this, body);
  };
}
"""


class Network:
    """A network that fails, and remembers the numbers of the ballots that were sent."""

    def __init__(self, page, answer):
        self.page, self.sent = page, []
        self.answer = answer
        page.evaluate(COUNT_POSTS)
        page.route("**/v/ballot", self._take)

    def wait(self, milliseconds):
        """Let the phone's stopped clock run on, but never past an answer that is still on its way."""
        while self.page.evaluate("underway"):  # our policy forbids the eval of waiting inside the page
            self.page.wait_for_timeout(10)
        self.page.clock.run_for(milliseconds)

    def _take(self, route):
        if route.request.method != "POST" or self.answer is None:
            return route.continue_()
        self.sent.append(route.request.post_data.partition("nonce=")[2][:32])
        return route.abort() if self.answer == "abort" else route.fulfill(**self.answer)


PORTAL = {"status": 200, "body": "<h1>R-0000-0000-0000-0</h1>", "content_type": "text/html"}
FAULT = {"status": 502, "body": "Bad gateway", "content_type": "text/plain"}


@pytest.mark.parametrize("answer", ["abort", PORTAL, FAULT])
def test_a_bad_network_is_told_tried_again_and_survived(page, answer):
    stop_the_clock(page)
    network = Network(page, answer)
    mark_all(page)
    page.click("#review")
    page.click("text=确认提交")
    expect(page.locator(".foot p")).not_to_be_empty()
    told = page.locator(".foot p").inner_text()
    while not page.locator(".foot .solid:enabled").count():
        network.wait(500)
    given_up = page.locator(".foot p").inner_text()
    tries = len(network.sent)
    network.answer = None
    page.click(".foot .solid")
    page.wait_for_url("**/v/done")

    assert told == "网络不畅，正在重试（第 1 次），您的选择已保存在手机上。"
    assert "选票还没有交上" in given_up
    assert (tries, len(set(network.sent))) == (6, 1)
    assert page.locator(".receipt b").inner_text().startswith("R-")


def test_a_returning_network_sends_by_itself_and_the_button_is_pressed_once(page):
    stop_the_clock(page)  # what is sent again is sent for the network's sake
    mark_all(page)
    page.click("#review")
    page.context.set_offline(True)
    page.click("text=确认提交")
    expect(page.locator(".foot p")).not_to_be_empty()
    is_pressed = page.locator(".foot .solid").is_disabled()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for()
    page.context.set_offline(False)
    page.wait_for_url("**/v/done")

    assert is_pressed
    assert page.locator("h1").inner_text() == "投票已提交"


def test_a_ballot_whose_answer_was_lost_finds_its_receipt(page):
    """The ballot reaches the box, the answer does not reach the phone."""
    lost = []

    def lose(route):
        if lost or route.request.method != "POST":
            return route.continue_()
        lost.append(route.fetch(max_redirects=0).status)
        return route.abort()

    page.route("**/v/ballot", lose)
    submit(page)

    assert lost == [200]
    assert page.locator(".receipt b").inner_text().startswith("R-")


def test_a_refusal_of_the_server_is_shown_as_its_page(page):
    mark_all(page)
    page.evaluate("document.forms[0].elements.tag.value = 'another'")

    page.click("#review")
    with page.expect_navigation():
        page.click("text=确认提交")

    assert "本页已过期" in page.locator("body").inner_text()


def test_a_reload_simply_has_the_answers(page):
    rate(page, 0)
    rate(page, 4, 1)

    page.reload()

    assert answers(page) == ["m0=2", "m4=1"]
    assert page.locator("dialog").is_hidden()
    assert page.locator("#saved").is_visible()


@pytest.mark.parametrize(("choice", "left"), [("继续填写", ["m0=2", "m4=1"]), ("清空，重新填写", [])])
def test_a_code_entered_again_asks_before_it_shows_anything(browse, hall, choice, left):
    page, code = browse(), hall.one_criterion.pop()
    enter(page, hall, code)
    rate(page, 0)
    rate(page, 4, 1)

    enter(page, hall, code)
    asked, shown = page.locator("dialog h2").inner_text(), answers(page)
    page.click(f"text={choice}")

    assert (asked, shown) == ("继续上次未交的选票？", [])
    assert answers(page) == left


def test_the_next_voter_on_a_borrowed_phone_finds_nothing(browse, hall):
    page = browse()
    enter(page, hall, hall.one_criterion.pop())
    rate(page, 0)

    enter(page, hall, hall.one_criterion.pop())

    assert page.locator("dialog").is_hidden()
    assert answers(page) == []
    assert page.evaluate("localStorage.length") == 0


def test_a_phone_is_cleared_by_hand(page):
    stop_the_clock(page)
    rate(page, 0)

    page.click("#clear")
    page.click("text=清空，重新填写")

    assert answers(page) == []
    assert page.evaluate("localStorage.length") == 0
    assert page.locator("#note").inner_text() == "已清除"


def test_all_works_where_storage_is_refused(browse, hall):
    page = browse()
    page.add_init_script("Object.defineProperty(self, 'localStorage', { get() { throw new Error() } })")
    enter(page, hall, hall.one_criterion.pop())
    rate(page, 0)
    is_said_to_be_kept = page.locator("#saved").is_visible()

    submit(page)

    assert not is_said_to_be_kept
    assert page.locator(".receipt b").inner_text().startswith("R-")


def test_all_works_in_a_browser_without_dialogs(browse, hall):
    page = browse()
    page.add_init_script(
        "for (const name of ['showModal', 'close']) HTMLDialogElement.prototype[name] = undefined"
    )
    enter(page, hall, hall.one_criterion.pop())

    submit(page)

    assert page.locator(".receipt b").inner_text().startswith("R-")


@pytest.mark.parametrize(("typed", "is_told"), [("7K3M-9QPT-2XWB-3", True), ("R-0000-0000-0000-0", False)])
def test_a_typing_error_is_told_before_the_server_is_asked(browse, hall, typed, is_told):
    page, sent = browse(), []
    page.on("request", lambda request: sent.append(request.method))
    page.goto(f"{hall.url}/v")
    page.fill("#code", typed)

    page.click("text=进入评议")
    page.wait_for_selector("#refusal")

    assert ("票码输入有误" in page.locator("#refusal").inner_text()) == is_told
    assert ("POST" in sent) != is_told


def test_every_spelling_of_a_right_code_is_let_through(browse, hall):
    page = browse()

    enter(page, hall, hall.one_criterion[-1].lower().replace("-", " — "))

    assert page.locator("form.sheet").count() == 1


def test_a_spare_slip_asks_for_the_own_unit_and_closes_its_card(browse, hall):
    page = browse()
    enter(page, hall, hall.spare.pop())
    before = page.locator("#left").inner_text()
    page.click("#left")
    asked = page.evaluate("document.activeElement.id")

    page.select_option("#own", "1")
    state = page.locator(".card em").nth(1).inner_text()
    after = page.locator("#left").inner_text()
    rate(page, 0)
    rate(page, 2)
    page.click("#review")
    page.click("text=确认提交")
    page.wait_for_url("**/v/done")

    assert (before, asked, after) == ("还有 3 项未评 ›", "own", "还有 2 项未评 ›")
    assert state == "回避"
    assert page.locator(".receipt b").inner_text().startswith("R-")
