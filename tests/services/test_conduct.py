"""Running the meeting."""

import secrets

import pytest

from appraisal.domain import errors
from appraisal.domain.lifecycle import State
from appraisal.services import conduct, issuing, keys, setup, voting
from appraisal.storage import audit
from tests.factories import ACTOR, PEPPER, all_marked, make_class, make_plan


def vote(database, codes):
    for code in codes:
        with database.transaction() as session:
            booth = voting.enter(session, typed=code, pepper=PEPPER)
            voting.cast(session, booth=booth, marks=all_marked(booth.sheet), nonce=secrets.token_bytes(16))


def act(database, function, made, **details):
    with database.transaction() as session:
        return function(session, round_id=made.id, actor=ACTOR, **details)


def turnout(database, made):
    with database.reading() as session:
        return conduct.turnout(session, round_id=made.id)


def drafted(database, plan=None):
    with database.transaction() as session:
        return setup.create(session, plan=plan or make_plan(), actor=ACTOR)


def test_a_round_without_card_and_slips_does_not_open(database):
    made = drafted(database)

    with pytest.raises(errors.NotReady, match="制作钥匙卡、印制选票条"):
        act(database, conduct.open_voting, made)


def test_opening_freezes_the_form(database, open_round):
    made = open_round()

    with database.reading() as session:
        voting_round = conduct.find(session, made.id)

    assert (voting_round.state, len(voting_round.form_hash)) == (State.OPEN, 32)
    with pytest.raises(errors.StateRefused):
        act(database, setup.replace_plan, made, plan=make_plan(subjects=4))


def test_two_rounds_of_the_same_plan_have_different_forms(database, open_round):
    first, second = open_round(), open_round()

    with database.reading() as session:
        hashes = {conduct.find(session, made.id).form_hash for made in (first, second)}

    assert len(hashes) == 2


def test_turnout_is_rounded_down_until_all_are_in(database, open_round):
    made = open_round()
    seen = []
    for codes in (made.codes("A")[:4], made.codes("B")[:2], made.codes("B")[2:6]):
        vote(database, codes)
        found = turnout(database, made)
        seen.append((found.returned, found.issued, found.rounded))

    assert seen == [(0, 10, True), (5, 10, True), (10, 10, False)]


def test_small_classes_cannot_be_watched_nor_subtracted(database, open_round):
    classes = (make_class("A", 20, 3), make_class("B", 30, 10), make_class("C", 50, 40))
    made = open_round(make_plan(classes=classes))
    vote(database, made.codes("C")[:12])

    shown = [line.returned for line in turnout(database, made).classes]

    assert shown == [None, None, 10]


def test_closing_fixes_the_board_and_cancels_what_was_not_used(database, open_round):
    made = open_round()
    vote(database, made.codes("A")[:3])

    closed = act(database, conduct.close, made)
    found = turnout(database, made)

    assert (closed.state, len(closed.board_root), found.returned, found.rounded) == (
        State.CLOSED,
        32,
        3,
        False,
    )
    with pytest.raises(errors.RoundClosed):
        vote(database, made.codes("B")[:1])


def test_nothing_is_closed_twice(database, open_round):
    made = open_round()
    act(database, conduct.close, made)

    with pytest.raises(errors.StateRefused):
        act(database, conduct.close, made)


@pytest.mark.parametrize(
    ("issued", "refusal"),
    [((1, 6), errors.ReturnsOutOfBalance), ((4, 8), errors.IssuedMoreThanPrinted)],
)
def test_numbers_that_contradict_the_box_are_refused(database, open_round, issued, refusal):
    made = open_round()
    vote(database, made.codes("A")[:2])
    act(database, conduct.close, made)

    with pytest.raises(refusal):
        act(database, conduct.state_issued, made, issued=issued)


def test_a_used_spare_slip_must_be_accounted_for(database, open_round):
    made = open_round()
    vote(database, made.codes("A"))  # four planned, one spare
    act(database, conduct.close, made)

    with database.reading() as session, pytest.raises(errors.ReturnsOutOfBalance, match="A票收回 5 张"):
        voting_round = conduct.find(session, made.id)
        conduct.require_balance(session, voting_round, conduct.issued_per_class(voting_round))

    stated = act(database, conduct.state_issued, made, issued=(5, 6))
    assert conduct.issued_per_class(stated) == (5, 6)


def test_every_act_is_in_the_log_and_no_vote_is(database, open_round):
    made = open_round()
    vote(database, made.codes("A")[:2])
    act(database, conduct.close, made)

    with database.reading() as session:
        acts = [entry.act for entry in audit.entries(session)]
        broken = audit.first_break(session)

    assert (acts, broken) == (["create", "make-keys", "issue-slips", "open", "close"], None)


def test_codes_are_printed_once_and_may_only_be_cancelled(database):
    made = drafted(database)
    slips = act(database, issuing.issue, made, pepper=PEPPER)

    with pytest.raises(errors.CodesAlreadyIssued):
        act(database, issuing.issue, made, pepper=PEPPER)
    cancelled = act(database, issuing.void, made)
    reprinted = act(database, issuing.issue, made, pepper=PEPPER)

    assert (cancelled, len(reprinted)) == (len(slips), 12)  # 4 + 6, and one spare of each class
    with database.reading() as session, pytest.raises(errors.CodeUnknown):
        voting.enter(session, typed=slips[0].code.printed, pepper=PEPPER)


def test_slips_of_a_class_with_recusals_name_every_unit_once(database):
    made = drafted(database, make_plan(classes=(make_class("A", 100, 6, recuses_own=True),)))

    slips = act(database, issuing.issue, made, pepper=PEPPER)

    named = sorted(slip.recused for slip in slips if slip.recused is not None)
    assert (named, len(slips)) == ([0, 0, 1, 1, 2, 2], 7)


def test_slips_are_not_in_list_order(database):
    made = drafted(database, make_plan(subjects=10, classes=(make_class("A", 100, 100, recuses_own=True),)))

    slips = act(database, issuing.issue, made, pepper=PEPPER)

    order = [slip.recused for slip in slips if slip.recused is not None]
    assert order != list(range(10)) * 10


def test_a_corrected_plan_cancels_printed_codes(database):
    made = drafted(database)
    act(database, issuing.issue, made, pepper=PEPPER)

    act(database, setup.replace_plan, made, plan=make_plan(subjects=5, title="更正后的评议"))

    with database.reading() as session:
        (appraisal,) = conduct.appraisals(session)
        missing = [str(each) for each in conduct.missing(session, appraisal.rounds[0])]
    assert (appraisal.title, missing) == ("更正后的评议", ["制作钥匙卡", "印制选票条"])


def test_the_card_is_made_once_unless_it_is_replaced_before_voting(database):
    made = drafted(database)
    first = act(database, keys.make_card, made)

    with pytest.raises(errors.KeysAlreadyMade):
        act(database, keys.make_card, made)
    second = act(database, keys.replace_card, made)

    assert first.printed != second.printed
