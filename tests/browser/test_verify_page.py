"""The checker in the browser: it finds what the other one finds, and says so on its page."""

from __future__ import annotations

import base64
import os
import random
from pathlib import Path

import pytest
from playwright.sync_api import expect

import appraisal
from appraisal.verifying.report import Verdict
from appraisal.verifying.verify import Asked, verify
from tests.archives import any_archive, make_archive
from tests.browser.settling import PATIENCE
from tests.factories import make_class, make_plan
from tests.verifying.damage import changed, damaged
from tests.verifying.on_paper import TOLD_WRONGLY, on_paper

PAGE = (Path(appraisal.__file__).parent / "static" / "verify.html").as_uri()
RELEASE = bool(os.environ.get("APPRAISAL_RELEASE"))
AT_ONCE = 200  # archives given to the page, which would run out of memory with twenty thousand
STATUSES = """([list, board]) => list.map((text) => {
  const report = verify(Uint8Array.from(atob(text), (each) => each.charCodeAt(0)), board);
  return [report.verdict, report.checks.map((check) => [check.number, check.status])];
})"""


@pytest.fixture(scope="module")
def page(chromium):
    """The page as it lies on somebody's computer."""
    context = chromium.new_context(locale="zh-CN", offline=True)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(PAGE)
    yield page
    context.close()


@pytest.fixture(scope="module")
def plain():
    plan = make_plan(classes=(make_class("A", 40, 12), make_class("B", 60, 12)))
    return make_archive(plan, [[3, 2, place % 4] for place in range(22)], [0] * 11 + [1] * 11)


def in_the_browser(page, contents, board=None):
    texts = [base64.b64encode(each).decode() for each in contents]
    parts = (texts[at : at + AT_ONCE] for at in range(0, len(texts), AT_ONCE))
    found = [report for part in parts for report in page.evaluate(STATUSES, [part, board])]
    return [(verdict, [tuple(check) for check in checks]) for verdict, checks in found]


def in_python(content, board=None):
    report = verify(content, Asked(board=board))
    return (report.verdict, [(check.number, str(check.status)) for check in report.checks])


def test_both_checkers_agree_on_archives_with_paper_ballots(page):
    whole = [on_paper(*cast) for cast in ((6, 5, 7), (6, 4, 7), (6, 4, 3), (0, 0, 0))]
    whole.append(on_paper(6, 5, 7, present=50))
    contents = [*whole, *(changed(whole[2], "returns.json", change) for change in TOLD_WRONGLY)]

    found = in_the_browser(page, contents)

    assert found == [in_python(content) for content in contents]


def test_both_checkers_agree_on_whole_and_on_damaged_archives(page):
    contents = []
    for seed in range(1_000 if RELEASE else 120):
        content = any_archive(random.Random(seed), mean_only=True)
        contents.append(damaged(content, seed) if seed % 4 else content)

    differing = [
        seed
        for seed, (content, found) in enumerate(zip(contents, in_the_browser(page, contents), strict=True))
        if found != in_python(content)
    ]

    assert differing == []


def test_a_flipped_bit_anywhere_is_reported_in_the_browser(page, plain):
    board = verify(plain).fingerprint
    places = range(0, len(plain), 1 if RELEASE else 97)
    contents = [plain[:at] + bytes([plain[at] ^ 4]) + plain[at + 1 :] for at in places]

    passed = [
        place
        for place, (verdict, _) in zip(places, in_the_browser(page, contents, board), strict=True)
        if verdict not in (Verdict.INVALID, Verdict.UNREADABLE)
    ]

    assert passed == []


def test_the_page_shows_the_four_groups_to_compare(page, plain, tmp_path):
    path = tmp_path / "archive.zip"
    path.write_bytes(plain)
    mark = verify(plain).fingerprint

    page.set_input_files("#file", path)

    expect(page.locator("#groups")).to_have_text(" ".join(mark[at : at + 4] for at in range(0, 16, 4)))
    expect(page.locator("#checks .ok")).to_have_count(12)


def test_the_page_compares_with_what_was_seen_in_the_hall(page, plain, tmp_path):
    path = tmp_path / "archive.zip"
    path.write_bytes(plain)
    page.set_input_files("#file", path)

    page.fill("#board", verify(plain).fingerprint[:16])
    expect(page.locator("#verdict")).to_have_text(
        "核对通过：这份归档完整，结果可以重新算出，与现场的票箱指纹一致。"
    )
    page.fill("#board", "0000 0000 0000 0000")

    expect(page.locator("#verdict")).to_have_text("核对不通过：这份归档被改动过，或自相矛盾。")


def test_the_page_names_what_is_wrong(page, plain, tmp_path):
    path = tmp_path / "archive.zip"
    path.write_bytes(plain.replace(b'"rank":1', b'"rank":3', 1))

    page.set_input_files("#file", path)

    expect(page.locator("#checks")).to_contain_text("result.json 与清单不符")
