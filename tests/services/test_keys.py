"""Key cards: one for each holder, drilled before the box is sealed."""

import pytest

from appraisal.ballotbox import keycards
from appraisal.ballotbox.keycards import KeyCard
from appraisal.domain import errors
from appraisal.domain.lifecycle import State
from appraisal.services import conduct, issuing, keys, people, sealing
from appraisal.storage.models import Card, KeyWrap
from tests.factories import (
    BOTH,
    OBSERVER,
    ORGANIZER,
    PEPPER,
    SCRUTINEER,
    SealedRound,
    account,
    acknowledge,
    draft,
)


@pytest.fixture
def made(database):
    with database.transaction() as session:
        voting_round = draft(session)
        acknowledge(session, voting_round.id)
        return voting_round


def card(database, made, actor, make=keys.make_card):
    with database.transaction() as session:
        return make(session, round_id=made.id, actor=actor).printed


def drill(database, made, *cards):
    with database.transaction() as session:
        return keys.drill(session, round_id=made.id, cards=cards, actor=ORGANIZER)


def seal(database, made, actor=BOTH):
    with database.transaction() as session:
        return sealing.seal(session, round_id=made.id, actor=actor)


def missing(database, made):
    with database.reading() as session:
        return [str(each) for each in conduct.missing(session, conduct.find(session, made.id))]


def test_each_holder_makes_the_own_card(database, made):
    roles = [KeyCard.parse(card(database, made, actor)).role for actor in (ORGANIZER, SCRUTINEER, OBSERVER)]

    assert roles == [keycards.Role.ORGANIZER, keycards.Role.SCRUTINEER, keycards.Role.RESERVE]


def test_a_card_is_shown_once_and_only_its_public_half_is_stored(database, made):
    printed = card(database, made, ORGANIZER)

    with pytest.raises(errors.KeysAlreadyMade):
        card(database, made, ORGANIZER)
    with database.reading() as session:
        stored = session.get(Card, (made.id, keycards.Role.ORGANIZER))
    assert stored.public_key == KeyCard.parse(printed).public_key


def test_the_box_is_sealed_after_the_drill_and_not_before(database, made):
    cards = [card(database, made, actor) for actor in (ORGANIZER, SCRUTINEER)]
    before = missing(database, made)
    with pytest.raises(errors.NotReady, match="两张钥匙卡试开票箱"):
        seal(database, made)

    pair = drill(database, made, *cards)

    assert (before, pair, missing(database, made)) == (["两张钥匙卡试开票箱"], "OS", [])
    assert seal(database, made).state == State.SEALED


@pytest.mark.parametrize("pair", [(0, 1), (0, 2), (2, 1)])
def test_any_two_of_three_cards_open_the_test_ballot(database, made, pair):
    cards = [card(database, made, actor) for actor in (ORGANIZER, SCRUTINEER, OBSERVER)]

    drilled = drill(database, made, *(cards[place] for place in pair))

    assert drilled == {(0, 1): "OS", (0, 2): "OR", (2, 1): "SR"}[pair]


def test_a_reserve_card_must_be_drilled_too(database, made):
    cards = [card(database, made, actor) for actor in (ORGANIZER, SCRUTINEER, OBSERVER)]
    drill(database, made, *cards[:2])
    before = missing(database, made)

    drill(database, made, *cards[1:])

    assert (before, missing(database, made)) == (["备用卡和另一张卡试开票箱"], [])


def test_a_new_card_voids_the_old_one_and_the_drill(database, made):
    cards = [card(database, made, actor) for actor in (ORGANIZER, SCRUTINEER)]
    drill(database, made, *cards)

    replaced = card(database, made, SCRUTINEER, keys.replace_card)

    assert missing(database, made) == ["两张钥匙卡试开票箱"]
    with pytest.raises(errors.CardReplaced, match="第二张钥匙卡已经作废"):
        drill(database, made, *cards)
    assert drill(database, made, cards[0], replaced) == "OS"


def test_the_drill_says_exactly_what_is_wrong_with_a_card(database, made):
    with database.transaction() as session:
        other = SealedRound(session).cards
    first = card(database, made, ORGANIZER)
    with pytest.raises(errors.NotReady, match="各自制作钥匙卡"):
        drill(database, made, first, first)
    second = card(database, made, SCRUTINEER)

    with pytest.raises(errors.CardsAlike, match="同一张钥匙卡"):
        drill(database, made, first, first)
    with pytest.raises(errors.CardsMissing, match="请另一位持卡人也输入"):
        drill(database, made, first, "")
    for place, right in enumerate((first, second)):
        for typed, sentence in wrong(right, other[1]).items():
            cards = (typed, second) if place == 0 else (first, typed)
            with pytest.raises(errors.CardRefused) as refusal:
                drill(database, made, *cards)
            assert str(refusal.value) == f"{keys.NAMES[place]}{sentence}"
    assert drill(database, made, second, first) == "OS"  # swapped cards are as good


def wrong(right, other):
    """What may be typed instead of a card, and what is said of it."""
    symbols = right.replace("-", "")
    flipped = symbols[:-1] + ("0" if symbols[-1] != "0" else "1")
    return {
        flipped: "有字符输错了。请对照卡片，一组一组再看一遍。",
        symbols[1] + symbols[0] + symbols[2:-1] + "U": "有字符输错了。请对照卡片，一组一组再看一遍。",
        symbols[:36]: "没有输完：输入了 36 个字符，卡片上有 40 个。请接着输完。",
        symbols + "7": "输多了：输入了 41 个字符，卡片上只有 40 个。请只输一张卡。",
        other: "不属于本轮，或是重做之前的旧卡，打不开这个票箱。请换用本轮的钥匙卡。",
        KeyCard.draw(
            keycards.Role.SINGLE, b"else"
        ).printed: "是演练用的，只能打开演练的票箱。请换用正式的钥匙卡。",
    }


def test_breaking_the_seal_voids_cards_and_slips(database):
    with database.transaction() as session:
        made = SealedRound(session)
        issuing.issue(session, round_id=made.id, pepper=PEPPER, actor=ORGANIZER)

    with database.transaction() as session:
        unsealed = sealing.unseal(session, round_id=made.id, actor=BOTH)

    assert (unsealed.state, unsealed.public_key, unsealed.cards) == (State.DRAFT, None, [])
    with database.reading() as session:
        assert session.query(KeyWrap).count() == 0
        assert sum(line.printed for line in conduct.turnout(session, round_id=made.id).classes) == 0


def test_without_a_scrutineer_no_box_is_sealed(database, made):
    with database.transaction() as session:
        second = account(session, "scrutineer")
        people.dismiss(session, round_id=made.id, account_id=second.id, actor=ORGANIZER)

    assert missing(database, made)[0] == "安排监票人"
