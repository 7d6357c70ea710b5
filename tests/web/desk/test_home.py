"""From a workbook to an appraisal, or to a list of everything wrong in it."""

from __future__ import annotations

import io
import re
import secrets
import zipfile
from dataclasses import replace

from appraisal.documents.workbook import read_plan, write_plan
from appraisal.domain.lifecycle import State
from appraisal.domain.sheet import Subject
from appraisal.services import conduct
from tests.factories import make_plan
from tests.organizer import hold
from tests.tianmen import MEETING

LINES = re.compile(r'<td class="n">(\d+)</td><th scope="row" class="wraps">(.*?)</th><td>(.*?)</td>')
CELLS = re.compile(r'<tr><th scope="row">(.*?)</th><td class="code">(.*?)</td><td class="found">(.*?)</td>')


def spoilt(changes: dict[str, str]) -> bytes:
    """Return the Tianmen workbook with other words in its cells."""
    out = io.BytesIO()
    with zipfile.ZipFile(MEETING) as good, zipfile.ZipFile(out, "w") as bad:
        for name in good.namelist():
            content = good.read(name).decode() if name.endswith(".xml") else None
            for old, new in changes.items():
                content = content and content.replace(old, new)
            bad.writestr(name, good.read(name) if content is None else content)
    return out.getvalue()


def test_the_first_visit_shows_one_way_on(desk):
    page = desk.get("/desk/").text

    assert page.count("还没有测评活动") == 1
    assert page.count('class="solid"') == 1


def test_a_good_workbook_is_shown_first_and_becomes_an_appraisal(desk):
    before = desk.dump()
    shown = desk.upload(MEETING.read_bytes())
    between = desk.dump()
    answer = desk.save(shown)

    page = desk.get(answer.location).text
    assert (shown.status_code, between) == (200, before)
    assert (answer.status_code, answer.location) == (303, "/desk/1")
    assert "2020年招商引资项目建设推进会民主评议" in page
    assert "共印 128 条" in page


def test_what_was_read_is_shown_row_by_row(desk):
    page = desk.upload(MEETING.read_bytes()).text

    assert len(LINES.findall(page)) == 28
    assert LINES.findall(page)[:2] == [("1", "多宝镇", "镇"), ("2", "拖市镇", "镇")]


def test_what_is_doubtful_stands_in_its_row(desk):
    out = io.BytesIO()
    write_plan(replace(make_plan(), subjects=(Subject("日新镇"), Subject("多宝镇"), Subject("曰新镇"))), out)

    page = desk.upload(out.getvalue()).text

    doubt = "“日新镇”和“曰新镇”只有字形相近的字不同，容易看错，请核对。"
    marked = re.findall(r'<th scope="row" class="wraps">(\w+)<p class="wrong">(.*?)</p>', page)
    assert marked == [("日新镇", doubt), ("曰新镇", doubt)]


def test_what_was_read_can_be_changed_before_it_is_saved(desk):
    before, shown = desk.dump(), desk.upload(MEETING.read_bytes())

    editor = desk.save(shown, do="edit")
    answer = desk.save(editor, 评议对象_1_1="新城街道")

    assert 'class="editor"' in editor.text and " data-changed>" in editor.text
    with desk.database.reading() as session:
        assert conduct.find(session, 1).plan.subjects[0].name == "新城街道"
    assert (answer.location, "新城街道" in before) == ("/desk/1", False)


def test_a_file_that_is_no_workbook_leads_to_the_page_that_takes_a_list(desk):
    refused = desk.upload("名称,分组\n竟陵街道,乡街\n".encode())

    assert refused.status_code == 422
    assert "另存为 .xlsx 后再试" in refused.text
    assert "请在表格里改好" not in refused.text
    assert 'href="/desk/new">不用表格，在网页上填<' in refused.text


def test_a_faulty_workbook_shows_every_fault_and_stores_nothing(desk):
    before = desk.dump()

    answer = desk.upload(spoilt({"拖市镇": "多宝镇", "不计入": "看情况"}))

    assert answer.status_code == 422
    assert CELLS.findall(answer.text) == [("评议对象", "B3", "多宝镇"), ("规则", "B4", "看情况")]
    assert desk.dump() == before


def test_a_large_file_that_is_no_workbook_is_refused_by_what_it_is(desk):
    before = desk.dump()

    answer = desk.upload(b"\x89PNG" + secrets.token_bytes(300_000))

    assert answer.status_code == 422
    assert "这是图片，不是电子表格" in answer.text
    assert desk.dump() == before


def test_a_form_without_a_file_says_so(desk):
    answer = desk.post("/desk/")

    assert answer.status_code == 422
    assert "请先选择一个表格文件。" in answer.text


def test_the_empty_workbook_can_be_imported_as_it_stands(desk):
    answer = desk.get("/desk/template.xlsx")

    assert read_plan(answer.data).meeting.title == "（示例）2026年度乡镇街道工作民主评议"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="meeting.xlsx"; filename*=')


def test_the_meeting_that_is_waiting_comes_first(desk):
    hold(desk.app, State.DRAFT)
    hold(desk.app, State.OPEN)
    hold(desk.app, State.PUBLISHED)

    page = desk.get("/desk/").text

    assert re.findall(r'class="solid big" href="([^"]+)"', page) == ["/desk/2"]
    assert re.findall(r'class="outlined" href="(/desk/\d[^"]*)"', page) == [
        "/desk/3/results",
        "/desk/2",
        "/desk/1",
    ]
