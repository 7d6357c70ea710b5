"""Running the meeting."""

import secrets

import pytest

from appraisal.domain import errors
from appraisal.domain.lifecycle import State
from appraisal.services import conduct, issuing, setup, stating, voting
from appraisal.storage import audit
from tests.factories import BOTH, ORGANIZER, PEPPER, SealedRound, all_marked, draft, make_class, make_plan


def vote(database, codes):
    for code in codes:
        with database.transaction() as session:
            booth = voting.enter(session, typed=code, pepper=PEPPER)
            voting.cast(session, booth=booth, marks=all_marked(booth.sheet), nonce=secrets.token_bytes(16))


def act(database, function, made, **details):
    with database.transaction() as session:
        return function(session, round_id=made.id, **{"actor": BOTH, **details})


def turnout(database, made):
    with database.reading() as session:
        return conduct.turnout(session, round_id=made.id)


def drafted(database, plan=None):
    with database.transaction() as session:
        return draft(session, plan)


def sealed(database, plan=None):
    with database.transaction() as session:
        return SealedRound(session, plan)


def test_a_round_without_slips_does_not_open(database):
    made = sealed(database)

    with pytest.raises(errors.NotReady, match="印制选票条"):
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
        act(database, stating.state_issued, made, issued=issued)


def test_a_used_spare_slip_must_be_accounted_for(database, open_round):
    made = open_round()
    vote(database, made.codes("A"))  # four planned, one spare
    act(database, conduct.close, made)

    with database.reading() as session, pytest.raises(errors.ReturnsOutOfBalance, match="A票收回 5 张"):
        voting_round = conduct.find(session, made.id)
        conduct.require_balance(session, voting_round, conduct.issued_per_class(voting_round))

    stated = act(database, stating.state_issued, made, issued=(5, 6))
    assert conduct.issued_per_class(stated) == (5, 6)


def test_every_act_is_in_the_log_and_no_vote_is(database, open_round):
    made = open_round()
    vote(database, made.codes("A")[:2])
    act(database, conduct.close, made)

    with database.reading() as session:
        acts = [entry.act for entry in audit.entries(session)]
        broken = audit.first_break(session)

    made_ready = ["create", "assign", "make-card", "make-card", "drill", "acknowledge", "seal", "issue-slips"]
    assert (acts, broken) == ([*made_ready, "open", "close"], None)


def test_codes_are_printed_once_and_may_only_be_cancelled(database):
    made = sealed(database)
    slips = act(database, issuing.issue, made, pepper=PEPPER)

    with pytest.raises(errors.CodesAlreadyIssued):
        act(database, issuing.issue, made, pepper=PEPPER)
    cancelled = act(database, issuing.void, made)
    reprinted = act(database, issuing.issue, made, pepper=PEPPER)

    assert (cancelled, len(reprinted)) == (len(slips), 12)  # 4 + 6, and one spare of each class
    with database.reading() as session, pytest.raises(errors.CodeUnknown):
        voting.enter(session, typed=slips[0].code.printed, pepper=PEPPER)


def test_slips_of_a_class_with_recusals_name_every_unit_once(database):
    made = sealed(database, make_plan(classes=(make_class("A", 100, 6, recuses_own=True),)))

    slips = act(database, issuing.issue, made, pepper=PEPPER)

    named = sorted(slip.recused for slip in slips if slip.recused is not None)
    assert (named, len(slips)) == ([0, 0, 1, 1, 2, 2], 7)


def test_slips_are_not_in_list_order(database):
    made = sealed(database, make_plan(subjects=10, classes=(make_class("A", 100, 100, recuses_own=True),)))

    slips = act(database, issuing.issue, made, pepper=PEPPER)

    order = [slip.recused for slip in slips if slip.recused is not None]
    assert order != list(range(10)) * 10


def test_a_plan_is_corrected_in_draft_only(database):
    made = drafted(database)
    corrected = make_plan(subjects=5, title="更正后的评议")

    act(database, setup.replace_plan, made, plan=corrected, actor=ORGANIZER)

    with database.reading() as session:
        (appraisal,) = conduct.appraisals(session)
        missing = [str(each) for each in conduct.missing(session, appraisal.rounds[0])]
    unread = "逐条看过规则检查的提醒，勾“知道了”（还有 6 条）"
    assert (appraisal.title, missing) == ("更正后的评议", [unread, "制作钥匙卡", "两张钥匙卡试开票箱"])


def test_a_spoiled_slip_is_exchanged_for_one_of_its_class(database, open_round):
    made = open_round()
    spoiled = next(slip for slip in made.slips if slip.voter_class == 1)

    replaced = act(database, issuing.replace, made, digest=spoiled.code.digest(PEPPER), pepper=PEPPER)

    vote(database, [replaced.code.printed])
    with database.reading() as session, pytest.raises(errors.CodeUnknown):
        voting.require_usable(voting.enter(session, typed=spoiled.code.printed, pepper=PEPPER))
    assert (replaced.voter_class, turnout(database, made).classes[1].printed) == (1, 8)


def test_a_used_slip_is_not_exchanged(database, open_round):
    made = open_round()
    used = made.slips[0]
    vote(database, [used.code.printed])

    with pytest.raises(errors.SlipNotReplaceable):
        act(database, issuing.replace, made, digest=used.code.digest(PEPPER), pepper=PEPPER)


@pytest.mark.parametrize("function", [conduct.open_voting, conduct.close])
def test_an_act_of_two_is_refused_to_one(database, open_round, function):
    made = sealed(database) if function is conduct.open_voting else open_round()

    with pytest.raises(errors.NeedsTwo):
        act(database, function, made, actor=ORGANIZER)
