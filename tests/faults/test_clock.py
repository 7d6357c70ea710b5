"""The server's clock is set while people vote: nothing about a ballot hangs on it."""

import time

import pytest

from appraisal import create_app
from tests.factories import OpenRound
from tests.phone import Phone

DAY = 24 * 60 * 60


@pytest.fixture
def app(tmp_path):
    app = create_app({"APPRAISAL_DATA": tmp_path / "data", "TESTING": True})
    yield app
    app.extensions["appraisal"].database.engine.dispose()


@pytest.mark.parametrize("jump", [DAY, -DAY, 400 * DAY])
def test_a_sheet_that_was_opened_before_the_clock_was_set_is_taken(app, monkeypatch, jump):
    installed, real = app.extensions["appraisal"], time.time
    with installed.database.transaction() as session:
        code = OpenRound(session, pepper=installed.settings.pepper).codes("A")[0]
    phone = Phone(app)
    sheet = phone.sheet(code)

    monkeypatch.setattr(time, "time", lambda: real() + jump)
    sent = phone.send(sheet, 2)

    assert (sent.status_code, "R-" in phone.get("/v/done").text) == (303, True)
