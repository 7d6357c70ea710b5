"""Changing a plan while it is a draft."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from appraisal.domain import errors
from appraisal.domain.sheet import Subject
from appraisal.services import conduct, issuing, keys, setup
from tests.factories import ACTOR, PEPPER, make_class, make_plan


@pytest.fixture
def draft(database):
    """Make a draft with its slips printed; return its number and its version."""

    def make(plan=None):
        with database.transaction() as session:
            made = setup.create(session, plan=plan or make_plan(), actor=ACTOR)
            issuing.issue(session, round_id=made.id, pepper=PEPPER, actor=ACTOR)
            return made.id, setup.version(made)

    return make


def printed(database, round_id):
    with database.reading() as session:
        return sum(line.printed for line in conduct.turnout(session, round_id=round_id).classes)


def replaced(database, round_id, plan, actor=ACTOR, **given):
    with database.transaction() as session:
        setup.replace_plan(session, round_id=round_id, plan=plan, actor=actor, **given)


@pytest.mark.parametrize(
    ("plan", "left"),
    [
        (make_plan(quorum=Fraction(2, 3)), 12),
        (make_plan(subjects=4), 12),
        (make_plan(title="另一次评议"), 0),
        (make_plan(classes=(make_class("A", 40, 5), make_class("B", 60, 5))), 0),
        (make_plan(spare_share=Fraction(1, 2)), 0),
    ],
)
def test_printed_slips_stay_good_as_long_as_they_tell_the_truth(database, draft, plan, left):
    number, _ = draft()

    replaced(database, number, plan)

    assert printed(database, number) == left


def test_slips_that_name_a_unit_are_cancelled_when_its_name_changes(database, draft):
    plan = make_plan(classes=(make_class("A", 100, 3, recuses_own=True),))
    number, _ = draft(plan)

    replaced(database, number, replace(plan, subjects=(Subject("新镇"), *plan.subjects[1:])))

    assert printed(database, number) == 0


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(database, draft):
    number, seen = draft()
    replaced(database, number, make_plan(decimals=3), actor="王芳", seen=seen)

    with pytest.raises(errors.PlanChangedMeanwhile, match="王芳刚刚改过这份方案"):
        replaced(database, number, make_plan(decimals=4), actor="李明", seen=seen)

    with database.reading() as session:
        assert conduct.find(session, number).plan.rule.decimals == 3


def test_a_mend_is_taken_once(database, draft):
    number, _ = draft()
    with database.transaction() as session:
        setup.mend(session, round_id=number, key="threshold", actor=ACTOR)

    with pytest.raises(errors.MendOutOfDate), database.transaction() as session:
        setup.mend(session, round_id=number, key="threshold", actor=ACTOR)

    with database.reading() as session:
        assert conduct.find(session, number).plan.rule.quorum == Fraction(2, 3)


def test_a_plan_with_an_error_does_not_open(database):
    plan = replace(make_plan(), subjects=(Subject("多宝镇"), Subject("多宝 镇")))
    with database.transaction() as session:
        number = setup.create(session, plan=plan, actor=ACTOR).id
        keys.make_card(session, round_id=number, actor=ACTOR)
        issuing.issue(session, round_id=number, pepper=PEPPER, actor=ACTOR)

    with pytest.raises(errors.NotReady, match="只差空格"), database.transaction() as session:
        conduct.open_voting(session, round_id=number, actor=ACTOR)
