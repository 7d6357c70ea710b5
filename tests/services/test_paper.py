"""Paper ballots: handed out, entered by two, counted like any other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from appraisal.domain import errors
from appraisal.domain.entry import Entry
from appraisal.domain.roles import Actor, Role
from appraisal.domain.rule import Reasons
from appraisal.domain.void import VoidReason
from appraisal.services import (
    accounts,
    conduct,
    entering,
    issuing,
    logbook,
    opening,
    paper,
    reconciling,
    releasing,
    voting,
)
from appraisal.storage import queries
from appraisal.storage.models import SealedReason
from tests.factories import BOTH, OBSERVER, ORGANIZER, PEPPER, make_class, make_plan
from tests.services.test_conduct import vote

CLERKS = Actor(("organizer", "scrutineer"), (Role.ORGANIZER, Role.SCRUTINEER))
PLAN = make_plan(classes=(make_class("A", 40, 6, paper=2), make_class("B", 60, 6, paper=3)))
MARKED = Entry(1, None, (3, 2, -1))


def sheet(number: int = 0) -> bytes:
    return bytes([number]) * 16


@pytest.fixture
def made(open_round):
    return open_round(PLAN)


def hand_out(database, made, place, *, actor=BOTH):
    """Give a slip of a class back and take a paper ballot for it."""
    slip = next(slip for slip in made.slips if slip.voter_class == place and slip not in made.given)
    made.given.append(slip)
    digest = slip.code.digest(PEPPER)
    with database.transaction() as session:
        return paper.hand_out(session, round_id=made.id, digest=digest, actor=actor)


@pytest.fixture(autouse=True)
def given(made):
    made.given = []


def enter(database, made, first, second=None, *, number=0, actor=CLERKS):
    with database.transaction() as session:
        pair = (first, second or first)
        entering.enter(session, round_id=made.id, entries=pair, sheet=sheet(number), actor=actor)


def told(database, made):
    with database.reading() as session:
        found = paper.turnout(session, round_id=made.id)
        return found.reserve, found.out, found.entered, found.waiting


def counted(database, made):
    with database.transaction() as session:
        made.close(session)
        made.open_box(session)
        return opening.outcome(session, round_id=made.id)


def test_a_slip_given_back_becomes_a_paper_ballot_of_its_class(database, made):
    letter = hand_out(database, made, 1)

    with database.reading() as session:
        lines = queries.turnout(session, conduct.find(session, made.id))
        turnout = conduct.turnout(session, round_id=made.id)
    assert (letter, told(database, made)) == ("B", (5, 1, 0, 1))
    assert [(line.printed, line.void, line.paper_out) for line in lines] == [(7, 0, 0), (7, 1, 1)]
    assert turnout.issued == 12  # handed out does not grow


def test_the_code_given_back_is_dead(database, made):
    hand_out(database, made, 1)

    with database.reading() as session, pytest.raises(errors.CodeUnknown):
        voting.enter(session, typed=made.given[0].code.printed, pepper=PEPPER)


def test_a_slip_is_given_back_once(database, made):
    hand_out(database, made, 1)
    slip = made.given.pop()

    with database.transaction() as session, pytest.raises(errors.SlipNotReplaceable):
        paper.hand_out(session, round_id=made.id, digest=slip.code.digest(PEPPER), actor=BOTH)


def test_no_more_are_handed_out_than_were_set_aside(database, made):
    for _ in range(2):
        hand_out(database, made, 0)

    with pytest.raises(errors.PaperUsedUp, match="备用的A票纸质票已经换完"):
        hand_out(database, made, 0)

    with database.reading() as session:  # and the third slip still votes
        assert voting.enter(session, typed=made.given[-1].code.printed, pepper=PEPPER).spent is False


@pytest.mark.parametrize(("actor", "refusal"), [(ORGANIZER, errors.NeedsTwo), (OBSERVER, errors.RoleRefused)])
def test_handing_out_is_an_act_of_two(database, made, actor, refusal):
    with pytest.raises(refusal):
        hand_out(database, made, 1, actor=actor)


def test_what_two_clerks_typed_alike_is_counted(database, made):
    hand_out(database, made, 1)
    vote(database, made.codes("B")[1:3])
    enter(database, made, MARKED)

    outcome = counted(database, made)

    assert [line.valid for line in outcome.returns] == [0, 3]
    assert [(line.cast, sum(line.void)) for line in outcome.paper] == [(0, 0), (1, 0)]
    assert outcome.abstained[1][2][0] == 1


def test_a_paper_ballot_lies_in_the_box_like_any_other(database, made):
    hand_out(database, made, 1)
    vote(database, made.codes("B")[1:3])
    enter(database, made, MARKED)

    with database.reading() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT length(id), voter_class, length(sealed) FROM ballot"
        )
        assert len(set(map(tuple, rows))) == 1


def test_sent_twice_it_is_one_ballot(database, made):
    hand_out(database, made, 1)
    hand_out(database, made, 1)

    enter(database, made, MARKED)
    enter(database, made, MARKED)

    assert told(database, made) == (5, 2, 1, 1)


@pytest.mark.parametrize(
    ("second", "places"),
    [
        (replace(MARKED, answers=(3, 1, -1)), ["侨乡街道"]),
        (replace(MARKED, answers=(0, 2, 3)), ["竟陵街道", "杨林街道"]),
        (replace(MARKED, voter_class=0), ["票种"]),
        (replace(MARKED, void=VoidReason.MARKED), ["有效还是无效，及原因"]),
    ],
)
def test_a_difference_names_the_cells_and_stores_nothing(database, made, second, places):
    hand_out(database, made, 1)

    with pytest.raises(errors.EntriesDiffer) as refusal:
        enter(database, made, MARKED, second)

    assert [str(place) for place in refusal.value.places] == places
    assert told(database, made) == (5, 1, 0, 1)


def test_with_several_criteria_a_cell_is_named_by_both():
    plan = make_plan(criteria=("工作实绩", "作风建设"))
    first, second = Entry(0, None, (3, 2, 1, 0, 3, 3)), Entry(0, None, (3, 2, 1, 1, 3, 3))

    assert [str(place) for place in entering.differences(plan, first, second)] == ["侨乡街道的“作风建设”"]


def test_a_void_paper_ballot_is_returned_and_counts_nowhere(database, made):
    hand_out(database, made, 1)
    vote(database, made.codes("B")[1:3])
    enter(database, made, replace(MARKED, void=VoidReason.SEVERAL_TICKS))

    outcome = counted(database, made)

    line = outcome.returns[1]
    assert (line.valid, line.void, line.blank, line.returned) == (2, 1, 0, 3)
    assert outcome.paper[1].void == (1, 0, 0, 0, 0)
    assert sum(outcome.counts[1][0][0]) + outcome.abstained[1][0][0] == 2


def test_an_empty_paper_ballot_is_an_abstention(database, made):
    hand_out(database, made, 0)
    enter(database, made, Entry(0, None, (-1, -1, -1)))

    line = counted(database, made).returns[0]

    assert (line.valid, line.void, line.blank) == (0, 0, 1)


def test_a_ballot_nobody_gave_a_slip_for_is_not_taken(database, made):
    hand_out(database, made, 0)

    with pytest.raises(errors.PaperNotHandedOut, match="换发出去的B票纸质票已经全部录入"):
        enter(database, made, MARKED)


def test_after_closing_nothing_is_entered(database, made):
    hand_out(database, made, 1)
    with database.transaction() as session:
        made.close(session)

    with pytest.raises(errors.StateRefused):
        enter(database, made, MARKED)


def test_a_sheet_that_breaks_a_rule_is_void_or_not_taken(database, open_round):
    made = open_round(
        replace(PLAN, rule=replace(PLAN.rule, allow_all_same=False), subjects=make_plan(subjects=6).subjects)
    )
    made.given = []
    hand_out(database, made, 1)
    alike = Entry(1, None, (3,) * 6)

    with pytest.raises(errors.BallotRefused, match="同一等次"):
        enter(database, made, alike)
    enter(database, made, replace(alike, void=VoidReason.AGAINST_RULES))

    assert told(database, made) == (5, 1, 1, 0)


def test_the_own_unit_of_a_slip_goes_over_to_the_paper(database, open_round):
    made = open_round(make_plan(classes=(make_class("A", 100, 6, recuses_own=True, paper=2),)))
    made.given = []
    slip = next(slip for slip in made.slips if slip.recused == 1)
    with database.transaction() as session:
        paper.hand_out(session, round_id=made.id, digest=slip.code.digest(PEPPER), actor=BOTH)

    with pytest.raises(errors.PaperNotHandedOut):
        enter(database, made, Entry(0, 0, (-2, 2, 1)))
    enter(database, made, Entry(0, 1, (3, -2, 1)))

    assert [list(map(sum, zip(*row, strict=True))) for row in counted(database, made).not_asked] == [[1]]


def test_slips_and_paper_balance(database, made):
    vote(database, made.codes("B")[3:6])
    for _ in range(2):
        hand_out(database, made, 1)
    enter(database, made, MARKED)
    with database.transaction() as session:
        made.close(session)
        lines = reconciling.sheet(session, round_id=made.id)

    line = lines[1]
    assert (line.printed, line.cast, line.phone_cast, line.paper_cast, line.paper_out) == (7, 4, 3, 1, 2)
    assert replace(line, unused=2, spoiled=0).not_returned == 1  # the paper ballot that never came back


def test_the_log_tells_how_many_and_never_what(database, made):
    hand_out(database, made, 1)
    enter(database, made, MARKED)

    with database.reading() as session:
        acts = [(entry.act, entry.actor, entry.detail) for entry in logbook.entries(session)][-2:]

    said = {"round": made.id, "count": 1}
    assert acts == [
        ("hand-out-paper", "organizer、scrutineer", said),
        ("enter-paper", "organizer、scrutineer", said),
    ]


def test_two_clerks_are_two_accounts_of_the_round(database, made):
    with database.transaction() as session:
        for name in ("guest", "fresh"):
            accounts.create(session, name=name, password="correct horse battery", actor=ORGANIZER)
        first = queries.round_by_id(session, made.id).members[0].account
        first.password_hash = accounts.by_name(session, "guest").password_hash

        def refused(name, password="correct horse battery"):
            with pytest.raises(errors.AppraisalError) as refusal:
                entering.clerks(session, round_id=made.id, account_id=first.id, name=name, password=password)
            return type(refusal.value)

        found = [refused(first.name), refused("guest"), refused("guest", "wrong"), refused("nobody")]

    assert found == [errors.SameClerk, errors.ClerkRefused, errors.LoginRefused, errors.LoginRefused]


def test_cancelled_slips_take_their_paper_along(database, open_round):
    made = open_round(PLAN)

    with database.transaction() as session:
        gone = issuing.cancel_all(session, conduct.find(session, made.id))

    assert (gone, told(database, made)) == (14, (5, 0, 0, 0))


def test_a_paper_ballot_drops_empty_rows_where_phones_are_asked_for_reasons(database, open_round):
    made = open_round(replace(PLAN, rule=replace(PLAN.rule, reasons=Reasons.REQUIRED)))
    made.given = []
    hand_out(database, made, 1)

    enter(database, made, replace(MARKED, answers=(0, 2, -1)))

    with database.transaction() as session:
        rows = session.scalar(select(func.count()).select_from(SealedReason))
        made.close(session)
        made.open_box(session)
        found = releasing.released(session, round_id=made.id)
    assert (rows, found.reasons, found.faults) == (3, {}, {})
