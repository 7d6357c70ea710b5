"""Reasons at the desk: two read them, one follows them up, nobody else gets near."""

import io
import re
import zipfile
from html import unescape

import pytest
from sqlalchemy import delete, select

from appraisal.domain.lifecycle import State
from appraisal.domain.roles import Role
from appraisal.domain.rule import Reasons
from appraisal.storage import audit
from appraisal.storage.models import Member, SealedReason
from tests.documents.reading import csv_rows, xlsx_rows
from tests.factories import account, make_plan
from tests.organizer import CLASSES, PASSWORD, QUICK, Desk, hold

TEXT = re.compile(r'<th scope="row" id="why-(\w+)">(.*?)</th>')
CHOSEN = re.compile(r'<option value="(\w+)" selected>')
PLAN = make_plan(classes=CLASSES, reasons=Reasons.REQUIRED, spare_share=0)
VOTES = [3] * 6 + [0] * 3  # six rate the first subject lowest, three the two others


def counted(desk, state=State.OPENED, plan=PLAN, **given):
    return hold(desk.app, state, plan=plan, votes=VOTES, **given)


def page_of(desk, meeting):
    return desk.get(f"{meeting.path}/reasons")


def told(page):
    return [unescape(text) for _, text in TEXT.findall(page.text)]


def test_reasons_are_read_by_subject_from_five_on(desk):
    page = page_of(desk, counted(desk))

    assert re.findall(r"<h2>(\w+(?:街道|镇))</h2>", page.text) == ["竟陵街道"]
    assert sorted(told(page)) == [f"第{n}位：办事要跑两趟" for n in range(6)]
    assert CHOSEN.findall(page.text) == ["pending"] * 6


def test_the_scrutineer_reads_and_changes_nothing(desk):
    meeting = counted(desk)
    second = desk.second()

    page = page_of(second, meeting)
    answer = second.post(f"{meeting.path}/reasons", page=f"{meeting.path}/people")

    assert (len(told(page)), "<select" in page.text, answer.status_code) == (6, False, 403)


def test_observers_and_strangers_do_not_get_in(desk):
    meeting = counted(desk)
    with desk.database.transaction() as session:
        seen = account(session, "observer")
        seen.password_hash = QUICK.hash(PASSWORD)
        session.add(Member(round_id=meeting.id, account_id=seen.id, role=Role.OBSERVER))
    observer = Desk(desk.app)
    observer.log_in(name="observer")

    answers = [page_of(who, meeting).status_code for who in (observer, Desk(desk.app))]
    tabs = [f"{meeting.path}/reasons" in who.get(f"{meeting.path}/results").text for who in (observer, desk)]

    assert (answers, tabs) == ([403, 303], [False, True])


def test_what_came_of_a_reason_is_kept_and_counted(desk):
    meeting = counted(desk)
    first, second, *_ = (found for found, _ in TEXT.findall(page_of(desk, meeting).text))

    answer = desk.post(f"{meeting.path}/reasons", {f"state-{first}": "upheld", f"state-{second}": "mended"})
    page = page_of(desk, meeting)

    assert (answer.status_code, answer.location) == (303, f"{meeting.path}/reasons")
    assert sorted(CHOSEN.findall(page.text)) == ["mended", *["pending"] * 4, "upheld"]
    assert re.findall(r'<span class="follow \w+">(.*?)</span>', page.text) == [
        "待核实 4",
        "属实 1",
        "已整改 1",
    ]


@pytest.mark.parametrize(("fields", "status"), [({"state-x": "upheld"}, 404), ({"state-x": "nonsense"}, 400)])
def test_a_forged_choice_changes_nothing(desk, fields, status):
    meeting = counted(desk)

    answer = desk.post(f"{meeting.path}/reasons", fields)

    assert (answer.status_code, set(CHOSEN.findall(page_of(desk, meeting).text))) == (status, {"pending"})


def test_the_log_says_that_it_was_done_and_nothing_of_the_text(desk):
    meeting = counted(desk)
    first, *_ = (found for found, _ in TEXT.findall(page_of(desk, meeting).text))

    desk.post(f"{meeting.path}/reasons", {f"state-{first}": "upheld"})

    with desk.database.reading() as session:
        last = list(audit.entries(session))[-1]
    assert (last.act, last.actor, last.detail) == ("follow-up", "organizer", {"round": meeting.id})


def test_where_nothing_may_be_read_the_page_does_not_tell_why(desk):
    meeting = hold(desk.app, State.OPENED, plan=PLAN, votes=[0] * 4)
    silent = hold(desk.app, State.OPENED, plan=PLAN, votes=[1, 1])

    pages = [page_of(desk, each).text for each in (meeting, silent)]

    shown = [re.findall(r'<section class="empty">(.*?)</section>', page) for page in pages]
    assert shown[0] == shown[1] != []
    assert [told(page_of(desk, each)) for each in (meeting, silent)] == [[], []]


def test_rows_that_are_gone_are_told(desk):
    def take_out(session):
        gone = session.scalars(select(SealedReason.id).limit(2)).all()
        session.execute(delete(SealedReason).where(SealedReason.id.in_(gone)))

    page = page_of(desk, counted(desk, meanwhile=take_out))

    assert "密封的理由与选票对不上：少了 2 行。得分不受影响，请查明原因。" in page.text


@pytest.mark.parametrize("state", [State.OPEN, State.CLOSED])
def test_before_the_opening_there_is_no_page(desk, state):
    assert page_of(desk, counted(desk, state)).status_code == 404


def test_a_round_without_reasons_has_no_page_and_no_tab(desk):
    meeting = hold(desk.app, State.OPENED, plan=make_plan(classes=CLASSES))

    assert page_of(desk, meeting).status_code == 404
    assert f"{meeting.path}/reasons" not in desk.get(f"{meeting.path}/results").text


def test_after_shredding_they_are_gone(desk):
    page = page_of(desk, counted(desk, State.SHREDDED))

    assert (told(page), "理由已经销毁" in page.text) == ([], True)


def test_the_list_goes_along_as_a_file(desk):
    path = counted(desk).path

    rows = csv_rows(desk.get(f"{path}/reasons.csv").data)
    printed = xlsx_rows(desk.get(f"{path}/reasons.xlsx").data, "理由核实清单", (None,) * 3)

    assert (rows[0], len(rows)) == (["单位", "理由", "核实情况"], 7)
    assert rows[1][::2] == ["竟陵街道", "待核实"]
    assert all(row in printed for row in rows)


def unpacked(answer):
    """What a page or file says, with archives taken apart to the last file."""
    found, waiting = [], [answer.data]
    while waiting:
        content = waiting.pop()
        found.append(content)
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                waiting += [archive.read(name) for name in archive.namelist()]
    return b"".join(found)


def test_nothing_of_them_is_in_what_is_published_or_filed(desk):
    path = counted(desk, State.PUBLISHED).path
    files = ["results", "documents", "history", "results.json", "documents.zip", "units.zip", "archive.zip"]

    answers = {name: desk.get(f"{path}/{name}") for name in (*files, "reasons.xlsx")}

    assert {answer.status_code for answer in answers.values()} == {200}
    told_in = [name for name, answer in answers.items() if "跑两趟".encode() in unpacked(answer)]
    assert told_in == ["reasons.xlsx"]
