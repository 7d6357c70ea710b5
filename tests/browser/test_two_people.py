"""A whole day with two people at two screens: nothing that matters is done by one of them alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from appraisal import create_app
from appraisal.demo import server
from appraisal.domain.lifecycle import State
from appraisal.services import opening
from tests.browser import whole_day
from tests.browser.day import LAPTOP, LOCALES, Day, Inspector, Seat, Words
from tests.organizer import hold, make_folder

DESTROYED, HELD = 1, 2  # the meeting that was there before, and the one of the day
ALSO_DARK = ("a proposal", "the hall", "the opening", "the preflight", "the turnout", "the reveal")


@pytest.fixture(params=LOCALES)
def language(request) -> str:
    return request.param


@pytest.fixture
def installed(tmp_path):
    """A running server with an account for the organizer and a meeting whose papers are destroyed."""
    port = server.free_port()
    make_folder(tmp_path / "data")
    environment = {"APPRAISAL_DATA": str(tmp_path / "data"), "APPRAISAL_PORT": str(port)}
    app = create_app({**environment, "TESTING": True})
    hold(app, State.SHREDDED)
    with server.running(environment, port, tmp_path / "server.log"):
        yield f"http://{server.HOST}:{port}", app.extensions["appraisal"]
    app.extensions["appraisal"].database.engine.dispose()


@pytest.fixture
def day(installed, browse, language) -> Iterator[Day]:
    words = Words(language)
    seats = (Seat(installed[0], browse(**LAPTOP, locale=LOCALES[language]), words) for _ in range(2))
    return Day(*seats, Inspector(ALSO_DARK, reads_aloud=language == "zh"))


def test_two_people_hold_a_meeting_and_every_page_is_fit_to_be_seen(
    day, installed, browse, language, tmp_path
):
    screen = browse(**LAPTOP, locale=LOCALES[language])

    returned, receipts = whole_day.hold(day, installed[1], screen, tmp_path / "meeting.xlsx")
    day.organizer.page.goto(f"{day.organizer.url}/desk/{DESTROYED}/shredding")
    day.inspector.look(day.organizer.page, "the record of destruction")

    assert day.inspector.faults == {}
    assert set(ALSO_DARK) < set(day.inspector.seen)
    assert receipts > whole_day.EARLY
    assert returned == receipts + len(whole_day.PAPERS)
    with installed[1].database.transaction() as session:
        found = opening.outcome(session, round_id=HELD)
    assert [(line.void, line.blank) for line in found.returns] == [(0, 1), (0, 0), (1, 0)]
    assert [(line.cast, sum(line.void)) for line in found.paper] == [(3, 0), (0, 0), (7, 1)]
