"""The whole database and one key card: nothing opens."""

from __future__ import annotations

import secrets
from itertools import combinations

import pytest
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from sqlalchemy import select

from appraisal.ballotbox import keycards
from appraisal.ballotbox.keycards import KeyCard, Role
from appraisal.ballotbox.seal import BallotPlace, Form, seal
from appraisal.storage.models import Ballot, KeyWrap
from tests.forensics.meeting import MarkedMeeting

HOLDERS = (Role.ORGANIZER, Role.SCRUTINEER, Role.RESERVE)
FORM = Form(b"r" * 16, b"f" * 32, subjects=10, criteria=1, answers=4)
KEYSET = b"keys"
KEY_BYTES = 32
BALLOTS = 20


@pytest.fixture
def cards():
    return {role: KeyCard.draw(role, KEYSET) for role in HOLDERS}


@pytest.fixture
def lock_and_ballots(cards):
    """What is stored: the wraps, the public key, the sealed ballots."""

    def stored():
        lock = keycards.make_lock(KEYSET, {role: card.public_key for role, card in cards.items()})
        places = [BallotPlace(0, secrets.token_bytes(16)) for _ in range(BALLOTS)]
        return [*lock.wraps.values(), *(seal((3,) * 10, place, FORM, lock.public_key) for place in places)]

    return stored


def attack(stored, cards, length=FORM.sealed_length):
    """Try every key on everything, and every 32 bytes that come out as a key; count ballots opened."""
    keys = {bytes(card.private_key) for card in cards} | {card.secret * 2 for card in cards}
    locked, tried, ballots = set(stored), set(), 0
    while fresh := {(key, blob) for key in keys for blob in locked} - tried:
        tried |= fresh
        for key, blob in fresh:
            try:
                plain = SealedBox(PrivateKey(key)).decrypt(blob)
            except CryptoError:
                continue
            if len(blob) == length:
                ballots += 1
                continue
            locked.add(plain)
            keys |= {plain[start : start + KEY_BYTES] for start in range(len(plain) - KEY_BYTES + 1)}
    return ballots


@pytest.mark.parametrize("role", HOLDERS)
def test_the_database_and_one_card_open_no_ballot(lock_and_ballots, cards, role):
    assert attack(lock_and_ballots(), [cards[role]]) == 0


@pytest.mark.parametrize("pair", list(combinations(HOLDERS, 2)))
def test_any_two_cards_open_all_of_them(lock_and_ballots, cards, pair):
    assert attack(lock_and_ballots(), [cards[role] for role in pair]) == BALLOTS


@pytest.mark.parametrize("role", HOLDERS)
def test_a_lock_for_one_card_alone_would_open(lock_and_ballots, cards, monkeypatch, role):
    monkeypatch.setattr(keycards, "PAIRS", {"11": (role,)})

    assert attack(lock_and_ballots(), [cards[role]]) == BALLOTS


@pytest.fixture
def held(database):
    """A real meeting: everything sealed in its database, the length of its ballots, its cards."""
    meeting = MarkedMeeting(database, BALLOTS)
    meeting.vote_all()
    with database.reading() as session:
        ballots = list(session.scalars(select(Ballot.sealed)))
        wraps = list(session.scalars(select(KeyWrap.wrapped)))
    return [*ballots, *wraps], len(ballots[0]), [KeyCard.parse(text) for text in meeting.round.cards]


def test_one_card_opens_no_ballot_of_a_real_meeting_and_two_open_all(held):
    stored, length, cards = held

    alone = [attack(stored, [card], length) for card in cards]

    assert (alone, attack(stored, cards, length)) == ([0] * len(cards), BALLOTS)
