"""A hundred codes, each posted by eight phones at once, through the whole application."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from http import HTTPStatus

from sqlalchemy import func, select

from appraisal import create_app
from appraisal.storage.models import Ballot, Credential
from tests.factories import OpenRound, make_class, make_plan
from tests.phone import Phone

PHONES = 8


def pressed(phone, sheet):
    """Press until there is an answer: on a slow disk somebody may be asked to press again."""
    while (status := phone.send(sheet, 2).status_code) == HTTPStatus.SERVICE_UNAVAILABLE:
        pass
    return status


def test_a_hundred_codes_posted_eightfold_are_a_hundred_ballots(tmp_path):
    app = create_app({"APPRAISAL_DATA": tmp_path / "data", "TESTING": True})
    installed = app.extensions["appraisal"]
    plan = make_plan(classes=(make_class("A", 100, 100),), spare_share=Fraction(0))
    with installed.database.transaction() as session:
        codes = OpenRound(session, plan, pepper=installed.settings.pepper).codes("A")
    start = threading.Barrier(PHONES)

    def hold(_):
        """Eight phones hold the same hundred sheets before the first of them sends one."""
        sheets = [(phone := Phone(app), phone.sheet(code)) for code in codes]
        start.wait()
        return Counter(pressed(phone, sheet) for phone, sheet in sheets)

    with ThreadPoolExecutor(PHONES) as hall:
        answers = sum(hall.map(hold, range(PHONES)), Counter())
    with installed.database.reading() as session:
        ballots = session.scalar(select(func.count()).select_from(Ballot))
        spent = session.scalar(select(func.count()).where(Credential.spent))
    installed.database.engine.dispose()

    assert answers == {303: 100, 409: 700}
    assert (ballots, spent) == (100, 100)
