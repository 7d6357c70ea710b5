"""Opening the box."""

import secrets

import pytest
from sqlalchemy import select

from appraisal.ballotbox import board
from appraisal.ballotbox.keycards import KeyCard, Role
from appraisal.domain import errors
from appraisal.domain.lifecycle import State
from appraisal.domain.sheet import Marks
from appraisal.services import conduct, opening, stating, voting
from appraisal.services.outcome import Returned
from appraisal.storage.models import Ballot, Result
from tests.factories import BOTH, ORGANIZER, PEPPER


def closed_round(database, open_round, ballots):
    """Vote `{class: [answers…]}` and close."""
    made = open_round()
    for letter, rows in ballots.items():
        for code, answers in zip(made.codes(letter), rows, strict=False):
            with database.transaction() as session:
                booth = voting.enter(session, typed=code, pepper=PEPPER)
                voting.cast(session, booth=booth, marks=Marks(answers), nonce=secrets.token_bytes(16))
    with database.transaction() as session:
        conduct.close(session, round_id=made.id, actor=BOTH)
    return made


def open_box(database, made, *cards):
    with database.transaction() as session:
        return opening.open_box(session, round_id=made.id, cards=cards or made.cards, actor=ORGANIZER)


def mistyped(card):
    return card[:-1] + ("0" if card[-1] != "0" else "1")


BALLOTS = {"A": [(3, 2, -1), (3, 1, 0)], "B": [(2, 2, 2), (3, 0, 1), (1, 1, 1)]}


def test_the_card_opens_the_box_and_the_count_is_that_of_the_ballots(database, open_round):
    made = closed_round(database, open_round, BALLOTS)

    counted = open_box(database, made)

    assert counted.counts[0] == (((0, 0, 0, 2),), ((0, 1, 1, 0),), ((1, 0, 0, 0),))
    assert counted.abstained == (((0,), (0,), (1,)), ((0,), (0,), (0,)))
    assert [line.returned for line in counted.returns] == [2, 3]


def test_what_was_counted_is_stored_and_read_back(database, open_round):
    made = closed_round(database, open_round, BALLOTS)
    counted = open_box(database, made)

    with database.reading() as session:
        stored = opening.outcome(session, round_id=made.id)
        state = conduct.find(session, made.id).state

    assert (stored, state) == (counted, State.OPENED)


def test_only_aggregates_are_kept(database, open_round):
    made = closed_round(database, open_round, BALLOTS)
    open_box(database, made)

    with database.reading() as session:
        document = session.scalars(select(Result.document)).one().decode()

    for answers in (row for rows in BALLOTS.values() for row in rows):
        assert str(list(answers)).replace(" ", "") not in document


def test_there_is_no_result_before_the_box_is_opened(database, open_round):
    made = closed_round(database, open_round, BALLOTS)

    with database.reading() as session, pytest.raises(errors.NotFound):
        opening.outcome(session, round_id=made.id)


def test_a_mistyped_card_changes_nothing(database, open_round):
    made = closed_round(database, open_round, BALLOTS)

    with pytest.raises(errors.CardMistyped):
        open_box(database, made, made.cards[0], mistyped(made.cards[1]))

    assert open_box(database, made).returns[0].returned == 2


def test_a_card_of_another_round_is_named_as_such(database, open_round):
    other = open_round()
    made = closed_round(database, open_round, BALLOTS)

    with pytest.raises(errors.CardOfAnotherRound):
        open_box(database, made, made.cards[0], other.cards[1])


def test_a_forged_card_with_the_right_keyset_opens_nothing(database, open_round):
    made = closed_round(database, open_round, BALLOTS)
    forged = KeyCard.draw(Role.SCRUTINEER, KeyCard.parse(made.cards[0]).keyset_id)

    with pytest.raises(errors.CardReplaced):
        open_box(database, made, made.cards[0], forged.printed)


def test_one_card_opens_nothing(database, open_round):
    made = closed_round(database, open_round, BALLOTS)

    with pytest.raises(errors.CardsMissing):
        open_box(database, made, made.cards[0])
    with pytest.raises(errors.CardsAlike):
        open_box(database, made, made.cards[0], made.cards[0])


