"""The page that says how sure a ranking is, and what of it the ranking page shows."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import escape
from xml.etree import ElementTree

import pytest

from appraisal.domain.lifecycle import State
from appraisal.services import conduct, evidence, opening
from appraisal.services.findings import Findings
from appraisal.storage.models import Result
from tests.factories import make_plan
from tests.organizer import CLASSES, hold
from tests.tianmen import plan

VOTES = [3, 3, 2, 1, 0, 3, 2, 2, 1, 1, 0, 3]
DRAWING = re.compile(r"<svg xmlns=.*?</svg>")
ROWS = re.compile(r'<td class="draw">')


def found(desk, round_id):
    with desk.database.reading() as session:
        voting_round = conduct.find(session, round_id)
        outcome = opening.outcome(session, round_id=round_id)
        return evidence.evidence(voting_round.plan, outcome, opening.findings(session, round_id=round_id))


@pytest.mark.parametrize("state", [State.DRAFT, State.OPEN, State.CLOSED])
@pytest.mark.parametrize("page", ["evidence", "report.json"])
def test_there_is_no_evidence_before_the_box_is_opened(desk, state, page):
    meeting = hold(desk.app, state, votes=VOTES)

    assert desk.get(f"{meeting.path}/{page}").status_code == 404


def test_what_can_be_said_comes_first(desk):
    meeting = hold(desk.app, State.OPENED, plan=plan(), votes=VOTES)

    page = desk.get(f"{meeting.path}/evidence").text

    said = found(desk, meeting.id)
    told = [page.index(str(sentence)) for sentence in (said.verdict, said.sayable, said.unsayable)]
    assert told == sorted(told)
    assert told[-1] < page.index("<table")
    assert "旁证，不是正式结果" in page


def test_every_subject_is_drawn_and_written(desk):
    meeting = hold(desk.app, State.OPENED, plan=plan(), votes=VOTES)

    page = desk.get(f"{meeting.path}/evidence").text

    errors = re.findall(r'data-label="±">(.*?)<', page)
    assert len(ROWS.findall(page)) == 2 * 28
    assert {ElementTree.fromstring(drawing).tag for drawing in DRAWING.findall(page)} == {
        "{http://www.w3.org/2000/svg}svg"
    }
    assert errors == [row.se.shown for row in found(desk, meeting.id).estimates]


def test_the_share_of_every_official_rank_and_the_likeliest_ranks_are_told(desk):
    meeting = hold(desk.app, State.OPENED, plan=plan(), votes=VOTES)

    page = desk.get(f"{meeting.path}/evidence").text

    told = page.partition('class="list likely"')[2].partition("</table>")[0]
    estimates = found(desk, meeting.id).estimates
    assert re.findall(r'<td class="n">(.*?)</td>', told) == [escape(row.own.shown) for row in estimates]
    assert re.findall(r"<td>(.*?)</td>", told) == [
        "　".join(f"第{rank}名 {escape(share.shown)}" for rank, share in row.likeliest) for row in estimates
    ]


def test_moves_are_bold_with_arrows_and_counted(desk):
    meeting = hold(desk.app, State.OPENED, plan=plan(), votes=VOTES)

    page = desk.get(f"{meeting.path}/evidence").text

    said = found(desk, meeting.id)
    marks = [move.mark for row in said.estimates for move in row.moves if move.mark]
    assert re.findall(r'<td class="c changed"><b>\d+</b> (.*?)</td>', page) == marks
    assert len(marks) == sum(rule.moved for rule in said.rules)


@pytest.mark.parametrize(("parent", "word", "other"), [("", "单位", "项目"), ("竟陵街道", "项目", "单位")])
def test_names_are_headed_as_in_the_ranking(desk, parent, word, other):
    units = make_plan(classes=CLASSES)
    named = replace(units, subjects=tuple(replace(each, parent=parent) for each in units.subjects))
    meeting = hold(desk.app, State.OPENED, plan=named, votes=VOTES)

    pages = {page: desk.get(f"{meeting.path}/{page}").text for page in ("results", "evidence", "history")}

    heads = {page: re.findall(r"<th[ >].*?</th>", shown) for page, shown in pages.items()}
    assert [any(word in head for head in found) for found in heads.values() if found] == [True, True]
    assert [head for found in heads.values() for head in found if other in head] == []


def test_only_what_moves_is_shown_on_request(desk):
    meeting = hold(desk.app, State.OPENED, votes=VOTES)

    whole, moved = (desk.get(f"{meeting.path}/evidence{query}").text for query in ("", "?only=moved"))

    count = sum(row.is_moved for row in found(desk, meeting.id).estimates)
    assert [page.count('class="c force">') for page in (whole, moved)] == [2 + 3, 2 + count]


def test_the_file_holds_the_same(desk):
    meeting = hold(desk.app, State.OPENED, votes=VOTES)

    document = json.loads(desk.get(f"{meeting.path}/report.json").data)

    assert document["verdict"] == str(found(desk, meeting.id).verdict)


def test_a_result_counted_before_there_was_evidence_is_shown_without(desk):
    meeting = hold(desk.app, State.OPENED, votes=VOTES)
    linked = f'href="{meeting.path}/evidence"'
    assert linked in desk.get(f"{meeting.path}/results").text
    with desk.database.transaction() as session:
        session.get_one(Result, meeting.id).report = None

    results, page = desk.get(f"{meeting.path}/results"), desk.get(f"{meeting.path}/evidence")

    assert (results.status_code, linked in results.text) == (200, False)
    assert (page.status_code, "正式结果不受影响" in page.text) == (409, True)


def test_one_sentence_takes_the_place_of_a_mark_on_nearly_every_row(desk):
    meeting = hold(desk.app, State.OPENED, plan=plan(), votes=VOTES)

    page = desk.get(f"{meeting.path}/results").text

    assert ("名次大多不稳定，请看等次分布。" in page, 'evidence">≈' in page) == (True, False)


def test_a_neighbour_that_is_hardly_ahead_is_marked_on_the_page_and_in_no_file(desk):
    meeting = hold(desk.app, State.OPENED, plan=make_plan(subjects=5, classes=CLASSES), votes=VOTES)
    with desk.database.transaction() as session:
        stored = session.get_one(Result, meeting.id)
        close = replace(Findings.load(stored.report), ahead=(None, 949, 950, 1000, 1000))
        stored.report = close.dump()

    page = desk.get(f"{meeting.path}/results").text
    alone = desk.get(f"{meeting.path}/results?group=镇").text
    file = desk.get(f"{meeting.path}/results.csv").data.decode("utf-8-sig")

    near = re.findall(r'class="name">(\w+)</th>(?:(?!</tr>)[\s\S])*?≈上一名', page)
    assert (near, "≈上一名" in alone, "≈" in file) == (["侨乡街道"], False, False)


def test_a_stranger_sees_no_evidence(stranger):
    meeting = hold(stranger.app, State.PUBLISHED, votes=VOTES)

    assert stranger.get(f"{meeting.path}/evidence").status_code == 303
