"""The ranking page and its files: nothing before opening, the same numbers everywhere afterwards."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from fractions import Fraction
from html import unescape
from urllib.parse import unquote

import pytest

from appraisal.documents import csv as csv_file
from appraisal.documents import json as json_file
from appraisal.domain.lifecycle import State
from appraisal.domain.meeting import PUBLIC
from appraisal.domain.scale import Scale
from appraisal.services import conduct, counting, evidence, examining, opening, results
from appraisal.services.outcome import Outcome
from appraisal.storage.models import Result
from appraisal.verifying.report import Verdict
from appraisal.verifying.verify import verify
from tests import tianmen
from tests.documents.test_bad_names import ODD, ODD_BALLOTS
from tests.factories import make_plan
from tests.organizer import CLASSES, hold, hold_tianmen
from tests.tianmen import plan

NAMES = re.compile(r'<th scope="row" class="name">(.*?)</th>')
TOTALS = re.compile(r'<td class="n total">(.*?)</td>')
CELL = re.compile(
    r'<t[dh](?: scope="row")? class="(?:c rank|name|group|n part|n total|c in-group|note)"[^>]*>(.*?)</t[dh]>'
)
VOTES = [3, 3, 2, 1, 0, 3, 2, 2, 1, 1, 0, 3]


def table(desk, round_id: int):
    with desk.database.reading() as session:
        found = conduct.find(session, round_id)
        outcome = opening.outcome(session, round_id=round_id)
        return results.table(found.plan, outcome, issued=conduct.issued_per_class(found))


@pytest.mark.parametrize("state", [State.DRAFT, State.OPEN, State.CLOSED])
@pytest.mark.parametrize("page", ["results", "results.xlsx", "results.csv", "results.json"])
def test_there_is_no_result_before_the_box_is_opened(desk, state, page):
    meeting = hold(desk.app, state, votes=VOTES)

    assert desk.get(f"{meeting.path}/{page}").status_code == 404


def test_the_page_shows_the_table_by_rank(desk):
    meeting = hold(desk.app, State.OPENED, votes=VOTES)

    page = desk.get(f"{meeting.path}/results").text

    counted = table(desk, meeting.id)
    assert NAMES.findall(page) == [row.subject for row in counted.rows]
    assert TOTALS.findall(page) == [row.total.shown for row in counted.rows]
    assert all(sentence.render() in page for sentence in counted.remarks)


def test_points_are_ranked_without_bars(desk):
    points = Scale.of_points(Fraction(0), Fraction(100), Fraction(1), "未观摩")
    numbers = replace(make_plan(classes=CLASSES), scale=points)
    numbers = replace(numbers, meeting=replace(numbers.meeting, scope=PUBLIC))
    meeting = hold(desk.app, State.PUBLISHED, plan=numbers, votes=VOTES)
    counted = table(desk, meeting.id)

    pages = {path: desk.get(path) for path in (f"{meeting.path}/results", f"/results/{meeting.id}")}

    for page in pages.values():
        assert page.status_code == 200
        assert NAMES.findall(page.text) == [row.subject for row in counted.rows]
        assert "等次" not in page.text.partition("备注")[0]


def test_every_answer_is_in_the_bars_in_words(desk):
    meeting = hold(desk.app, State.OPENED, plan=plan(), votes=[3] * 40 + [1] * 30)

    page = desk.get(f"{meeting.path}/results").text

    told = re.findall(r'class="bar"[^>]* aria-label="(.*?)"', page)
    cells = {cell.subject: cell for cell in table(desk, meeting.id).distribution}
    expected = [
        "，".join(
            f"{word} {n}" for word, n in zip(plan_grades(), (*cell.counts, cell.abstained), strict=True) if n
        )
        for cell in (cells[name] for name in NAMES.findall(page))
    ]
    assert told == expected


def plan_grades() -> tuple[str, ...]:
    return (*(grade.name for grade in plan().scale.grades), plan().scale.abstention)


def test_an_abstention_is_named_in_the_language_of_the_page(desk):
    meeting = hold(desk.app, State.OPENED, plan=plan(), votes=[3] * 40)

    page = desk.client.get(f"{meeting.path}/results", headers={"Accept-Language": "en"}).text

    assert ("弃权" in page, page.count('<th class="n">Abstain</th>')) == (False, 1)


@pytest.mark.parametrize(("count", "shown"), [(40, True), (2, False)])
def test_the_fills_are_explained_where_there_are_bars(desk, count, shown):
    meeting = hold(desk.app, State.OPENED, plan=plan(), votes=[3] * count)

    page = desk.get(f"{meeting.path}/results").text

    assert ("<svg" in page.partition("<tbody>")[2], 'class="legend"' in page) == (shown, shown)


def test_a_group_is_shown_alone(desk):
    meeting = hold(desk.app, State.OPENED, plan=plan(), votes=[3] * 12)

    answer = desk.get(f"{meeting.path}/results?group=场园")

    assert sorted(NAMES.findall(answer.text)) == sorted(s.name for s in plan().subjects if s.group == "场园")


def test_an_unknown_group_is_not_found(desk):
    meeting = hold(desk.app, State.OPENED, votes=VOTES)

    assert desk.get(f"{meeting.path}/results?group=没有").status_code == 404


def test_the_files_hold_the_same_table(desk):
    meeting = hold(desk.app, State.OPENED, votes=VOTES)

    found = {kind: desk.get(f"{meeting.path}/results.{kind}").data for kind in ("csv", "json")}

    counted = table(desk, meeting.id)
    assert found["csv"] == written(csv_file.write, counted)
    assert json.loads(found["json"]) == json.loads(written(json_file.write, counted))


def written(write, counted) -> bytes:
    out = io.BytesIO()
    write(counted, out)
    return out.getvalue()


def test_a_file_is_named_for_the_folder_it_goes_into(desk):
    meeting = hold(desk.app, State.PUBLISHED, plan=plan(), votes=VOTES)

    header = desk.get(f"{meeting.path}/results.xlsx").headers["Content-Disposition"]

    assert unquote(header) == (
        'attachment; filename="results-1.xlsx"; '
        "filename*=UTF-8''2020_招商引资项目建设推进会民主评议_分票种汇总表.xlsx"
    )


def test_chinese_leaves_no_blank_between_sentences(desk):
    meeting = hold_tianmen(desk.app)

    page = desk.get(f"{meeting.path}/results").text
    english = desk.client.get(f"{meeting.path}/results", headers={"Accept-Language": "en"}).text

    remarks = "".join(sentence.render() for sentence in table(desk, meeting.id).remarks)
    assert (unescape(page).count(remarks), english.count(". Nothing is rounded")) == (1, 1)


def test_paper_keeps_those_together_who_share_a_place(desk):
    meeting = hold_tianmen(desk.app)

    page = desk.get(f"{meeting.path}/results").text

    kept = re.findall(r'<tr class="tied">.*?class="name">(.*?)</th>', page, re.DOTALL)
    assert kept == ["马湾镇"]  # with 小板镇, the next row


def test_another_kind_of_file_is_not_found(desk):
    meeting = hold(desk.app, State.PUBLISHED, votes=VOTES)

    assert desk.get(f"{meeting.path}/results.exe").status_code == 404


def test_the_screen_shows_every_cell_of_the_meeting(desk):
    meeting = hold_tianmen(desk.app)

    page = desk.get(f"{meeting.path}/results").text

    body = re.findall(r"<tr[^>]*>(.*?)</tr>", page.partition('class="list rank-table"')[2], re.DOTALL)
    read = [[unescape(cell) for cell in re.findall(CELL, row)] for row in body if 'class="c rank"' in row]
    assert read == [
        [
            str(row.rank),
            row.subject,
            row.group,
            *(score.shown for score in row.class_scores),
            row.total.shown,
            str(row.group_rank),
            row.note.render(),
        ]
        for row in tianmen.table().rows
    ]


def test_neighbours_that_are_hardly_apart_are_marked(desk):
    meeting = hold_tianmen(desk.app)

    page = desk.get(f"{meeting.path}/results").text

    beside = evidence.evidence(plan(), tianmen.outcome(), tianmen.findings())
    marked = sum(row.is_unsettled for row in beside.estimates) if beside.marks_neighbours else 0
    assert (page.count("≈上一名</td>"), page.count(str(beside.neighbours))) == (marked, 1)
    assert page.count('class="draw evidence"') == 28


@pytest.mark.parametrize(
    ("order", "key"),
    [
        ("A", lambda row: -row.class_scores[0].exact),
        ("list", lambda row: [subject.name for subject in plan().subjects].index(row.subject)),
    ],
)
def test_the_rows_stand_in_the_order_asked_for(desk, order, key):
    meeting = hold_tianmen(desk.app)

    page = desk.get(f"{meeting.path}/results?sort={order}").text

    assert NAMES.findall(page) == [row.subject for row in sorted(tianmen.table().rows, key=key)]
    assert len(re.findall(r"<th[^>]* aria-sort=", page)) == 1


def test_an_unknown_order_is_not_found(desk):
    meeting = hold(desk.app, State.OPENED, votes=VOTES)

    assert desk.get(f"{meeting.path}/results?sort=Z").status_code == 404


def test_publishing_is_offered_to_those_who_may_once_the_slips_are_counted(desk):
    meeting = hold(desk.app, State.OPENED)
    paper, result = f"{meeting.path}/reconciliation", f"{meeting.path}/results"
    second, offered, before = desk.second(), f'href="{meeting.path}/publish"', "监票人登记选票条清点"

    early = offered in desk.get(result).text, before in desk.get(meeting.path).text
    second.post(paper, {"unused-0": "7", "spoiled-0": "0", "unused-1": "10", "spoiled-1": "0"})

    assert early == (False, True)
    assert [offered in each.get(result).text for each in (desk, second)] == [True, True]
    assert ("清点已登记" in second.get(paper).text, before in desk.get(meeting.path).text) == (True, False)


def test_a_published_result_stays_at_the_desk(stranger):
    meeting = hold(stranger.app, State.PUBLISHED, votes=VOTES)

    assert stranger.get(f"{meeting.path}/results").status_code == 303


def test_the_archive_is_handed_out_once_the_result_is_published(desk):
    opened, published = hold(desk.app, State.OPENED), hold(desk.app, State.PUBLISHED)

    answers = [desk.get(f"/desk/{meeting.id}/archive.zip") for meeting in (opened, published)]

    linked = [
        f"/desk/{meeting.id}/archive.zip" in desk.get(f"/desk/{meeting.id}/results").text
        for meeting in (opened, published)
    ]
    assert ([answer.status_code for answer in answers], linked) == ([409, 200], [False, True])
    assert verify(answers[1].data).verdict is Verdict.IN_PART


def test_names_of_any_kind_are_shown_as_they_are_written(desk):
    names = ["<b>&amp;'单位'</b>", "%(name)s 100%", "𠮷市镇", "赟垱垸镇", "{{ 7*7 }}", "长" * 60]
    plain = make_plan(subjects=len(names), classes=CLASSES)
    named = tuple(replace(each, name=name) for each, name in zip(plain.subjects, names, strict=True))
    meeting = hold(desk.app, State.OPENED, plan=replace(plain, subjects=named), votes=VOTES)

    pages = [
        desk.get(f"{meeting.path}/{page}").text for page in ("results", "evidence", "history", "documents")
    ]
    refused = desk.get(f"{meeting.path}/documents/ranking.pdf")

    assert sorted(map(unescape, NAMES.findall(pages[0]))) == sorted(names)
    assert ["<b>&amp;" in page for page in pages] == [False] * 4
    assert (refused.status_code, "PDF 的字库里没有 𠮷（U+20BB7）" in unescape(refused.text)) == (409, True)


@pytest.mark.parametrize("odd", ODD_BALLOTS)
def test_every_page_of_an_odd_meeting_shows_every_unit(desk, odd):
    plan, answers, classes = ODD_BALLOTS[odd]
    public = replace(plan, meeting=replace(plan.meeting, scope=PUBLIC))
    meeting = hold(desk.app, State.PUBLISHED, plan=public, votes=VOTES)
    found = examining.examine(plan, answers, classes)
    with desk.database.transaction() as session:
        stored = session.get_one(Result, meeting.id)
        stored.document = counting.count(plan, answers, classes).dump()
        stored.report = found and found.dump()

    pages = [f"{meeting.path}/results", f"{meeting.path}/evidence", f"/results/{meeting.id}"]
    shown = {page: NAMES.findall(desk.get(page).text) for page in pages if found or "evidence" not in page}

    names = [row.subject for row in ODD[odd].rows]
    assert {page: listed[: len(names)] for page, listed in shown.items()} == dict.fromkeys(shown, names)
    assert [desk.get(f"{meeting.path}/{page}").status_code for page in ("documents", "history")] == [200] * 2


@pytest.mark.parametrize(
    "file", ["results.xlsx", "results.csv", "results.json", "documents/ranking.pdf", "documents.zip"]
)
def test_counts_that_cannot_be_stop_every_file_in_words(desk, file):
    meeting = hold(desk.app, State.PUBLISHED, votes=VOTES)
    with desk.database.transaction() as session:
        stored = session.get_one(Result, meeting.id)
        counted = Outcome.load(stored.document)
        first, *others = counted.returns
        stored.document = replace(counted, returns=(replace(first, valid=first.valid + 1), *others)).dump()

    answer = desk.get(f"{meeting.path}/{file}")

    said = "票的票数前后不一致"
    assert (answer.status_code, said in answer.text) == (409, True)
