"""A rehearsal opens with one card: every page and every table of it says that it is not the real thing."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from urllib.parse import unquote

from appraisal.domain.lifecycle import State
from tests.documents.reading import pdf_text
from tests.factories import make_plan
from tests.forensics.crawl import crawl
from tests.organizer import CLASSES, hold
from tests.phone import Phone

GROUPS = re.compile(r"<li>([0-9A-Z]{4})</li>")
CODE = re.compile(r'<p class="code">([0-9A-Z-]{16})</p>')
EACH = 7  # votes of either class
MARK = "演练"
OF_ONE_ROUND = re.compile(r"/(desk|screen|board|results)/1\b")
FIGURES = re.compile("/(waiting|figures|progress|board.json|tried)")  # numbers for scripts, without a word


def texts(name, body, folder):
    """What a person reads in a page or a file and in its name, and in every file of a folder of files."""
    if body.startswith(b"%PDF"):
        return [name + pdf_text(body, folder)]
    if not body.startswith(b"PK"):
        return [name + body.decode()]
    with zipfile.ZipFile(BytesIO(body)) as packed:
        inner = {each: packed.read(each) for each in packed.namelist()}
    if any(each[:4] in (b"%PDF", b"PK\3\4") for each in inner.values()):
        return [text for each, held in inner.items() for text in texts(each, held, folder)]
    return [name + "".join(each.decode("utf-8", "ignore") for each in inner.values())]


def unmarked(desk, folder):
    """The addresses of a round that answer without a word of the rehearsal."""
    found = crawl(desk.client, desk.app, 1).items()
    told = {address: (unquote(head), body) for address, (status, head, body) in found if status == 200}
    ours = [each for each in told if OF_ONE_ROUND.match(each) and not FIGURES.search(each)]
    return [each for each in ours if not all(MARK in text for text in texts(*told[each], folder))]


def test_every_page_and_every_file_of_a_rehearsal_says_so(desk, tmp_path):
    meeting = hold(desk.app, State.DRAFT, plan=make_plan(classes=CLASSES))
    card = desk.post(f"{meeting.path}/rehearse").text
    slips = desk.post(f"{meeting.path}/slips").text
    desk.post(f"{meeting.path}/open")
    seen, codes = {"card": card, "slips": slips}, CODE.findall(slips)
    for code in codes[:EACH] + codes[-EACH:]:
        phone = Phone(desk.app)
        sheet = phone.sheet(code)
        phone.send(sheet, 3)
        seen |= {"sheet": sheet.text, "receipt": phone.get("/v/done").text}

    found = {"open": unmarked(desk, tmp_path)}
    desk.post(f"{meeting.path}/close")
    found["closed"] = unmarked(desk, tmp_path)
    asked = desk.get(meeting.path).text + desk.get(f"{meeting.path}/opening").text
    opened = desk.post(f"{meeting.path}/opening", {"card": " ".join(GROUPS.findall(card))})
    found["opened"] = unmarked(desk, tmp_path)

    assert (opened.status_code, found) == (303, {"open": [], "closed": [], "opened": []})
    assert [what for what, text in seen.items() if MARK not in text] == []
    assert ("两位持卡人输入钥匙卡" in asked, "演练只有一张钥匙卡" in asked) == (False, True)
