"""Signed receipts."""

import pytest
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from appraisal.ballotbox.receipts import SIGNED_TAG, public_key, signed

ROUND, LEAF, SECRET = b"r" * 16, b"l" * 32, b"s" * 64


def parts(text):
    return [bytes.fromhex(part) for part in text.split(":")[1:]]


def test_a_receipt_names_its_round_and_its_leaf_and_is_signed_over_both():
    text = signed(ROUND, LEAF, SECRET)

    round_uid, leaf, signature = parts(text)
    assert text.startswith("APPRAISAL-RECEIPT-1:")
    assert (round_uid, leaf) == (ROUND, LEAF)
    assert (
        VerifyKey(public_key(SECRET)).verify(SIGNED_TAG + ROUND + LEAF, signature)
        == SIGNED_TAG + ROUND + LEAF
    )


def test_the_same_ballot_always_gives_the_same_receipt():
    first = signed(ROUND, LEAF, SECRET)
    other = signed(ROUND, LEAF, b"t" * 64)

    assert signed(ROUND, LEAF, SECRET) == first != other


@pytest.mark.parametrize("changed", [b"q" * 16 + LEAF, ROUND + b"m" * 32])
def test_a_signature_is_worth_nothing_for_another_ballot(changed):
    signature = parts(signed(ROUND, LEAF, SECRET))[2]

    with pytest.raises(BadSignatureError):
        VerifyKey(public_key(SECRET)).verify(SIGNED_TAG + changed, signature)
