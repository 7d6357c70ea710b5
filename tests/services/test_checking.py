"""Warnings of the rule checker are read by a person before the box is sealed."""

from __future__ import annotations

import pytest

from appraisal.domain import errors
from appraisal.services import checking, conduct, sealing, setup
from appraisal.storage import audit
from tests.factories import BOTH, OBSERVER, ORGANIZER, SCRUTINEER, SealedRound, acknowledge, draft, make_plan


@pytest.fixture
def number(database):
    with database.transaction() as session:
        return draft(session).id


def unread(database, number):
    with database.reading() as session:
        return checking.unread(conduct.find(session, number))


def ticked(database, number, marks, actor=ORGANIZER):
    with database.transaction() as session:
        return checking.acknowledge(session, round_id=number, marks=marks, actor=actor)


def test_a_tick_is_kept_with_the_name_and_written_into_the_log(database, number):
    first, *others = unread(database, number)

    ticked(database, number, [first.mark], SCRUTINEER)

    with database.reading() as session:
        last = list(audit.entries(session))[-1]
        assert checking.readers(conduct.find(session, number)) == {first.mark: "scrutineer"}
    assert (last.actor, last.act, last.detail) == (
        "scrutineer",
        "acknowledge",
        {"round": number, "warnings": [first.key]},
    )
    assert unread(database, number) == tuple(others)


def test_the_box_is_not_sealed_over_a_warning_nobody_read(database, number):
    with database.reading() as session:
        before = [str(each) for each in sealing.missing(conduct.find(session, number))]

    with database.transaction() as session:
        acknowledge(session, number)
        after = [str(each) for each in sealing.missing(conduct.find(session, number))]

    assert before == ["逐条看过规则检查的提醒，勾“知道了”（还有 5 条）", *after]


def test_other_numbers_are_another_warning(database, number):
    ticked(database, number, [found.mark for found in unread(database, number)])
    larger = make_plan(subjects=5)

    with database.transaction() as session:
        setup.replace_plan(session, round_id=number, plan=larger, actor=ORGANIZER)

    assert [found.key for found in unread(database, number)] == ["quota/none"]


def test_a_tick_at_a_warning_that_is_gone_is_refused(database, number):
    with pytest.raises(errors.FindingOutOfDate):
        ticked(database, number, ["0123456789abcdef"])

    assert len(unread(database, number)) == 5


def test_a_tick_is_given_by_the_two_and_in_draft_only(database, number):
    marks = [found.mark for found in unread(database, number)]
    with database.transaction() as session:
        sealed = SealedRound(session).id

    with pytest.raises(errors.RoleRefused):
        ticked(database, number, marks, OBSERVER)
    with pytest.raises(errors.StateRefused):
        ticked(database, sealed, [], BOTH)


def test_a_name_the_papers_cannot_show_is_a_warning():
    found = checking.findings(make_plan(title="\U000323af镇民主评议"))

    assert [each.key for each in found if each.key.startswith("rare/")] == ["rare/meeting/0"]