def test_the_order_of_the_cards_does_not_matter(database, open_round):
    made = closed_round(database, open_round, BALLOTS)

    assert open_box(database, made, *reversed(made.cards)).returns[0].returned == 2


@pytest.mark.parametrize(
    "tamper",
    [
        lambda session, ballot: session.delete(ballot),
        lambda session, ballot: setattr(ballot, "voter_class", 1 - ballot.voter_class),
        lambda session, ballot: setattr(ballot, "sealed", bytes(len(ballot.sealed))),
        lambda session, ballot: session.add(
            Ballot(id=b"x" * 16, round_id=ballot.round_id, voter_class=0, sealed=ballot.sealed)
        ),
    ],
    ids=["removed", "moved to another class", "overwritten", "added"],
)
def test_a_box_that_was_touched_after_closing_is_not_counted(database, open_round, tamper):
    made = closed_round(database, open_round, BALLOTS)
    with database.transaction() as session:
        tamper(session, session.scalars(select(Ballot)).first())

    with pytest.raises(errors.BoxDiffers):
        open_box(database, made)


def test_what_was_put_into_the_open_box_is_listed_and_does_not_hold_up_the_count(database, open_round):
    made = open_round()
    with database.transaction() as session:
        session.add(Ballot(id=b"x" * 16, round_id=made.id, voter_class=1, sealed=b"noise"))
        conduct.close(session, round_id=made.id, actor=BOTH)

    outcome = open_box(database, made)

    assert (outcome.unopenable, outcome.returns[1]) == ((b"x".hex() * 16,), Returned(valid=0, unopenable=1))


def test_a_box_whose_result_could_not_be_shown_is_not_opened(database, open_round):
    ballots = {"A": [(3, 2, 1)] * 5, "B": []}  # four slips planned, a spare one used
    made = closed_round(database, open_round, ballots)

    with pytest.raises(errors.ReturnsOutOfBalance):
        open_box(database, made)
    with database.transaction() as session:
        stating.state_issued(session, round_id=made.id, issued=(5, 6), actor=ORGANIZER)

    assert open_box(database, made).returns[0].returned == 5


def test_the_board_is_that_of_the_receipts(database, open_round):
    made = open_round()
    receipts = []
    for code in made.codes("A"):
        with database.transaction() as session:
            booth = voting.enter(session, typed=code, pepper=PEPPER)
            cast = voting.cast(session, booth=booth, marks=Marks((3, 2, 1)), nonce=secrets.token_bytes(16))
            receipts.append(cast.leaf)
    with database.transaction() as session:
        closed = conduct.close(session, round_id=made.id, actor=BOTH)

    assert closed.board_root == board.root(receipts)


def test_the_box_is_not_opened_while_voting_runs(database, open_round):
    made = open_round()

    with pytest.raises(errors.StateRefused):
        open_box(database, made)


def test_the_box_is_opened_once(database, open_round):
    made = closed_round(database, open_round, BALLOTS)
    open_box(database, made)

    with pytest.raises(errors.StateRefused):
        open_box(database, made)


def test_an_empty_box_is_opened_like_any_other(database, open_round):
    made = closed_round(database, open_round, {})

    assert [line.returned for line in open_box(database, made).returns] == [0, 0]


def test_the_doubt_is_stored_beside_the_result(database, open_round):
    made = closed_round(database, open_round, BALLOTS)
    open_box(database, made)

    with database.reading() as session:
        found = opening.findings(session, round_id=made.id)

    assert (found.ballots, len(found.se)) == (5, 3)


def test_a_count_made_before_there_were_reports_still_shows(database, open_round):
    made = closed_round(database, open_round, BALLOTS)
    counted = open_box(database, made)
    with database.transaction() as session:
        session.get_one(Result, made.id).report = None

    with database.reading() as session:
        found = opening.outcome(session, round_id=made.id), opening.findings(session, round_id=made.id)

    assert found == (counted, None)
