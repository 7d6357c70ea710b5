"""A whole day, step by step: from the workbook to the reveal."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from threading import Event, Thread

from playwright.sync_api import Page, expect

from appraisal.domain.errors import RoundClosed
from appraisal.services import voting
from tests.browser.day import OWN_PASSWORD, Day
from tests.organizer import NAME, PASSWORD, marked
from tests.tianmen import MEETING

OTHER = "jianpiao"
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
RACING = 20  # ballots that are on their way when voting closes


def hold(day: Day, installed, screen: Page) -> tuple[int, int]:
    """Hold the day; return how many ballots the desk counts as returned, and how many got a receipt."""
    upload(day)
    rehearse(day, installed)
    cards = prepare(day)
    codes = seal_and_print(day)
    look_before_opening(day, screen)
    open_voting(day)
    receipts = vote(installed, [*codes[1:8], replace_slip(day, codes[0])])
    receipts += close_in_a_race(day, installed, screen, codes[8 : 8 + RACING])
    returned = int(day.organizer.page.locator("tfoot td").nth(2).inner_text())
    count(day, cards)
    publish(day)
    reveal(day, screen)
    return returned, len(receipts)


def vote(installed, codes: Sequence[str]) -> list[str]:
    """Cast a ballot for each code, as a phone does, until voting is closed; return the receipts."""
    receipts = []
    for code in codes:
        try:
            with installed.database.transaction() as session:
                booth = voting.enter(session, typed=code, pepper=installed.settings.pepper)
                marks = marked(booth.sheet, 2)
                receipt = voting.cast(session, booth=booth, marks=marks, nonce=secrets.token_bytes(16))
        except RoundClosed:
            break
        receipts.append(receipt.text)
    return receipts


def printed(page: Page) -> list[str]:
    """The codes on a page of slips."""
    return CODE.findall(page.locator("body").inner_text())


def upload(day: Day) -> None:
    """Bring the workbook in."""
    organizer = day.organizer
    organizer.log_in(NAME, PASSWORD)
    organizer.page.set_input_files("[type=file]", MEETING)
    with organizer.page.expect_navigation():
        organizer.page.click(".upload button")
    day.inspector.look(organizer.page, "what was read")
    organizer.click("保存方案")
    day.inspector.look(organizer.page, "the draft")


def rehearse(day: Day, installed) -> None:
    """Go the whole way once on one card, then wipe it."""
    organizer, look = day.organizer, day.inspector.look
    organizer.press("先演练一遍")
    organizer.send()
    look(organizer.page, "the key card")
    card = organizer.take_card()
    organizer.press("印制选票条")
    organizer.send()
    codes = printed(organizer.page)
    organizer.press("已经印好，返回")
    organizer.press("开始投票")
    organizer.send()
    look(organizer.page, "the rehearsed hall")
    vote(installed, codes[:3])
    organizer.press("截止投票")
    organizer.send()
    organizer.press("输入钥匙卡")
    organizer.page.fill("[name=card]", card)
    organizer.send()
    organizer.press("返回活动页")
    organizer.press("结束演练")
    organizer.send()
    organizer.sees("下一步：安排监票人")


def prepare(day: Day) -> tuple[str, str]:
    """Name the scrutineer, make and drill both cards; return the cards."""
    organizer, scrutineer, look = day.organizer, day.scrutineer, day.inspector.look
    organizer.press("安排监票人")
    organizer.page.fill("[name=name]", OTHER)
    organizer.page.check("[name=is_new]")
    organizer.send()
    look(organizer.page, "the people")
    first_password = organizer.page.locator(".banner .code").inner_text().split()[-1]

    scrutineer.log_in(OTHER, first_password)
    for name, text in (("old", first_password), ("new", OWN_PASSWORD), ("again", OWN_PASSWORD)):
        scrutineer.page.fill(f"[name={name}]", text)
    scrutineer.send()
    scrutineer.page.goto(organizer.page.url.removesuffix("/people"))
    look(scrutineer.page, "the draft of the scrutineer")
    second = scrutineer.make_card()

    organizer.press("返回")
    cards = organizer.make_card(), second
    organizer.press("试开票箱")
    organizer.page.fill("[name=card]", cards[0])
    organizer.page.fill("[name=second]", cards[1])
    look(organizer.page, "the drill")
    organizer.send()
    return cards


def seal_and_print(day: Day) -> list[str]:
    """Seal and print the slips; return the codes on them."""
    organizer, look = day.organizer, day.inspector.look
    organizer.press("放宽人少票种的限制（要两人同意）")
    organizer.page.check("[name=recusal]")
    look(organizer.page, "the waiver")
    day.agree("放宽人少票种的限制")
    organizer.press("去看提醒")
    for tick in organizer.page.locator("[name=mark]").all():
        tick.check()
    look(organizer.page, "the warnings")
    with organizer.page.expect_navigation():
        organizer.page.click("#ticks button")
    organizer.press("封箱")
    look(organizer.page, "a question")
    day.agree("封箱")
    organizer.press("印制选票条")
    look(organizer.page, "the question before printing")
    organizer.send()
    codes = printed(organizer.page)
    look(day.scrutineer.page, "the sealed box")
    organizer.press("已经印好，返回")
    return codes


def look_before_opening(day: Day, screen: Page) -> None:
    """Go through the preflight, with the projector on and the printer tried."""
    organizer, look = day.organizer, day.inspector.look
    organizer.press("会前检查")
    shown = organizer.page.locator('a[href^="/screen/"]').get_attribute("href")
    screen.goto(organizer.url + shown)
    organizer.click("开始实测")
    organizer.press("打开试印页")
    organizer.click("印得清楚，打印机合用")
    organizer.sees("写出一份，读回核对无误")
    organizer.sees("大屏页开着")
    look(organizer.page, "the preflight")
    look(screen, "the screen before opening")
    organizer.page.go_back()
    organizer.page.goto(organizer.page.url.partition("/preflight")[0])


def open_voting(day: Day) -> None:
    """Open; what is not green wants a reason, which the scrutineer reads."""
    day.organizer.press("开始投票")
    day.organizer.page.fill("[name=reason]", "只在这台电脑上试")
    day.inspector.look(day.organizer.page, "the question before opening")
    day.agree("开始投票")
    day.inspector.look(day.scrutineer.page, "the hall")


def replace_slip(day: Day, spoiled: str) -> str:
    """Void a slip; the new one is on the scrutineer's screen alone."""
    day.organizer.press("选票条写坏了，补发一张")
    day.organizer.page.fill("[name=code]", spoiled)
    day.inspector.look(day.organizer.page, "the spoiled slip")
    day.agree("补发选票条")
    (code,) = printed(day.scrutineer.page)
    day.scrutineer.press("已经印好，返回")
    return code


