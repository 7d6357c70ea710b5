"""Counting the paper."""

import io
import json
from datetime import date

import pytest

from appraisal.domain import errors
from appraisal.services import archive, conduct, issuing, opening, reconciling, rehearsing
from appraisal.services.reconciling import SlipState
from appraisal.verifying.report import Status
from appraisal.verifying.verify import verify
from tests.factories import BOTH, ORGANIZER, PEPPER, SCRUTINEER, draft, seal
from tests.services.test_conduct import vote
from tests.verifying.damage import unpacked


@pytest.fixture
def closed(database, open_round):
    """Five slips of class A, two used, one spoiled; seven of class B, none used."""
    made = open_round()
    vote(database, made.codes("A")[:2])
    spoiled = next(slip for slip in made.slips if slip.code.printed == made.codes("A")[2])
    with database.transaction() as session:
        given = {"round_id": made.id, "actor": BOTH}
        made.spoiled = spoiled.code.printed
        issuing.replace(session, digest=spoiled.code.digest(PEPPER), pepper=PEPPER, **given)
        conduct.close(session, **given)
    return made


def reconcile(database, made, *counts, actor=SCRUTINEER):
    with database.transaction() as session:
        counted = [{"unused": unused, "spoiled": spoiled} for unused, spoiled in counts]
        return reconciling.reconcile(session, round_id=made.id, counts=counted, actor=actor)


def test_what_is_missing_is_worked_out(database, closed):
    lines = reconcile(database, closed, (2, 1), (7, 0))

    found = [(line.printed, line.cast, line.unused, line.spoiled, line.not_returned) for line in lines]
    assert found == [(6, 2, 2, 1, 1), (7, 0, 7, 0, 0)]


def test_slips_exchanged_by_two_are_counted_apart(database, closed):
    with database.reading() as session:
        lines = reconciling.sheet(session, round_id=closed.id)

    assert [line.replaced for line in lines] == [1, 0]


def test_batches_cancelled_before_voting_are_told_and_those_of_a_rehearsal_are_not(database):
    with database.transaction() as session:
        number = draft(session).id
        given = {"round_id": number, "actor": ORGANIZER}
        rehearsing.begin(session, **given)
        issuing.issue(session, pepper=PEPPER, **given)
        issuing.void(session, **given)
        rehearsing.wipe(session, **given)
        seal(session, number)
        issuing.issue(session, pepper=PEPPER, **given)
        issuing.void(session, round_id=number, actor=BOTH)

        assert reconciling.cancelled(session, round_id=number) == (12,)


def test_more_paper_than_was_printed_is_refused(database, closed):
    with pytest.raises(errors.SlipsOutOfBalance, match="A票印制 6 条，票箱中已有 2 张，手中不可能还有 5 条"):
        reconcile(database, closed, (4, 1), (7, 0))


def test_before_it_is_counted_nothing_is_claimed(database, closed):
    with database.reading() as session:
        lines = reconciling.sheet(session, round_id=closed.id)

    assert [(line.unused, line.not_returned) for line in lines] == [(None, None)] * 2


def test_only_the_scrutineer_counts(database, closed):
    with pytest.raises(errors.RoleRefused, match="由监票人进行"):
        reconcile(database, closed, (2, 1), (7, 0), actor=ORGANIZER)


def test_a_slip_brought_back_tells_what_it_is(database, closed):
    used, unused = closed.codes("A")[0], closed.codes("B")[0]

    with database.reading() as session:
        found = [
            reconciling.check_slip(session, round_id=closed.id, typed=typed, pepper=PEPPER)
            for typed in (used, unused, closed.spoiled, "0000-0000-0000-0")
        ]

    assert found == [
        (SlipState.USED, "A"),
        (SlipState.UNUSED, "B"),
        (SlipState.SPOILED, "A"),
        (SlipState.UNKNOWN, ""),
    ]


def test_no_slip_is_looked_up_while_voting_runs(database, open_round):
    made = open_round()

    with database.reading() as session, pytest.raises(errors.StateRefused):
        reconciling.check_slip(session, round_id=made.id, typed=made.codes("A")[0], pepper=PEPPER)


def test_nothing_is_published_before_the_paper_is_counted(database, closed):
    with database.transaction() as session:
        opening.open_box(session, round_id=closed.id, cards=closed.cards, actor=ORGANIZER)

    with database.transaction() as session, pytest.raises(errors.NotReady, match="选票条清点"):
        conduct.publish(session, round_id=closed.id, actor=BOTH, objections_until=None)


def test_the_count_of_the_paper_is_in_the_archive_and_is_checked_there(database, closed):
    given = {"round_id": closed.id, "actor": BOTH}
    reconcile(database, closed, (2, 1), (7, 0))
    with database.transaction() as session:
        opening.open_box(session, cards=closed.cards, **given)
        conduct.publish(session, objections_until=date(2026, 12, 1), **given)

    out = io.BytesIO()
    with database.reading() as session:
        archive.write(session, out, round_id=closed.id)
    report = verify(out.getvalue())

    told = json.loads(unpacked(out.getvalue())["returns.json"])["reconciliation"]
    assert told == [
        {"not_returned": 1, "printed": 6, "spoiled": 1, "unused": 2},
        {"not_returned": 0, "printed": 7, "spoiled": 0, "unused": 7},
    ]
    assert {check.number: check.status for check in report.checks}["V8"] is Status.OK
    assert {check.number: check.status for check in report.checks}["V12"] is Status.OK
