"""The finished table is made once, and anew as soon as anything behind it changes."""

from dataclasses import replace

import pytest

from appraisal.domain.lifecycle import State
from appraisal.services import setup
from appraisal.services.finished import finished
from appraisal.storage.models import Result
from tests import tianmen


@pytest.fixture
def session(database):
    with database.transaction() as opened:
        yield opened


def counted(session):
    voting_round = setup.create(session, plan=tianmen.plan(), actor="organizer")
    voting_round.state = State.OPENED
    session.add(Result(round_id=voting_round.id, document=tianmen.outcome().dump(), report=None))
    session.flush()
    return voting_round


def test_the_same_result_is_made_once(session):
    voting_round = counted(session)

    first, second = (finished(session, round_id=voting_round.id) for _ in range(2))

    assert (first[0] == tianmen.table(), first[0] is second[0], first[1]) == (True, True, None)


def test_another_number_of_slips_shows_at_once(session):
    voting_round = counted(session)
    finished(session, round_id=voting_round.id)

    voting_round.issued = [28, 28, 61]

    table, _ = finished(session, round_id=voting_round.id)
    assert [line.issued for line in table.returns.by_class] == [28, 28, 61]


def test_another_outcome_shows_at_once(session):
    voting_round = counted(session)
    finished(session, round_id=voting_round.id)
    returned = tianmen.outcome().returns

    changed = replace(tianmen.outcome(), returns=(replace(returned[0], void=0), *returned[1:]), remarks=())
    session.get(Result, voting_round.id).document = changed.dump()

    table, _ = finished(session, round_id=voting_round.id)
    assert table == replace(tianmen.table(), warnings=table.warnings)
