"""Destroying ballots and keys: after the objections, completely, and nothing that was published goes."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from appraisal.domain import errors
from appraisal.domain.lifecycle import State
from appraisal.services import board, conduct, opening, reconciling, shredding
from appraisal.storage import audit, hygiene
from appraisal.storage.models import Ballot, Card, Credential, KeyWrap
from tests.factories import BOTH, ORGANIZER, SCRUTINEER
from tests.services.test_conduct import vote

UNTIL = date(2026, 12, 1)
LATER = UNTIL + timedelta(days=1)


@pytest.fixture
def closed(database, open_round):
    made = open_round()
    vote(database, made.codes("A")[:3] + made.codes("B")[:4])
    with database.transaction() as session:
        conduct.close(session, round_id=made.id, actor=BOTH)
    return made


@pytest.fixture
def published(database, closed):
    counts = [{"unused": 2, "spoiled": 0}, {"unused": 2, "spoiled": 1}]
    with database.transaction() as session:
        opening.open_box(session, round_id=closed.id, cards=closed.cards, actor=ORGANIZER)
        reconciling.reconcile(session, round_id=closed.id, counts=counts, actor=SCRUTINEER)
        conduct.publish(session, round_id=closed.id, actor=BOTH, objections_until=UNTIL)
    return closed


def shred(database, made, today=LATER, actor=BOTH):
    with database.transaction() as session:
        return shredding.shred(session, round_id=made.id, actor=actor, today=today)


def left(database):
    with database.reading() as session:
        tables = (Ballot, Credential, KeyWrap, Card)
        return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def test_nothing_is_destroyed_while_objections_may_come(database, published):
    before = left(database)

    with pytest.raises(errors.TooEarlyToShred, match="异议期到 2026-12-01 为止"):
        shred(database, published, today=UNTIL)

    assert left(database) == before


def test_ballots_codes_and_keys_go(database, published):
    before = left(database)

    shredded = shred(database, published)

    assert (before, left(database)) == ([7, 12, 1, 2], [0, 0, 0, 0])
    assert (shredded.state, shredded.public_key) == (State.SHREDDED, None)


def test_no_sealed_ballot_is_left_in_the_files(database, published):
    with database.reading() as session:
        sealed = session.scalars(select(Ballot.sealed)).all()
    before = [ballot in files(database) for ballot in sealed]

    shred(database, published)
    hygiene.scrub(database)

    assert before == [True] * 7  # what is looked for was there
    assert [ballot in files(database) for ballot in sealed] == [False] * 7


def files(database):
    return b"".join(path.read_bytes() for path in database.path.parent.iterdir())


def test_board_counts_and_result_stay(database, published):
    with database.reading() as session:
        before = _kept(session, published.id)

    shred(database, published)

    with database.reading() as session:
        assert _kept(session, published.id) == before


def test_one_person_destroys_nothing(database, published):
    with pytest.raises(errors.NeedsTwo):
        shred(database, published, actor=ORGANIZER)


def test_the_log_tells_what_was_destroyed_and_by_whom(database, published):
    shred(database, published)

    with database.reading() as session:
        last = list(audit.entries(session))[-1]
    assert (last.actor, last.act) == ("organizer、scrutineer", "shred")
    assert last.detail == {"round": published.id, "ballots": 7, "wraps": 1, "slips": 12}


def test_a_box_that_is_given_up_never_has_a_result(database, closed):
    with database.transaction() as session:
        shredding.abandon(session, round_id=closed.id, actor=BOTH, reason="会议改期")

    assert left(database) == [0, 0, 0, 0]
    with database.transaction() as session, pytest.raises(errors.StateRefused):
        opening.open_box(session, round_id=closed.id, cards=closed.cards, actor=ORGANIZER)


def _kept(session, round_id):
    turnout = conduct.turnout(session, round_id=round_id)
    shown = board.show(session, round_id=round_id)
    return (
        turnout,
        shown.fingerprint,
        shown.receipts,
        shown.ballots,
        opening.outcome(session, round_id=round_id),
    )
