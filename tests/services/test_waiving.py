"""Two people may do without a protection of the few, and everybody is told."""

from dataclasses import replace

import pytest

from appraisal.domain.errors import NeedsTwo, NotReady, StateRefused, WaiverRefused
from appraisal.domain.waiver import NOTHING_WAIVED, Waiver
from appraisal.services import cells, conduct, counting, keys, sealing, setup, waiving
from appraisal.storage import audit
from tests.factories import (
    BOTH,
    ORGANIZER,
    SCRUTINEER,
    SealedRound,
    acknowledge,
    draft,
    make_class,
    make_plan,
)

SMALL = (make_class("A", 40, 3), make_class("B", 30, 9), make_class("C", 30, 9))
RECUSING = (make_class("A", 100, 6, recuses_own=True),)
CLASSES_OF_BALLOTS = [0] * 3 + [1] * 9 + [2] * 9


@pytest.fixture
def made(database):
    """A draft with a class of three."""
    with database.transaction() as session:
        return draft(session, make_plan(classes=SMALL))


def waive(database, made, *, least=5, recusal=False, actor=BOTH):
    with database.transaction() as session:
        return waiving.waive(session, round_id=made.id, least=least, recusal=recusal, actor=actor).plan.waiver


def waiver_of(database, made):
    with database.reading() as session:
        return conduct.find(session, made.id).plan.waiver


@pytest.mark.parametrize(
    ("least", "shown"), [(5, (False, False, True)), (4, (False, False, True)), (3, (True, True, True))]
)
def test_a_class_of_three_is_shown_only_with_a_waiver(database, made, least, shown):
    waive(database, made, least=least)
    with database.reading() as session:
        plan = conduct.find(session, made.id).plan
    ballots = [[3, 2, n % 3] for n in range(len(CLASSES_OF_BALLOTS))]

    may = cells.disclosed(plan, counting.count(plan, ballots, CLASSES_OF_BALLOTS))

    assert may.columns == shown


@pytest.mark.parametrize("least", [2, 6])
def test_a_limit_nobody_may_agree_on_is_refused(database, made, least):
    with pytest.raises(WaiverRefused):
        waive(database, made, least=least)

    assert waiver_of(database, made) == NOTHING_WAIVED


@pytest.mark.parametrize("alone", [ORGANIZER, SCRUTINEER])
def test_one_person_alone_waives_nothing(database, made, alone):
    with pytest.raises(NeedsTwo):
        waive(database, made, least=3, actor=alone)

    assert waiver_of(database, made) == NOTHING_WAIVED


def test_a_waiver_is_in_the_log_with_both_names(database, made):
    waive(database, made, least=4)

    with database.reading() as session:
        last = list(audit.entries(session))[-1]
    assert (last.act, last.detail) == ("waive", {"round": made.id, "least": 4, "recusal": False})
    assert all(name in last.actor for name in BOTH.names)


def test_the_same_act_takes_a_waiver_back(database, made):
    waived, revoked = waive(database, made, least=3), waive(database, made)

    assert (waived, revoked) == (Waiver(3), NOTHING_WAIVED)


def test_a_changed_plan_ends_the_waiver(database, made):
    waive(database, made, least=3)

    with database.transaction() as session:
        plan = conduct.find(session, made.id).plan
        setup.replace_plan(session, round_id=made.id, plan=replace(plan), actor=ORGANIZER)

    assert waiver_of(database, made) == NOTHING_WAIVED


def test_a_sealed_round_waives_nothing_more(database):
    with database.transaction() as session:
        sealed = SealedRound(session, make_plan(classes=SMALL))

    with pytest.raises(StateRefused):
        waive(database, sealed, least=3)


def test_recusals_that_name_a_voter_are_sealed_only_with_a_waiver(database):
    with database.transaction() as session:
        made = draft(session, make_plan(classes=RECUSING))
        cards = [
            keys.make_card(session, round_id=made.id, actor=holder).printed
            for holder in (ORGANIZER, SCRUTINEER)
        ]
        keys.drill(session, round_id=made.id, cards=cards, actor=ORGANIZER)
        acknowledge(session, made.id)

        with pytest.raises(NotReady, match="两人同意使用会认出人的回避选票（A票），或改正方案"):
            sealing.seal(session, round_id=made.id, actor=BOTH)

        waiving.waive(session, round_id=made.id, least=5, recusal=True, actor=BOTH)
        acknowledge(session, made.id)
        assert sealing.missing(made) == ()


def test_where_no_recusal_names_a_voter_there_is_none_to_agree_on(database, made):
    assert waive(database, made, least=4, recusal=True) == Waiver(4)
