"""A whole day with two people at two screens: nothing that matters is done by one of them alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from appraisal import create_app
from appraisal.demo import server
from appraisal.domain.lifecycle import State
from tests.browser import whole_day
from tests.browser.day import LAPTOP, LOCALES, Day, Inspector, Seat, Words
from tests.organizer import hold, make_folder

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
    return Day(*seats, Inspector(ALSO_DARK))


def test_two_people_hold_a_meeting_and_every_page_is_fit_to_be_seen(day, installed, browse, language):
    screen = browse(**LAPTOP, locale=LOCALES[language])

    returned, receipts = whole_day.hold(day, installed[1], screen)
    day.organizer.page.goto(f"{day.organizer.url}/desk/1/shredding")
    day.inspector.look(day.organizer.page, "the record of destruction")

    assert day.inspector.faults == {}
    assert set(ALSO_DARK) < set(day.inspector.seen)
    assert returned == receipts > 8
