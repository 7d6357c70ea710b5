"""The sealed ballots themselves: one length, no repetition, nothing to compress, no use elsewhere."""

from __future__ import annotations

import zlib

import pytest
from nacl.public import PrivateKey, PublicKey, SealedBox
from sqlalchemy import select, update

from appraisal.ballotbox import box, seal
from appraisal.ballotbox.seal import Opened
from appraisal.services import voting
from appraisal.services.voting import form_of
from appraisal.storage.models import Ballot, Round
from tests.factories import OpenRound
from tests.forensics.meeting import MarkedMeeting

MANY, FEW = 100, 20


def sealed_rows(database):
    with database.reading() as session:
        return list(session.scalars(select(Ballot.sealed)))


def what_rows_tell(rows):
    """Lengths there are, rows that are alike, and whether all together can be compressed."""
    together = b"".join(rows)
    return {
        "one length": len({len(row) for row in rows}) == 1,
        "no two alike": len(set(rows)) == len(rows),
        "no two begin alike": len({row[:8] for row in rows}) == len(rows),
        "incompressible": len(zlib.compress(together, 9)) > 0.99 * len(together),
    }


def test_sealed_ballots_look_alike_and_like_noise(database):
    meeting = MarkedMeeting(database, MANY)
    meeting.vote_all()

    told = what_rows_tell(sealed_rows(database))

    assert (told, len(sealed_rows(database))) == (dict.fromkeys(told, True), MANY)


def unpadded(answers, place, form, key):
    """The defect: only what was marked best is written, so that a long ballot is a friendly one."""
    best = [cell for cell, answer in enumerate(answers) if answer == form.answers - 1]
    return SealedBox(PublicKey(key)).encrypt(bytes(best))


def readable(answers, place, form, key):
    """The defect: the context stands outside the box."""
    return seal._header(place, form) + seal.seal(answers, place, form, key)


@pytest.mark.parametrize(
    ("defect", "lost"),
    [
        (unpadded, {"one length"}),
        (readable, {"no two begin alike", "incompressible"}),
        (lambda answers, place, form, key: bytes(form.sealed_length), {"no two alike"}),
    ],
    ids=["unpadded", "readable", "alike"],
)
def test_another_seal_would_be_told(database, monkeypatch, defect, lost):
    monkeypatch.setattr(voting, "seal", defect)
    meeting = MarkedMeeting(database, FEW)
    meeting.vote_all()

    told = what_rows_tell(sealed_rows(database))

    assert lost <= {what for what, holds in told.items() if not holds}


def test_a_length_would_tell_how_friendly_a_ballot_was(database, monkeypatch):
    monkeypatch.setattr(voting, "seal", unpadded)
    meeting = MarkedMeeting(database, FEW)
    meeting.vote_all()

    with database.reading() as session:
        lengths = dict(session.execute(select(Ballot.id, Ballot.sealed)).all())
    friendly = {meeting.ballot_of(voter): voter.answers.count(3) for voter in meeting.voters}
    by_length = sorted(friendly, key=lambda ballot: len(lengths[ballot]))

    assert [friendly[ballot] for ballot in by_length] == sorted(friendly.values())


@pytest.fixture
def lock():
    """A lock whose private half is known, as two key holders know it together."""
    return PrivateKey.generate()


@pytest.fixture
def boxed(database, lock):
    """Two rounds of the same form with two classes, a ballot of each class in the first one's box."""
    with database.transaction() as session:
        first, second = OpenRound(session), OpenRound(session)
        session.execute(update(Round).values(public_key=bytes(lock.public_key)))
    for letter in "AB":
        with database.transaction() as session:
            booth = voting.enter(session, typed=first.codes(letter)[0], pepper=b"p" * 32)
            marks = voting.Marks((2,) * 3)
            voting.cast(session, booth=booth, marks=marks, nonce=letter.encode() * 16)
    return first, second


def opened(database, made, lock):
    """How many ballots a round's box gives, and the ids of those that are none."""
    with database.reading() as session:
        found = session.get_one(Round, made.id)
        form = form_of(found.plan, found.uid, found.form_hash)
        chunks = list(box.open_all(session, found, form, bytes(lock)))
    ballots = [ballot for chunk in chunks for ballot in chunk.ballots]
    return len(ballots), [name for chunk in chunks for _, name in chunk.unopenable]


def changed(sealed, lock, offset):
    """The same ballot with one byte of its context changed, sealed again: only key holders could."""
    plain = bytearray(SealedBox(lock).decrypt(sealed))
    plain[offset] ^= 4  # never the byte of another source, class or size that there is
    return SealedBox(lock.public_key).encrypt(bytes(plain))


NAME = b"n" * 16
OFFSETS = {"version": 0, "mode": 1, "round": 2, "class": 19, "id": 20, "form": 36, "source": 68, "size": 71}
MOVES = {
    "to another id": lambda row, other, lock: {"id": NAME, "sealed": row.sealed},
    "to another class": lambda row, other, lock: {"voter_class": 1 - row.voter_class},
    "to another round": lambda row, other, lock: {"round_id": other.id},
    "cut short": lambda row, other, lock: {"sealed": row.sealed[:-1]},
    **{
        f"with another {what}": lambda row, other, lock, at=offset: {"sealed": changed(row.sealed, lock, at)}
        for what, offset in OFFSETS.items()
    },
}


def moved(database, boxed, lock, how):
    """Change one ballot where it lies; return where it lies now and under which id."""
    first, second = boxed
    with database.transaction() as session:
        row = session.scalars(select(Ballot).order_by(Ballot.id)).first()
        values = MOVES[how](row, second, lock)
        session.execute(update(Ballot).where(Ballot.id == row.id).values(values))
        place = second if "round_id" in values else first
        return place, values.get("id", row.id)


@pytest.mark.parametrize("how", MOVES)
def test_a_moved_or_changed_ballot_is_none_and_is_listed(database, boxed, lock, how):
    place, name = moved(database, boxed, lock, how)

    _, unopenable = opened(database, place, lock)

    assert unopenable == [name]


@pytest.mark.parametrize(
    "how", ["to another id", "to another class", "to another round", "with another form"]
)
def test_a_box_that_compared_nothing_would_count_it(database, boxed, lock, how, monkeypatch):
    monkeypatch.setattr(box, "unseal", lambda sealed, place, form, opener: Opened(opener.decrypt(sealed)))
    place, _ = moved(database, boxed, lock, how)

    _, unopenable = opened(database, place, lock)

    assert unopenable == []
