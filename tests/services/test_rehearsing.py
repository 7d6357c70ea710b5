"""A rehearsal: everything as on the day, on one card, then nothing is left of it."""

import secrets

import pytest
from sqlalchemy import func, select

from appraisal.domain import errors
from appraisal.domain.lifecycle import State
from appraisal.services import conduct, issuing, keys, opening, rehearsing, sealing, setup, voting
from appraisal.storage import hygiene
from appraisal.storage.models import Ballot, Credential, KeyWrap, Result
from tests.factories import BOTH, ORGANIZER, PEPPER, all_marked, draft, make_plan, seal


@pytest.fixture
def rehearsed(database):
    """A rehearsal with two votes, counted; its card, its slips and its sealed ballots."""
    with database.transaction() as session:
        made = draft(session)
        given = {"round_id": made.id, "actor": ORGANIZER}
        card = rehearsing.begin(session, **given)
        slips = issuing.issue(session, pepper=PEPPER, **given)
        conduct.open_voting(session, **given)
        for slip in slips[:2]:
            booth = voting.enter(session, typed=slip.code.printed, pepper=PEPPER)
            voting.cast(session, booth=booth, marks=all_marked(booth.sheet), nonce=secrets.token_bytes(16))
        conduct.close(session, **given)
        opening.open_box(session, cards=[card.printed], **given)
        sealed = [*session.scalars(select(Ballot.sealed)), *session.scalars(select(Result.document))]
    return made.id, card, slips, sealed


def wipe(database, round_id):
    with database.transaction() as session:
        return rehearsing.wipe(session, round_id=round_id, actor=ORGANIZER)


def test_one_person_and_one_card_rehearse_the_whole_day(database, rehearsed):
    with database.reading() as session:
        found = conduct.find(session, rehearsed[0])
        outcome = opening.outcome(session, round_id=rehearsed[0])

    assert (found.state, found.rehearsal, outcome.returns[0].returned) == (State.OPENED, True, 2)


def test_a_rehearsal_is_wiped_and_the_plan_stays(database, rehearsed):
    counts = wipe(database, rehearsed[0])

    with database.reading() as session:
        found = conduct.find(session, rehearsed[0])
        left = [session.scalar(select(func.count()).select_from(table)) for table in (Ballot, Credential)]
        left += [session.scalar(select(func.count()).select_from(table)) for table in (Result, KeyWrap)]
    assert counts == {"ballot": 2, "sealed_reason": 0, "released_reason": 0, "credential": 12, "result": 1}
    assert (found.state, found.rehearsal, found.plan, left) == (
        State.DRAFT,
        False,
        make_plan(),
        [0, 0, 0, 0],
    )


def test_no_byte_of_a_wiped_rehearsal_is_left_in_the_files(database, rehearsed):
    round_id, _, slips, sealed = rehearsed
    traces = [*sealed, *(slip.code.digest(PEPPER) for slip in slips)]
    before = sum(trace in files(database) for trace in traces)

    wipe(database, round_id)
    hygiene.scrub(database)

    assert before == len(traces)  # what is looked for was there
    assert sum(trace in files(database) for trace in traces) == 0


def test_the_real_round_does_not_begin_while_ballots_of_a_rehearsal_lie_in_the_box(database, rehearsed):
    refused = []
    for act in (sealing.seal, conduct.open_voting, keys.make_card):
        with database.transaction() as session, pytest.raises(errors.StateRefused) as refusal:
            act(session, round_id=rehearsed[0], actor=BOTH)
        refused.append(str(refusal.value))

    wipe(database, rehearsed[0])
    with database.transaction() as session:
        seal(session, rehearsed[0])
        issuing.issue(session, round_id=rehearsed[0], pepper=PEPPER, actor=ORGANIZER)
        opened = conduct.open_voting(session, round_id=rehearsed[0], actor=BOTH)

        assert (opened.state, opened.rehearsal) == (State.OPEN, False)
        assert conduct.turnout(session, round_id=rehearsed[0]).returned == 0
    assert {text.rpartition("现在是")[2] for text in refused} == {"“演练”。"}


def test_codes_of_a_rehearsal_are_unknown_afterwards(database, rehearsed):
    wipe(database, rehearsed[0])

    with database.reading() as session, pytest.raises(errors.CodeUnknown):
        voting.enter(session, typed=rehearsed[2][5].code.printed, pepper=PEPPER)


def test_a_rehearsal_is_neither_published_nor_changed(database, rehearsed):
    with database.transaction() as session, pytest.raises(errors.StateRefused, match="现在是“演练”"):
        conduct.publish(session, round_id=rehearsed[0], actor=BOTH, objections_until=None)
    with database.transaction() as session, pytest.raises(errors.StateRefused):
        setup.replace_plan(session, round_id=rehearsed[0], plan=make_plan(), actor=ORGANIZER)


def files(database):
    return b"".join(path.read_bytes() for path in database.path.parent.iterdir())
