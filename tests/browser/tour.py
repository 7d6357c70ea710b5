"""Every page a participant can meet, one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.browser.test_enter import come_back, enter, mark_all, submit


def tour(page: Page, hall) -> Iterator[str]:
    """Open every page and every dialog; yield its name while it is on the screen."""
    yield from _at_the_door(page, hall)
    yield from _at_the_sheet(page, hall)
    yield from _at_the_dialogs(page, hall)
    yield from _at_the_reasons(page, hall)
    yield from _afterwards(page, hall)


def _at_the_door(page, hall):
    page.goto(f"{hall.url}/v")
    yield "code"
    page.fill("#code", "7K3M-9QPT-2XWB-3")
    page.click("text=进入评议")
    yield "code mistyped"
    for name, code in (("closed", hall.closed), ("waiting", hall.waiting)):
        page.goto(f"{hall.url}/v")
        page.fill("#code", code)
        page.locator("form .solid").click()
        page.wait_for_load_state()
        yield name
    for name in ("privacy", "nothing"):
        page.goto(f"{hall.url}/v/{name}")
        yield name


def _at_the_sheet(page, hall):
    enter(page, hall, hall.spare[-1])
    yield "own unit"
    enter(page, hall, hall.three_criteria[-1])
    page.locator("input[type=radio]").first.check()
    yield "cards"
    enter(page, hall, hall.limited[-1])
    yield "list"
    page.click("#left")
    yield "unrated"
    come_back(page)
    yield "sent back"


def _at_the_dialogs(page, hall):
    enter(page, hall, hall.limited[-1])
    for row in range(4):
        page.locator(f"label:has(input[name=m{row}][value='3'])").click()
    yield "swap"
    page.click("text=不改了")
    page.click("#clear")
    yield "clear"
    page.click("dialog .foot >> text=返回修改")
    enter(page, hall, hall.limited[-1])
    yield "draft"
    page.click("text=清空，重新填写")
    mark_all(page)
    page.click("#review")
    yield "refused review"
    page.click("dialog .foot >> text=返回修改")
    page.locator("input[name=m0][value='1']").check()
    page.click("#review")
    yield "review"
    page.click("dialog .foot >> text=返回修改")
    page.evaluate("document.getElementById('review').onclick = null")
    page.click("#review")
    page.wait_for_selector("form.asked")
    yield "review without a script"


def _at_the_reasons(page, hall):
    enter(page, hall, hall.asked[-1])
    mark_all(page)
    page.locator("input[name=m1][value='0']").check()
    yield "reason"
    page.click("#review")
    yield "reason missing"
    page.fill("#r1", "一次性告知不到位，跑了两趟")
    page.click("#review")
    yield "review with a reason"
    page.click("dialog .foot >> text=返回修改")
    page.evaluate("document.getElementById('review').onclick = null")
    page.click("#review")
    page.wait_for_selector("form.asked textarea")
    yield "reasons without a script"


def _afterwards(page, hall):
    code = hall.one_criterion.pop()
    enter(page, hall, code)
    submit(page)
    yield "done"
    page.goto(f"{hall.url}/v/done")
    yield "done, reloaded"
    page.goto(f"{hall.url}/v")
    page.fill("#code", code)
    page.locator("form .solid").click()
    page.wait_for_load_state()
    yield "used"
    page.goto(f"{hall.url}/v/done")
    yield "no receipt"