def close_in_a_race(day: Day, installed, screen: Page, codes: Sequence[str]) -> list[str]:
    """Announce the end, count down on the screen, close while ballots are on their way; return receipts."""
    day.organizer.click("预告一分钟后截止")
    ending = day.organizer.words("还有 {n} 秒截止，请抓紧提交").partition("{n}")
    expect(screen.locator(".ends")).to_contain_text(ending[2])
    day.inspector.look(screen, "the turnout")
    day.inspector.look(day.organizer.page, "the hall before closing")
    day.organizer.press("截止投票")
    day.propose("截止投票")
    day.scrutineer.press("查看并确认")
    receipts: list[str] = []
    has_begun = Event()

    def hurry() -> None:
        for code in codes:
            receipts.extend(vote(installed, [code]))
            has_begun.set()

    hurrying = Thread(target=hurry)
    hurrying.start()
    has_begun.wait()
    day.confirm()
    hurrying.join()
    day.inspector.look(day.scrutineer.page, "the closed box")
    return receipts


def count(day: Day, cards: tuple[str, str]) -> None:
    """Open the box with both cards, count the paper."""
    organizer, scrutineer, look = day.organizer, day.scrutineer, day.inspector.look
    organizer.press("输入钥匙卡")
    organizer.page.fill("[name=card]", cards[1])
    organizer.page.fill("[name=second]", cards[0])
    organizer.page.check("[name=read_out]")
    look(organizer.page, "the opening")
    organizer.send()
    look(organizer.page, "the result")
    scrutineer.press("登记清点")
    for line in scrutineer.page.locator(".figures tbody tr").all():
        slips, cast = (int(line.locator("td").nth(at).inner_text()) for at in (0, 1))
        line.locator("input").first.fill(str(slips - cast))
        line.locator("input").last.fill("0")
    scrutineer.send()
    look(scrutineer.page, "the count of the paper")
    scrutineer.page.emulate_media(media="print")
    expect(scrutineer.page.locator(".figures")).to_be_visible()
    scrutineer.page.emulate_media(media="screen")


def publish(day: Day) -> None:
    """Publish."""
    day.organizer.page.goto(day.scrutineer.page.url.removesuffix("/reconciliation"))
    day.organizer.press("公布结果")
    day.scrutineer.press("返回")
    day.agree("公布结果")
    day.organizer.sees("结果已公布")
    day.inspector.look(day.organizer.page, "the published result")


def reveal(day: Day, screen: Page) -> None:
    """Tell the places on the screen, one key each, from the last to the first."""
    link = day.organizer.page.locator('a[href*="/reveal"]').get_attribute("href")
    screen.goto(day.organizer.url + link)
    for left in range(int(re.search(r"\d+", screen.locator("footer").inner_text())[0]) - 1, -1, -1):
        screen.keyboard.press("Space")
        expect(screen.locator("footer")).to_contain_text(
            str(left) if left else day.organizer.words("揭晓完毕")
        )
        screen.wait_for_load_state()
    day.inspector.look(screen, "the reveal")
    expect(screen.locator(".newest b")).to_be_visible()
