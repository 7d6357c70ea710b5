"""One slip for several rounds: nothing that is stored says which credentials are of one slip."""

from __future__ import annotations

from sqlalchemy import select

from appraisal.services import joint_slips, voting
from appraisal.storage.models import Credential, Round
from tests.factories import PEPPER
from tests.joined import OpenActivity, make_activity

OTHER_PEPPER = b"q" * 32


def stored(session, number):
    """The digests a round keeps, in the order a reader of the file meets them."""
    return list(session.scalars(select(Credential.digest).where(Credential.round_id == number)))


def pairs(session, held, pepper):
    """Put the credentials of both rounds together by what is known: codes and a pepper."""
    uids = [session.get_one(Round, number).uid for number in held.rounds]
    keeps = [set(stored(session, number)) for number in held.rounds]
    tried = [[slip.code.digest(pepper, uid) for uid in uids] for slip in held.slips]
    return sum(all(own in kept for own, kept in zip(row, keeps, strict=True)) for row in tried)


def test_only_the_pepper_and_the_codes_together_put_credentials_in_pairs(database):
    with database.transaction() as session:
        held = OpenActivity(session)
        digests = [stored(session, number) for number in held.rounds]

        known = [pairs(session, held, pepper) for pepper in (PEPPER, OTHER_PEPPER)]
        bare = {slip.code.digest(PEPPER) for slip in held.slips}

        assert known == [len(held.codes(0)), 0]  # the first is the canary
        assert set(digests[0]) & set(digests[1]) == set()
        assert bare & {*digests[0], *digests[1]} == set()


def test_rows_stand_in_the_order_of_their_digests_and_of_nothing_else(database):
    with database.transaction() as session:
        held = OpenActivity(session)
        rows = [stored(session, number) for number in held.rounds]
        uids = [session.get_one(Round, number).uid for number in held.rounds]
        as_minted = [
            [digest for slip in held.slips if (digest := slip.code.digest(PEPPER, uid)) in kept]
            for uid, kept in zip(uids, rows, strict=True)
        ]

        assert [sorted(each) for each in as_minted] == rows
        assert [each == sorted(each) for each in as_minted] == [False, False]  # the canary: minted otherwise


def test_slips_name_the_own_unit_where_a_round_asks_for_it_alone(database):
    with database.transaction() as session:
        held = OpenActivity(session)
        typed = held.codes(1)
        booths = [voting.joined_booths(session, typed=code, pepper=PEPPER) for code in typed]
        activity = make_activity()

        own = [slip.recused for slip in held.slips if slip.voter_class == 1]

        assert sorted(unit for unit in own if unit is not None) == [0, 1, 2]
        assert [len(each) for each in booths] == [1] * len(typed)
        assert [each[0].sheet.recused for each in booths] == own
        assert [(each.group.letter, each.rounds, each.slips) for each in joint_slips.classes(activity)] == [
            ("A", ("现场观摩", "会议评议"), 7),
            ("B", ("现场观摩",), 4),
        ]
