"""Cards and the locks they open."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.public import PrivateKey

from appraisal.ballotbox.keycards import KeyCard, Role, fingerprint, make_lock, unlock
from appraisal.domain.encoding import ALPHABET, b32_encode, tagged_hash
from appraisal.domain.errors import (
    CardHalfTyped,
    CardMistyped,
    CardOfAnotherRound,
    CardRefused,
    CardTooLong,
)

KEYSET = b"kset"


def cards(*roles):
    return {role: KeyCard.draw(role, KEYSET) for role in roles}


def public(drawn):
    return {role: card.public_key for role, card in drawn.items()}


def opens(lock, used):
    return bytes(PrivateKey(unlock(KEYSET, lock.wraps, used)).public_key) == lock.public_key


@given(st.binary(min_size=16, max_size=16), st.sampled_from(Role))
def test_a_printed_card_is_read_back(secret, role):
    card = KeyCard(role, KEYSET, secret)

    assert (
        KeyCard.parse(card.printed)
        == KeyCard.parse(card.qr_text)
        == KeyCard.parse(card.symbols.lower())
        == card
    )


def test_a_card_is_ten_groups_of_four():
    groups = KeyCard.draw(Role.SINGLE, KEYSET).printed.split("-")

    assert [len(group) for group in groups] == [4] * 10


@settings(max_examples=200)
@given(st.integers(0, 39), st.sampled_from(ALPHABET))
def test_a_mistyped_symbol_is_noticed(place, wrong):
    symbols = KeyCard(Role.SINGLE, KEYSET, b"s" * 16).symbols
    typed = symbols[:place] + wrong + symbols[place + 1 :]

    if typed == symbols:
        assert KeyCard.parse(typed).secret == b"s" * 16
    else:
        with pytest.raises(CardMistyped):
            KeyCard.parse(typed)


@given(st.integers(0, 60))
def test_a_card_of_another_length_is_told_by_its_length(length):
    symbols = (KeyCard(Role.SINGLE, KEYSET, b"s" * 16).symbols * 2)[:length]
    expected = None if length == 40 else CardHalfTyped if length < 40 else CardTooLong

    try:
        KeyCard.parse(symbols)
        refused = None
    except CardRefused as refusal:
        refused = type(refusal)

    assert refused is expected


def test_a_scanned_card_half_pasted_is_half_a_card():
    card = KeyCard.draw(Role.ORGANIZER, KEYSET)

    with pytest.raises(CardHalfTyped, match="输入了 36 个字符，卡片上有 40 个"):
        KeyCard.parse(card.qr_text[:-4])


@pytest.mark.parametrize("content", [b"\2\1", b"\1\0", b"\1\5", b"\1\xff"])
def test_a_card_of_a_kind_this_program_does_not_know_is_refused(content):
    body = content + KEYSET + b"s" * 16
    number = int.from_bytes(body + tagged_hash("card", body)[:3], "big")

    with pytest.raises(CardMistyped):
        KeyCard.parse(b32_encode(number, 40))


def test_the_single_card_opens_its_lock_alone():
    drawn = cards(Role.SINGLE)
    lock = make_lock(KEYSET, public(drawn))

    assert (list(lock.wraps), opens(lock, drawn)) == (["11"], True)


@pytest.mark.parametrize("missing", [Role.ORGANIZER, Role.SCRUTINEER, Role.RESERVE])
def test_any_two_of_three_cards_open_the_lock(missing):
    drawn = cards(Role.ORGANIZER, Role.SCRUTINEER, Role.RESERVE)
    lock = make_lock(KEYSET, public(drawn))

    assert opens(lock, {role: card for role, card in drawn.items() if role != missing})


@pytest.mark.parametrize("role", [Role.ORGANIZER, Role.SCRUTINEER, Role.RESERVE])
def test_one_of_three_cards_opens_nothing(role):
    drawn = cards(Role.ORGANIZER, Role.SCRUTINEER, Role.RESERVE)
    lock = make_lock(KEYSET, public(drawn))

    with pytest.raises(CardOfAnotherRound):
        unlock(KEYSET, lock.wraps, {role: drawn[role]})


def test_a_card_of_another_round_opens_nothing():
    lock = make_lock(KEYSET, public(cards(Role.SINGLE)))

    with pytest.raises(CardOfAnotherRound):
        unlock(KEYSET, lock.wraps, cards(Role.SINGLE))


def test_another_lock_has_another_fingerprint():
    drawn = public(cards(Role.SINGLE))
    first, second = make_lock(KEYSET, drawn), make_lock(KEYSET, drawn)

    assert fingerprint(b"r" * 16, first, drawn) != fingerprint(b"r" * 16, second, drawn)


def test_a_card_does_not_show_its_secret():
    assert "secret" not in repr(KeyCard.draw(Role.SINGLE, KEYSET))
