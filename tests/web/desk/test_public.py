"""The page with the addresses of public channels."""

from dataclasses import replace

import pytest

from appraisal.domain.lifecycle import State
from tests.factories import make_class, make_plan
from tests.organizer import hold

PLAN = make_plan(classes=(make_class("A", 90, 8), replace(make_class("G", 10, 40), is_public=True)))


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
