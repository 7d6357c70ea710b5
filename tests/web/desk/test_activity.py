"""An inspection at the desk: one workbook becomes rounds that belong together, and what they come to."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from fractions import Fraction

import pytest
from python_calamine import CalamineWorkbook

from appraisal.documents.workbook import read_activity
from appraisal.domain import settings
from appraisal.domain.activity import RollUp
from appraisal.domain.lifecycle import State
from appraisal.services import activities, people, sealing
from appraisal.storage.models import Round
from tests.documents.scenarios import DEMO, agreed, expected
from tests.factories import account, make_class
from tests.joined import count_tour, make_activity, sealed_activity
from tests.organizer import NAME, SECOND, Desk, fields, hold

TOUR = DEMO / "tour-2020"
WORKBOOK = TOUR / "meeting.xlsx"
PAGE = "/desk/1/activity"


def counted(desk) -> None:
    with desk.database.transaction() as session:
        count_tour(session, (1, 2))


@pytest.fixture
def tour(desk):
    """A desk with the tour in draft."""
    answer = desk.save(desk.upload(WORKBOOK.read_bytes()), "/desk/new/activity")
    assert (answer.status_code, answer.location) == (303, PAGE)
    return desk


def test_one_workbook_becomes_rounds_that_belong_together(desk):
    before, shown = desk.dump(), desk.upload(WORKBOOK.read_bytes())
    between = desk.dump()
    desk.save(shown, "/desk/new/activity")

    with desk.database.reading() as session:
        stored = activities.assembled(activities.of_round(session, 2))
    sent = read_activity(WORKBOOK)
    titles = [each.plan.meeting.title.removeprefix(sent.meeting.title) for each in stored.rounds]
    assert between == before
    assert [each.name for each in stored.rounds] == ["现场观摩", "会议排名票"]
    assert titles == ["（现场观摩）", "（会议排名票）"]
    assert (stored.units, stored.roll_up, stored.indicators, stored.parts, stored.meeting) == (
        sent.units,
        sent.roll_up,
        sent.indicators,
        sent.parts,
        sent.meeting,
    )


def test_before_the_boxes_are_opened_the_page_tells_rules_and_figures_but_no_vote(tour):
    page = tour.get(PAGE).text

    assert page.count('<span class="tag ">草稿</span>') == 2
    assert "100 分到 0 分，共 101 档" in tour.get("/desk/1").text
    assert "综合得分=各部分得分按权重相加：现场观摩×50%、会议排名票×20%、客观指标×30%" in page
    assert "到位资金：60+40×(7.6−3.4)÷(24.6−3.4)=67.92" in tour.get(f"{PAGE}?unit=皂市镇").text
    assert (tour.get(f"{PAGE}/data.json").status_code, "综合结果要等每一轮都开箱" in page) == (404, True)


def test_the_page_shows_what_the_rounds_come_to(tour):
    counted(tour)

    page = tour.get(PAGE).text

    first = expected("tour-2020")["composite"][0]
    shown = [part["shown"] for part in first["parts"].values()]
    row = re.search(rf'<th scope="row" class="name">{first["subject"]}</th>.*?</tr>', page).group()
    assert re.findall(r'<td class="n part" data-label="[^"]+">(.*?)</td>', row) == shown
    assert [name for name in expected("tour-2020")["top_projects"] if name not in page] == []
    assert "客观指标（现为 30%）：升到 44.4% 以上，汪场镇居首。" in page
    assert tour.get(f"{PAGE}?group=镇").status_code == 200


def test_its_files_say_the_same_in_every_format(tour):
    counted(tour)

    found = json.loads(tour.get(f"{PAGE}/data.json").data)
    lines = tour.get(f"{PAGE}/data.csv").data.decode("utf-8-sig").splitlines()
    book = CalamineWorkbook.from_filelike(io.BytesIO(tour.get(f"{PAGE}/result.xlsx").data))
    names = zipfile.ZipFile(io.BytesIO(tour.get(f"{PAGE}/documents.zip").data)).namelist()

    assert found["composite"] == expected("tour-2020")["composite"]
    assert lines[1].split(",")[:5] == ["皂市镇", "镇", "88.40", "1", "1"]
    assert [row[:3] for row in book.get_sheet_by_index(0).to_python() if row[1] == "皂市镇"] == [
        [1, "皂市镇", 88.4]
    ]
    assert sum("00_综合结果" in name for name in names) == 5
    assert {name.split("/")[0] for name in names if "/" in name} == {"现场观摩", "会议排名票"}


def cells(desk) -> dict[str, str]:
    """What the page that shows the workbook sends when it is stored, without the version it was made from."""
    sent = fields(desk.upload(WORKBOOK.read_bytes()).text)
    return {name: text for name, text in sent.items() if "." in name}


def stored(desk):
    with desk.database.reading() as session:
        return activities.assembled(activities.of_round(session, 1))


def test_the_whole_activity_leaves_as_one_workbook_that_sets_up_the_same(tour):
    answer = tour.get(f"{PAGE}/plan.xlsx")

    tour.save(tour.upload(answer.data), "/desk/new/activity")
    with tour.database.reading() as session:
        first, second = (activities.of_round(session, number) for number in (1, 3))
        same = activities.assembled(first) == activities.assembled(second)
    assert (agreed(read_activity(answer.data)), same) == (agreed(read_activity(WORKBOOK)), True)
    assert answer.headers["Content-Disposition"].startswith(
        'attachment; filename="activity-1.xlsx"; filename*='
    )
    assert [f'href="{PAGE}/plan.xlsx"' in tour.get(page).text for page in (PAGE, f"{PAGE}/workbook")] == [
        True,
        True,
    ]


def test_an_activity_whose_rounds_went_apart_says_so(tour):
    with tour.database.transaction() as session:
        second = session.get_one(Round, 2)
        renamed = replace(
            second.plan, classes=tuple(replace(each, name="代表") for each in second.plan.classes)
        )
        second.settings = settings.dump(renamed)

    answer = tour.get(f"{PAGE}/plan.xlsx")

    assert (answer.status_code, "请到各轮的页面上逐轮导出" in answer.text) == (409, True)


def test_the_empty_workbook_of_an_activity_can_be_imported_as_it_stands(desk):
    empty = desk.get("/desk/activity-template.xlsx")

    answer = desk.save(desk.upload(empty.data), "/desk/new/activity")

    assert (answer.status_code, answer.location) == (303, PAGE)
    assert 'href="/desk/activity-template.xlsx"' in desk.get("/desk/").text


def test_once_a_box_is_sealed_only_figures_may_be_corrected(tour):
    sent = read_activity(WORKBOOK)
    with tour.database.transaction() as session:
        session.get_one(Round, 1).state = State.SEALED
        owner = account(session, NAME).id
        figures = tuple(replace(each, figures=(Fraction(9), *each.figures[1:])) for each in sent.indicators)
        activities.replace_all(
            session, round_id=1, activity=replace(sent, indicators=figures), account_id=owner
        )

    shown = tour.upload(WORKBOOK.read_bytes(), f"{PAGE}/workbook")
    answer = tour.save(shown, f"{PAGE}/save")
    heavier = replace(sent, parts=tuple(replace(part, weight=Fraction(100, 3)) for part in sent.parts))
    assert answer.status_code == 303
    assert stored(tour).indicators == sent.indicators
    with pytest.raises(activities.FiguresOnly), tour.database.transaction() as session:
        activities.replace_all(session, round_id=1, activity=heavier, account_id=owner)


def test_a_corrected_workbook_takes_the_place_of_all_rounds_at_once(tour):
    sent, asked = read_activity(WORKBOOK), tour.get(f"{PAGE}/workbook")
    other = replace(sent, meeting=replace(sent.meeting, title="另一次检查"), roll_up=RollUp(best=2))
    with tour.database.transaction() as session:
        owner = account(session, NAME).id
        activities.replace_all(session, round_id=1, activity=other, account_id=owner)

    outdated = tour.client.post(f"{PAGE}/save", data=fields(asked.text) | cells(tour))
    answer = tour.save(tour.upload(WORKBOOK.read_bytes(), f"{PAGE}/workbook"), f"{PAGE}/save")

    titles = [each.plan.meeting.title for each in stored(tour).rounds]
    assert (outdated.status_code, answer.status_code) == (409, 303)
    assert (stored(tour).roll_up, titles[0]) == (sent.roll_up, f"{sent.meeting.title}（现场观摩）")


@pytest.mark.parametrize(("scope", "shown"), [("内部", 404), ("公开", 200)])
def test_the_composite_is_read_by_those_it_is_meant_for_once_every_round_is_out(desk, scope, shown):
    sent = read_activity(WORKBOOK)
    meeting = replace(sent.meeting, scope=scope)
    rounds = tuple(replace(each, plan=replace(each.plan, meeting=meeting)) for each in sent.rounds)
    with desk.database.transaction() as session:
        owner = account(session, NAME).id
        activities.create(session, activity=replace(sent, meeting=meeting, rounds=rounds), account_id=owner)
    counted(desk)
    stranger = Desk(desk.app)

    before = stranger.get("/results/1/activity").status_code
    with desk.database.transaction() as session:
        for number in (1, 2):
            session.get_one(Round, number).state = State.PUBLISHED
    after = stranger.get("/results/1/activity")

    assert (before, after.status_code) == (404, shown)
    assert ("88.40" in after.text, "名次对权重有多敏感" in after.text) == (shown == 200, False)


def test_to_somebody_who_misses_one_of_its_rounds_the_activity_does_not_exist(tour):
    with tour.database.transaction() as session:
        second = session.get_one(Round, 2)
        second.members.clear()

    assert [tour.get(path).status_code for path in (PAGE, "/desk/1", "/desk/2/activity")] == [404, 200, 404]
    assert "整项活动" not in tour.get("/desk/1").text


def test_somebody_named_in_one_round_is_named_in_the_other_drafts_too(tour):
    tour.post("/desk/1/people", {"name": SECOND, "role": "scrutineer"})

    with tour.database.reading() as session:
        roles = [
            [(member.account.name, member.role.value) for member in people.members(session, round_id=number)]
            for number in (1, 2)
        ]
    assert roles == [[(NAME, "organizer"), (SECOND, "scrutineer")]] * 2


def test_a_meeting_of_one_round_is_no_activity(desk):
    hold(desk.app, State.DRAFT)

    assert desk.get(PAGE).status_code == 404


def test_what_is_wrong_between_rounds_stops_the_sealing_of_each(desk):
    activity = make_activity()
    plan = activity.rounds[0].plan
    fewer = replace(plan, subjects=plan.subjects[:4], classes=(make_class("A", 100, 6),))
    lame = replace(activity, rounds=(replace(activity.rounds[0], plan=fewer), activity.rounds[1]))
    with desk.database.transaction() as session:
        owner = account(session, NAME).id
        made = activities.create(session, activity=lame, account_id=owner)
        needed = [[str(each) for each in sealing.missing(found)] for found in made.rounds]

    said = "改正方案：这一轮不评杨林街道，他们就没有综合得分，也没有名次。"
    assert [said in each for each in needed] == [True, True]
    assert [said[5:] in desk.get(path).text for path in (PAGE, "/desk/1", "/desk/2")] == [True, True, False]


def test_the_parts_are_named_in_the_readers_language(tour):
    counted(tour)

    page = tour.client.get(PAGE, headers={"Accept-Language": "en"}).text

    heads = re.findall(r'<th class="n">([^<]+)</th>', page)
    assert heads[3:6] == ["On-site round (50%)", "Rank ballot (20%)", "Indicators (30%)"]
    assert "<th>Project</th>" in page
    assert "Next: On-site round" in page


def test_slips_for_all_rounds_are_asked_for_by_the_activity_and_minted_once(desk):
    with desk.database.transaction() as session:
        first = next(iter(sealed_activity(session, make_activity())))
    page = f"/desk/{first}/activity"

    asked = desk.get(f"{page}/slips").text
    minted = desk.post(f"{page}/slips", {"output": "csv"})
    again = desk.get(f"{page}/slips")

    assert ("<dd>拉练检查</dd>" in asked, f'class="outlined big" href="{page}"' in asked) == (True, True)
    assert (minted.status_code, len(minted.data.decode("utf-8-sig").splitlines())) == (200, 1 + 7 + 4)
    assert again.status_code == 409
