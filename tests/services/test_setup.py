"""Changing a plan while it is a draft."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from appraisal.domain import errors
from appraisal.domain.roles import Actor, Role
from appraisal.domain.sheet import Subject
from appraisal.services import conduct, setup
from tests.factories import ORGANIZER, make_plan, seal
from tests.factories import draft as drafted


@pytest.fixture
def draft(database):
    """Make a draft; return its number and its version."""

    def make(plan=None):
        with database.transaction() as session:
            made = drafted(session, plan)
            return made.id, setup.version(made)

    return make


def named(name):
    return Actor((name,), (Role.ORGANIZER,))


def replaced(database, round_id, plan, actor=ORGANIZER, **given):
    with database.transaction() as session:
        setup.replace_plan(session, round_id=round_id, plan=plan, actor=actor, **given)


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(database, draft):
    number, seen = draft()
    replaced(database, number, make_plan(decimals=3), actor=named("王芳"), seen=seen)

    with pytest.raises(errors.PlanChangedMeanwhile, match="王芳刚刚改过这份方案"):
        replaced(database, number, make_plan(decimals=4), actor=named("李明"), seen=seen)

    with database.reading() as session:
        assert conduct.find(session, number).plan.rule.decimals == 3


def test_a_mend_is_taken_once(database, draft):
    number, _ = draft()
    with database.transaction() as session:
        setup.mend(session, round_id=number, key="threshold", actor=ORGANIZER)

    with pytest.raises(errors.MendOutOfDate), database.transaction() as session:
        setup.mend(session, round_id=number, key="threshold", actor=ORGANIZER)

    with database.reading() as session:
        assert conduct.find(session, number).plan.rule.quorum == Fraction(2, 3)


def test_a_plan_with_an_error_is_not_sealed(database):
    plan = replace(make_plan(), subjects=(Subject("多宝镇"), Subject("多宝 镇")))
    with database.transaction() as session:
        number = drafted(session, plan).id

    with pytest.raises(errors.NotReady, match="只差空格"), database.transaction() as session:
        seal(session, number)
