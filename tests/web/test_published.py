"""A published result is read by those its scope names, and by nobody else."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from appraisal.domain.lifecycle import State
from appraisal.domain.meeting import HALL, INTERNAL, PUBLIC
from appraisal.storage.audit import entries
from appraisal.web.published import address
from tests.factories import make_plan
from tests.organizer import CLASSES, Desk, copied, hold, make_app, make_folder

VOTES = [3, 3, 2, 1, 0, 3, 2, 2, 1, 1, 0, 3]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_folder(tmp_path_factory.mktemp("installation") / "data")


@pytest.fixture
def stranger(installation, tmp_path):
    desk = Desk(make_app(copied(installation, tmp_path / "data")))
    yield desk
    desk.database.engine.dispose()


def held(stranger, scope, state=State.PUBLISHED):
    plan = make_plan(classes=CLASSES)
    scoped = replace(plan, meeting=replace(plan.meeting, scope=scope))
    return hold(stranger.app, state, plan=scoped, votes=VOTES)


def address_of(stranger, meeting, scope):
    with stranger.app.test_request_context():
        return address(meeting.id, scope)


@pytest.mark.parametrize(("scope", "status"), [(INTERNAL, 404), (HALL, 404), (PUBLIC, 200)])
def test_a_stranger_reads_what_is_public_and_nothing_else(stranger, scope, status):
    held(stranger, scope)

    assert stranger.get("/results/1").status_code == status


def test_the_hall_reads_it_by_the_address_it_was_given(stranger):
    meeting = held(stranger, HALL)
    given = address_of(stranger, meeting, HALL)

    found = [stranger.get(path).status_code for path in (given, f"{given}x", "/results/1?key=")]

    assert found == [200, 404, 404]


@pytest.mark.parametrize("state", [State.DRAFT, State.OPEN, State.CLOSED, State.OPENED])
def test_nothing_is_read_before_it_is_published(stranger, state):
    held(stranger, PUBLIC, state)

    assert stranger.get("/results/1").status_code == 404


def test_what_stays_inside_has_no_address(stranger):
    assert address_of(stranger, held(stranger, INTERNAL), INTERNAL) is None


def test_the_page_holds_the_agreed_rule_alone(stranger):
    held(stranger, PUBLIC)

    page = stranger.get("/results/1").text

    assert (page.count('scope="row"'), "≈" in page, "evidence" in page) == (3, False, False)
    assert re.findall(r"<a [^>]*href=\"/desk", page) == []


def test_the_log_says_to_whom_it_was_published(stranger):
    held(stranger, PUBLIC)

    with stranger.database.reading() as session:
        acts = {entry.act: entry.detail for entry in entries(session)}

    assert acts["publish"]["scope"] == PUBLIC
