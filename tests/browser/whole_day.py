"""A whole day, step by step: from the workbook to the reveal."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

from playwright.sync_api import Page, expect

from appraisal.documents.template import write_plan
from appraisal.domain.errors import RoundClosed
from appraisal.services import paper, voting
from tests import tianmen
from tests.browser import clerks
from tests.browser.clerks import VOID, Clerk, Paper
from tests.browser.day import OWN_PASSWORD, Day, catch_up
from tests.factories import BOTH
from tests.organizer import NAME, PASSWORD, marked

OTHER = "jianpiao"
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
EARLY = 5  # ballots, one of them on a slip that took the place of a spoiled one
RACING = 20  # ballots that are on their way when voting closes
RESERVE = (3, 0, 7)  # paper ballots of the classes A, B, C
PAPERS = [
    *(Paper(0, marks) for marks in ("12" * 14, "1" * 14 + "2" * 14, "0" * 28)),
    *(Paper(1, marks) for marks in ("4321" * 7, "1234" * 7, "1122" * 7, "1000" * 7, VOID)),
    *(Paper(1, marks) for marks in ("4" * 27 + "1", "2" * 27 + "1")),
]
MISTYPED = (3, 5)


def hold(day: Day, installed, screen: Page, workbook: Path) -> tuple[int, int]:
    """Hold the day; return how many ballots the desk counts as returned, and how many got a receipt."""
    write_workbook(workbook)
    upload(day, workbook)
    rehearse(day, installed)
    cards = prepare(day)
    codes = seal_and_print(day)
    look_before_opening(day, screen)
    open_voting(day)
    late, on_paper = codes[EARLY : EARLY + RACING], codes[EARLY + RACING :][: RESERVE[0]]
    receipts = vote(installed, [*codes[1:EARLY], replace_slip(day, codes[0])])
    hand_out_paper(day, installed, [*on_paper, *codes[-RESERVE[-1] :]])
    type_papers(day)
    receipts += close_in_a_race(day, installed, screen, late)
    catch_up(day.organizer.page)
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


def write_workbook(workbook: Path) -> None:
    """Write the Tianmen meeting down, with some paper ballots set aside."""
    plan = tianmen.plan()
    classes = (replace(group, paper=count) for group, count in zip(plan.classes, RESERVE, strict=True))
    write_plan(replace(plan, classes=tuple(classes)), workbook)


def upload(day: Day, workbook: Path) -> None:
    """Bring the workbook in."""
    organizer = day.organizer
    organizer.log_in(NAME, PASSWORD)
    organizer.page.set_input_files("[type=file]", workbook)
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


def hand_out_paper(day: Day, installed, codes: Sequence[str]) -> None:
    """Give paper for slips: the first at the desk, the others as they are given there."""
    day.organizer.press("打印、换发、录入纸质票")
    day.organizer.press("收回选票条，换发一张纸质票")
    day.organizer.page.fill("[name=code]", codes[0])
    day.inspector.look(day.organizer.page, "the slip given back")
    day.agree("换发纸质票")
    with installed.database.transaction() as session:
        for code in codes[1:]:
            booth = voting.enter(session, typed=code, pepper=installed.settings.pepper)
            paper.hand_out(session, round_id=booth.round_id, digest=booth.digest, actor=BOTH)


def type_papers(day: Day) -> None:
    """Type ten papers in, two of them wrongly at first."""
    organizer, look, other = day.organizer, day.inspector.look, Clerk(OTHER, OWN_PASSWORD)
    page, units = organizer.page, [subject.name for subject in tianmen.plan().subjects]
    organizer.press("打印、换发、录入纸质票")
    look(page, "an empty sheet")
    named = []
    for at, typed in enumerate(PAPERS):
        if at in MISTYPED:
            clerks.first(page, typed)
            named.append(clerks.second(page, typed.mistyped, other))
            look(page, "a difference")
        clerks.first(page, typed)
        if at == 0:
            look(page, "the sheet of the second clerk")
        clerks.second(page, typed, other)
    assert named == [[units[0], units[5]], [units[5]]]
    organizer.press("返回会场页")


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
        slips, phones, given, replaced = (
            int(line.locator(f'[data-name="{scrutineer.words(name)}"]').inner_text())
            for name in ("印制", "其中手机", "换发的纸质票", "其中补发")
        )
        line.locator("input").first.fill(str(slips - phones - given - replaced))
        line.locator("input").last.fill(str(replaced))
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
    expect(screen.locator("[data-state=published]")).to_be_attached()  # it has caught up, and stays
    link = day.organizer.page.locator('a[href*="/reveal"]').get_attribute("href")
    screen.goto(day.organizer.url + link)
    for left in range(int(re.search(r"\d+", screen.locator("footer p").first.inner_text())[0]) - 1, -1, -1):
        screen.keyboard.press("Space")
        expect(screen.locator("footer p").first).to_contain_text(
            str(left) if left else day.organizer.words("揭晓完毕")
        )
        screen.wait_for_load_state()
    day.inspector.look(screen, "the reveal")
    expect(screen.locator(".newest b")).to_be_visible()
