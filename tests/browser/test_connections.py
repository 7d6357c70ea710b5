"""What browsers and networks do behind a page's back: connections that are gone, pages that come back."""

import pytest
from playwright.sync_api import expect

from appraisal import create_app, plain
from appraisal.web import front
from tests.browser.relay import Relay
from tests.browser.test_ballot_script import answers, rate
from tests.browser.test_enter import enter, mark_all, submit

PAGES = ("/v", front.SHEET, front.LAST)
AT_ONCE = {"GET /v", "POST /v", "POST /v/ballot"}
LED = AT_ONCE | {"GET /v/ballot", "GET /v/done"}
COME_BACK = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


@pytest.fixture
def relay(hall):
    relay = Relay(int(hall.url.rpartition(":")[2]))
    yield relay
    relay.close()


def test_a_connection_that_was_closed_meanwhile_costs_nobody_a_ballot(browse, hall, relay):
    page, sent = browse(), []
    page.goto(f"http://127.0.0.1:{relay.port}/v")
    page.fill("#code", hall.one_criterion.pop())
    page.click("text=进入评议")
    page.wait_for_url("**/v/ballot")
    mark_all(page)
    page.click("#review")
    page.on("request", lambda request: sent.append(request.post_data) if request.method == "POST" else None)

    cut = relay.cut()
    page.click("text=确认提交")
    page.wait_for_url("**/v/done")

    assert cut > 0
    assert len(set(sent)) == 1
    assert page.locator(".receipt b").inner_text().startswith("R-")


def test_a_page_that_comes_back_to_another_voters_phone_is_loaded_anew(browse, hall):
    page = browse()
    enter(page, hall, hall.one_criterion.pop())
    rate(page, 0)

    page.evaluate("localStorage.clear()")
    with page.expect_navigation():
        page.evaluate(COME_BACK)

    assert answers(page) == []


def test_a_page_that_comes_back_to_its_voter_has_the_answers(browse, hall):
    page = browse()
    enter(page, hall, hall.one_criterion.pop())
    rate(page, 0)

    page.evaluate(COME_BACK)
    rate(page, 1)

    assert answers(page) == ["m0=2", "m1=2"]


def test_a_ballot_filled_in_wholly_offline_is_sent_when_the_network_is_back(browse, hall):
    page = browse()
    enter(page, hall, hall.one_criterion.pop())

    page.context.set_offline(True)
    mark_all(page)
    page.click("#review")
    page.click("text=确认提交")
    expect(page.locator(".foot p")).to_contain_text("网络不畅")
    page.context.set_offline(False)

    expect(page.locator("h1")).to_have_text("投票已提交")
    assert page.evaluate("localStorage.length") == 0


def test_a_captive_portal_that_takes_the_ballot_is_not_believed(browse, hall):
    page, portal = browse(), "<main><p class='receipt'><b>R-0000-0000-0000-0</b></p></main>"
    enter(page, hall, hall.one_criterion.pop())
    caught = []

    def catch(route):
        if route.request.method != "POST" or caught:
            return route.continue_()
        caught.append(route.request.post_data)
        return route.fulfill(status=200, body=portal, content_type="text/html")

    page.route("**/v/ballot", catch)
    submit(page)

    assert len(caught) == 1
    assert page.locator(".receipt b").inner_text() != "R-0000-0000-0000-0"


def requests_of(stream):
    """Split what came over a connection into requests, as our server does at a glance."""
    while stream:
        _, length = plain.read(bytes(stream))  # a request that is not plain is no pair
        yield bytes(stream[:length])
        del stream[:length]


@pytest.mark.parametrize(("has_scripts", "expected"), [(True, AT_ONCE), (False, LED)])
def test_everything_a_phone_sends_is_answered_at_the_front_door(browse, hall, relay, has_scripts, expected):
    page = browse(java_script_enabled=has_scripts)
    page.goto(f"http://127.0.0.1:{relay.port}/v")
    page.fill("#code", hall.one_criterion.pop())
    page.click("text=进入评议")
    page.wait_for_url("**/v/ballot")
    submit(page)
    application = create_app({"APPRAISAL_DATA": hall.data})
    door = application.extensions[front.EXTENSION]

    def environ(request):
        around = {"SERVER_NAME": "hall", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1"}
        return plain.read(request)[0] | around

    sent = [
        (b" ".join(each.split()[:2]).decode(), each) for heard in relay.heard for each in requests_of(heard)
    ]
    votes = {name: request for name, request in sent if name.partition(" ")[2] in PAGES}
    for request in votes.values():  # whatever is asked for is rendered once
        door(environ(request), lambda *_: None)
    left = [name for name, request in votes.items() if door.begin(environ(request)) is None]
    application.extensions["appraisal"].database.engine.dispose()

    assert (set(votes), left) == (expected, [])
