"""From a workbook to an appraisal, or to a list of everything wrong in it."""

from __future__ import annotations

import io
import re
import secrets
import zipfile

from appraisal.documents.workbook import read_plan
from appraisal.domain.lifecycle import State
from tests.organizer import hold
from tests.tianmen import MEETING

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


def test_a_good_workbook_becomes_an_appraisal(desk):
    answer = desk.upload(MEETING.read_bytes())

    page = desk.get(answer.location).text
    assert (answer.status_code, answer.location) == (303, "/desk/1")
    assert "2020年招商引资项目建设推进会民主评议" in page
    assert "共印 128 条" in page


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
