"""The page with the addresses of public channels."""

import re
from dataclasses import replace

import pytest

from appraisal.domain.lifecycle import State
from appraisal.services import conduct, reconciling
from tests.factories import make_class, make_plan
from tests.organizer import hold

PLAN = make_plan(classes=(make_class("A", 90, 8), replace(make_class("G", 10, 40), is_public=True)))

CHANNEL_FIRST = replace(PLAN, classes=PLAN.classes[::-1])


@pytest.mark.parametrize("state", [State.SEALED, State.OPEN])
def test_the_round_leads_to_the_address_of_its_channel(desk, state):
    meeting = hold(desk.app, state, plan=PLAN)

    page = desk.get(f"{meeting.path}/public").text

    assert f'href="{meeting.path}/public"' in desk.get(meeting.path).text
    assert f"/v/public/{meeting.id}/1</p>" in page
    assert "权重 10%，最多收 40 张。" in page


def test_a_round_without_one_has_no_such_page(desk):
    meeting = hold(desk.app, State.OPEN)

    answer = desk.get(f"{meeting.path}/public")

    assert (answer.status_code, "公开渠道" in desk.get(meeting.path).text) == (404, False)


def test_after_closing_the_hall_and_the_channel_are_told_apart(desk):
    meeting = hold(desk.app, State.CLOSED, plan=PLAN, votes=[3] * 5)

    page = desk.get(meeting.path).text

    assert "合计（不含公开渠道）" in page


def test_nothing_is_asked_that_a_channel_decides_by_itself(desk):
    meeting = hold(desk.app, State.CLOSED, plan=CHANNEL_FIRST, votes=[3] * 4)
    paper, scrutineer = f"{meeting.path}/reconciliation", desk.second()
    asked = re.findall(r'name="((?:issued|unused|spoiled)-\d)"', desk.get(meeting.path).text)
    asked += re.findall(r'name="((?:issued|unused|spoiled)-\d)"', scrutineer.get(paper).text)

    stated = desk.post(f"{meeting.path}/issued", {"issued-0": "7"}, page=meeting.path)
    counted = scrutineer.post(paper, {"unused-0": "3", "spoiled-0": "1"})

    assert asked == ["issued-0", "unused-0", "spoiled-0"]
    assert (stated.status_code, counted.status_code) == (303, 303)
    assert "G票是公开渠道，没有选票条" in desk.get(meeting.path).text
    with desk.database.reading() as session:
        assert conduct.issued_per_class(conduct.find(session, meeting.id)) == (0, 7)
        lines = reconciling.sheet(session, round_id=meeting.id)
    assert [(line.unused, line.spoiled) for line in lines] == [(40, 0), (3, 1)]
