"""The reveal: last to first, nothing ahead of its moment, nothing before publication."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise

import pytest

from appraisal.domain.lifecycle import State
from appraisal.web import reveal, screen
from tests.factories import NAMES, make_plan
from tests.organizer import CLASSES, Desk, hold

LINK = re.compile(r'href="([^"]+)" rel="(prev|next)"')


def address(desk: Desk, meeting) -> str:
    with desk.app.test_request_context():
        return reveal.address(meeting.id)


def told(page: str) -> list[str]:
    return [name for name in NAMES if name in page]


def links(page: str) -> dict[str, str]:
    return {rel: path.replace("&amp;", "&") for path, rel in LINK.findall(page)}


def test_places_are_told_one_by_one_and_no_page_is_ahead(desk, stranger):
    meeting = hold(desk.app, State.PUBLISHED, votes=[3, 3, 2, 1])
    pages = [stranger.get(address(desk, meeting)).text]

    while "next" in links(pages[-1]):
        pages.append(stranger.get(links(pages[-1])["next"]).text)

    assert told(pages[0]) == []
    assert [len(told(page)) for page in pages][-1] == 3
    assert all(set(told(before)) < set(told(after)) for before, after in pairwise(pages))
    assert "第 1 名" in pages[-1]
    assert stranger.get(links(pages[-1])["prev"]).text == pages[-2]


def test_too_few_ballots_are_told_with_the_places(desk, stranger):
    plan = make_plan(classes=CLASSES, quorum=Fraction(2, 3))
    meeting = hold(desk.app, State.PUBLISHED, plan=plan, votes=[3, 3, 2, 1])

    first = stranger.get(address(desk, meeting)).text
    second = stranger.get(links(first)["next"]).text

    assert ["未达发出票数的2/3（12张），结果仅供参考" in page for page in (first, second)] == [True, True]


@pytest.mark.parametrize("state", [State.OPEN, State.CLOSED, State.OPENED])
def test_nothing_is_revealed_before_publication(desk, state):
    meeting = hold(desk.app, state)

    assert desk.get(address(desk, meeting)).status_code == 404


def test_the_key_of_the_turnout_opens_no_reveal(desk):
    meeting = hold(desk.app, State.PUBLISHED)
    with desk.app.test_request_context():
        key = screen.key_of(meeting.id)

    answers = [desk.get(f"/screen/{meeting.id}{page}?key={key}").status_code for page in ("", "/reveal")]

    assert answers == [200, 404]
