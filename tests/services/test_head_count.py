"""More ballots in the box than people in the hall."""

from dataclasses import replace

import pytest

from appraisal.domain import errors
from appraisal.domain.lifecycle import Act
from appraisal.services import conduct, opening, reconciling
from appraisal.services.finished import finished
from appraisal.storage import audit
from tests.factories import BOTH, SCRUTINEER, make_plan
from tests.organizer import OBJECTIONS_UNTIL
from tests.services.test_conduct import vote

REASON = "两位代表迟到，没有计入实到"


def attended(present):
    """A plan whose meeting so many people attended."""
    plan = make_plan()
    return replace(plan, meeting=replace(plan.meeting, present=present))


@pytest.fixture
def counted(database, open_round):
    """Hold a meeting of so many people, at which three ballots are cast, until its slips are counted."""

    def make(present):
        made = open_round(attended(present))
        vote(database, made.codes("A")[:3])
        given = {"round_id": made.id, "actor": BOTH}
        slips = [{"unused": 2, "spoiled": 0}, {"unused": 7, "spoiled": 0}]
        with database.transaction() as session:
            conduct.close(session, **given)
            opening.open_box(session, cards=made.cards, **given)
            reconciling.reconcile(session, round_id=made.id, counts=slips, actor=SCRUTINEER)
        return made

    return make


def publish(database, made, reason=""):
    with database.transaction() as session:
        conduct.publish(
            session, round_id=made.id, actor=BOTH, objections_until=OBJECTIONS_UNTIL, reason=reason
        )
        return audit.last(session, Act.PUBLISH, made.id).detail


def warnings(database, made):
    with database.reading() as session:
        return [warning.render(str) for warning in finished(session, round_id=made.id)[0].warnings]


@pytest.mark.parametrize("present", [None, 3, 4])
def test_a_box_with_no_more_ballots_than_people_is_published(database, counted, present):
    told = publish(database, counted(present), REASON)

    assert {"cast", "present", "reason"} & told.keys() == set()


@pytest.mark.parametrize("reason", ["", "　 "])
def test_more_ballots_than_people_are_not_published_without_a_reason(database, counted, reason):
    with pytest.raises(errors.MoreBallotsThanPeople, match="票箱中有 3 张选票，多于实到的 2 人。"):
        publish(database, counted(2), reason)


def test_people_counted_in_the_hall_take_the_place_of_those_foreseen(database, counted):
    made = counted(4)
    with database.transaction() as session:
        conduct.find(session, made.id).present = 2

    with pytest.raises(errors.MoreBallotsThanPeople, match="多于实到的 2 人"):
        publish(database, made)
    with database.reading() as session:
        assert finished(session, round_id=made.id)[0].returns.present == 2


def test_the_reason_is_kept_in_the_log(database, counted):
    told = publish(database, counted(2), f" {REASON}")

    assert (told["cast"], told["present"], told["reason"]) == (3, 2, REASON)


def test_the_result_tells_of_the_surplus_before_publishing_and_why_after(database, counted):
    made = counted(2)

    before = warnings(database, made)
    publish(database, made, REASON)
    after = warnings(database, made)

    assert before[0] == "收回 3 张，多于实到 2 人。请查明原因。"
    assert after[0] == f"收回 3 张，多于实到 2 人。原因：{REASON}"
