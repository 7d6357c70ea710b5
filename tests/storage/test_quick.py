"""What SQLite says directly is what it says through SQLAlchemy, value for value."""

import sqlite3

import pytest

from appraisal.ballotbox import box
from appraisal.domain.errors import Busy
from appraisal.services import accounts, consent, people, voting
from appraisal.storage import queries
from tests.factories import PEPPER, OpenRound

ASKED = {
    "booth": (voting.BOOTH, "digest"),
    "joined rounds": (voting.JOINED_ROUNDS,),
    "titles": (queries.OPEN_TITLES,),
    "glimpse": (queries.GLIMPSE, "round_id"),
    "turnout": (queries.TURNOUT, "round_id"),
    "seated": (queries.SEATED, "round_id"),
    "cards": (queries.MADE, "round_id"),
    "standing": (box.STANDING, "round_id"),
    "login": (accounts.LOGIN, "account_id"),
    "acting": (people.ACTING, "round_id", "account_id"),
    "pending": (consent.PENDING, "round_id"),
}


@pytest.fixture
def known(database):
    """What stands for the names in the questions."""
    with database.transaction() as session:
        made = OpenRound(session)
    digest = made.slips[0].code.digest(PEPPER)
    return {"round_id": made.id, "account_id": 1, "digest": digest}


@pytest.mark.parametrize("what", ASKED)
def test_a_row_has_the_same_names_and_values(database, known, what):
    query, *names = ASKED[what]
    values = {name: known[name] for name in names}

    with database.reading() as session, database.glancing() as quick:
        expected = session.connection().execute(query, values).all()
        found = quick.execute(query, values).all()

    assert [named(row) for row in found] == [named(row) for row in expected]
    assert [tuple(row) for row in found] == [tuple(row) for row in expected]
    assert [list(map(type, row)) for row in found] == [list(map(type, row)) for row in expected]


def named(row):
    """The values that have a name of their own; a count has none."""
    return {name: value for name, value in row._asdict().items() if not name.startswith(("_", "anon"))}


def test_what_fails_is_rolled_back_and_its_connection_closed(database, known):
    def work(quick):
        quick.execute(box.SPEND, {"spent_digest": known["digest"], "of_round": known["round_id"]})
        raise sqlite3.OperationalError("disk I/O error")

    with pytest.raises(Busy):
        database.together(work)

    with database.glancing() as quick:
        assert quick.execute(box.IS_SPENT, {"digest": known["digest"]}).scalar() is False
