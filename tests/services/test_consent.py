"""Two people for one act: one proposes, the other confirms."""

import pytest

from appraisal.domain import errors
from appraisal.domain.lifecycle import Act, State
from appraisal.domain.roles import Role
from appraisal.services import conduct, consent, logbook, people
from appraisal.storage import audit
from tests.factories import ORGANIZER, account
from tests.organizer import QUICK

NOW = 1_800_000_000
PASSWORD = "a word nobody guesses"


@pytest.fixture
def made(database, open_round):
    """An open round whose two people have a password."""
    found = open_round()
    with database.transaction() as session:
        for name in ("organizer", "scrutineer", "stranger"):
            account(session, name).password_hash = QUICK.hash(PASSWORD)
    return found


@pytest.fixture
def ids(database, made):
    with database.reading() as session:
        return {name: account(session, name).id for name in ("organizer", "scrutineer", "stranger")}


def propose(database, made, who, act=Act.CLOSE, now=NOW):
    with database.transaction() as session:
        consent.propose(session, round_id=made.id, act=act, account_id=who, now=now, detail={"days": 7})


def confirm(database, made, who, password=PASSWORD, now=NOW + 599, seen=""):
    with database.transaction() as session:
        return consent.confirm(
            session, round_id=made.id, account_id=who, password=password, now=now, seen=seen
        )


@pytest.mark.parametrize("order", [("organizer", "scrutineer"), ("scrutineer", "organizer")])
def test_either_proposes_and_the_other_confirms(database, made, ids, order):
    propose(database, made, ids[order[0]])

    agreed = confirm(database, made, ids[order[1]])

    assert (agreed.act, agreed.detail, agreed.actor.names) == (Act.CLOSE, {"days": 7}, order)
    assert agreed.actor.is_two


def test_what_was_agreed_on_can_be_done(database, made, ids):
    propose(database, made, ids["organizer"])
    agreed = confirm(database, made, ids["scrutineer"])

    with database.transaction() as session:
        closed = conduct.close(session, round_id=made.id, actor=agreed.actor)
        last = list(audit.entries(session))[-1]

    assert (closed.state, last.actor, last.act) == (State.CLOSED, "organizer、scrutineer", "close")


def test_a_consent_keeps_the_last_act_that_was_on_the_page(database, made, ids):
    propose(database, made, ids["organizer"])
    with database.reading() as session:
        seen = logbook.head(session)

    confirm(database, made, ids["scrutineer"], seen=seen)

    with database.reading() as session:
        *_, proposed, confirmed = audit.entries(session)
    assert proposed.hash.hex()[:16] == seen
    assert (confirmed.actor, confirmed.act) == ("scrutineer", "confirm")
    assert confirmed.detail == {"round": made.id, "proposed": "close", "seen": seen}


def test_nobody_confirms_the_own_proposal(database, made, ids):
    propose(database, made, ids["organizer"])

    with pytest.raises(errors.SamePerson):
        confirm(database, made, ids["organizer"])


def test_a_wrong_password_agrees_to_nothing(database, made, ids):
    propose(database, made, ids["organizer"])

    with pytest.raises(errors.LoginRefused):
        confirm(database, made, ids["scrutineer"], password="something else entirely")
    assert confirm(database, made, ids["scrutineer"]).act == Act.CLOSE


def test_to_a_stranger_the_round_does_not_exist(database, made, ids):
    propose(database, made, ids["organizer"])

    with pytest.raises(errors.NotFound):
        confirm(database, made, ids["stranger"])


def test_an_observer_is_not_the_second_person(database, made, ids):
    with database.transaction() as session:
        session.add(people.Member(round_id=made.id, account_id=ids["stranger"], role=Role.OBSERVER))
    propose(database, made, ids["organizer"])

    with pytest.raises(errors.NeedsTwo):
        confirm(database, made, ids["stranger"])


def test_a_proposal_is_used_once_and_waits_ten_minutes(database, made, ids):
    propose(database, made, ids["organizer"])
    with pytest.raises(errors.ProposalGone):
        confirm(database, made, ids["scrutineer"], now=NOW + 600)
    propose(database, made, ids["organizer"], now=NOW + 700)
    confirm(database, made, ids["scrutineer"], now=NOW + 800)

    with pytest.raises(errors.ProposalGone):
        confirm(database, made, ids["scrutineer"], now=NOW + 801)


def test_two_acts_do_not_wait_at_once(database, made, ids):
    propose(database, made, ids["organizer"])

    with pytest.raises(errors.ProposalWaiting, match="“截止投票”正在等待确认"):
        propose(database, made, ids["scrutineer"], act=Act.ABANDON)


def test_an_act_out_of_turn_is_not_even_proposed(database, made, ids):
    with pytest.raises(errors.StateRefused):
        propose(database, made, ids["organizer"], act=Act.PUBLISH)


def test_the_organizer_closes_alone_when_nobody_answered(database, made, ids):
    propose(database, made, ids["organizer"])

    with database.transaction() as session, pytest.raises(errors.ProposalGone):
        consent.go_alone(session, round_id=made.id, account_id=ids["organizer"], now=NOW + 599)
    with database.transaction() as session:
        agreed = consent.go_alone(session, round_id=made.id, account_id=ids["organizer"], now=NOW + 600)
        conduct.close(session, round_id=made.id, actor=agreed.actor, reason="监票人离场")
        last = list(audit.entries(session))[-1]

    assert (last.actor, last.detail["alone"]) == ("organizer", "监票人离场")


def test_either_may_take_a_proposal_back(database, made, ids):
    propose(database, made, ids["organizer"])

    with database.transaction() as session:
        consent.withdraw(session, round_id=made.id, account_id=ids["scrutineer"])

    with database.reading() as session:
        assert consent.pending(session, round_id=made.id, now=NOW) is None


def test_two_at_one_terminal_are_two_people(database, made):
    with database.reading() as session:
        both = consent.two(
            session,
            round_id=made.id,
            names=("organizer", "scrutineer"),
            passwords=(PASSWORD, PASSWORD),
        )
        with pytest.raises(errors.SamePerson):
            consent.two(session, round_id=made.id, names=("organizer",) * 2, passwords=(PASSWORD, PASSWORD))

    assert both.is_two


def test_nobody_is_two_things_to_a_round(database, made, ids):
    with database.transaction() as session:
        found = people.acting(session, round_id=made.id, account_id=ids["scrutineer"])
        with pytest.raises(errors.StateRefused):
            people.assign(session, round_id=made.id, name="scrutineer", role=Role.ORGANIZER, actor=ORGANIZER)

    assert found.roles == (Role.SCRUTINEER,)
