"""What a participant does."""

import secrets
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from appraisal.ballotbox import box
from appraisal.domain import errors
from appraisal.domain.sheet import Marks
from appraisal.services import conduct, issuing, voting
from appraisal.storage.models import Ballot, Credential
from tests.factories import BOTH, PEPPER, SealedRound, all_marked, make_class, make_plan


def enter(database, code):
    with database.reading() as session:
        return voting.enter(session, typed=code, pepper=PEPPER)


def booth_of(database, code):
    """The booth of a code, spent or not."""
    digest = voting.Code.parse(code).digest(PEPPER)
    with database.reading() as session:
        return voting.booth(session, digest=digest)


def cast(database, booth, nonce=None, marks=None, own=None):
    sheet = booth.sheet if own is None else booth.sheet.recusing(own)
    with database.transaction() as session:
        return voting.cast(
            session,
            booth=booth,
            marks=marks or all_marked(sheet),
            nonce=nonce or secrets.token_bytes(16),
            own=own,
        )


def stored(database):
    """Ballots in the box and codes spent: always the same number."""
    with database.reading() as session:
        ballots = session.scalar(select(func.count()).select_from(Ballot))
        spent = session.scalar(select(func.count()).where(Credential.spent))
    return ballots, spent


def close(database, made):
    with database.transaction() as session:
        conduct.close(session, round_id=made.id, actor=BOTH)


def test_a_code_leads_to_the_sheet_of_its_class(database, open_round):
    made = open_round(make_plan(criteria=("实绩", "作风")))

    booth = enter(database, made.codes("B")[0])

    assert (booth.round_id, booth.voter_class) == (made.id, 1)
    assert booth.sheet == made.plan.sheet(1)


def test_looking_at_a_sheet_uses_nothing_up(database, open_round):
    code = open_round().codes("A")[0]

    looks = {enter(database, code).tag for _ in range(5)}

    assert (len(looks), stored(database)) == (1, (0, 0))


def test_a_cast_ballot_is_stored_and_its_code_spent(database, open_round):
    receipt = cast(database, enter(database, open_round().codes("A")[0]))

    assert receipt.text.startswith("R-")
    assert stored(database) == (1, 1)


def test_the_same_page_sent_again_gives_the_same_receipt(database, open_round):
    booth = enter(database, open_round().codes("A")[0])
    nonce = secrets.token_bytes(16)

    receipts = {cast(database, booth, nonce) for _ in range(3)}

    assert (len(receipts), stored(database)) == (1, (1, 1))


def test_the_same_page_gives_its_receipt_even_after_closing(database, open_round):
    made = open_round()
    booth = enter(database, made.codes("A")[0])
    nonce = secrets.token_bytes(16)
    first = cast(database, booth, nonce)
    close(database, made)

    again = cast(database, booth_of(database, made.codes("A")[0]), nonce)

    assert again == first


def test_a_second_page_with_the_same_code_is_refused(database, open_round):
    made = open_round()
    booth = enter(database, made.codes("A")[0])
    cast(database, booth)

    with pytest.raises(errors.CodeAlreadyUsed):
        cast(database, booth)
    with pytest.raises(errors.CodeAlreadyUsed):
        enter(database, made.codes("A")[0])
    assert stored(database) == (1, 1)


def test_a_page_copied_to_another_phone_loses_nobodys_ballot(database, open_round):
    first, second = (enter(database, code) for code in open_round().codes("A")[:2])
    nonce = secrets.token_bytes(16)
    cast(database, first, nonce)

    with pytest.raises(errors.NonceTaken):
        cast(database, second, nonce)
    cast(database, second)

    assert stored(database) == (2, 2)


@pytest.mark.parametrize("typed", ["0000-0000-0000-0", "7K3M-9QPT-2XWB-2"])
def test_an_unknown_code_is_refused(database, open_round, typed):
    open_round()

    with pytest.raises(errors.CodeUnknown):
        enter(database, typed)


def test_a_code_of_another_pepper_is_unknown(database, open_round):
    code = open_round().codes("A")[0]

    with pytest.raises(errors.CodeUnknown), database.reading() as session:
        voting.enter(session, typed=code, pepper=b"q" * 32)


def test_before_opening_the_voter_is_asked_to_wait(database):
    with database.transaction() as session:
        round_id = SealedRound(session).id
        slip = issuing.issue(session, round_id=round_id, pepper=PEPPER, actor=BOTH)[0]

    with pytest.raises(errors.RoundNotOpen):
        enter(database, slip.code.printed)


def test_after_closing_a_first_submission_is_refused(database, open_round):
    made = open_round()
    booth = enter(database, made.codes("A")[0])
    close(database, made)

    with pytest.raises(errors.RoundClosed):
        cast(database, booth)
    with pytest.raises(errors.RoundClosed):
        enter(database, made.codes("B")[0])
    assert stored(database) == (0, 0)


def test_after_closing_a_voter_whose_ballot_is_in_is_told_so(database, open_round):
    made = open_round()
    booth = enter(database, made.codes("A")[0])
    cast(database, booth)
    close(database, made)

    with pytest.raises(errors.CodeAlreadyUsed):
        cast(database, booth)


def test_a_ballot_that_breaks_a_rule_spends_nothing(database, open_round):
    booth = enter(database, open_round(make_plan(subjects=6, allow_all_same=False)).codes("A")[0])

    with pytest.raises(errors.BallotRefused) as refusal:
        cast(database, booth)
    assert ([str(each)[:10] for each in refusal.value.findings], stored(database)) == (
        ["所有单位评了同一等次"],
        (0, 0),
    )


def test_a_page_of_another_form_is_out_of_date(database, open_round):
    booth = replace(enter(database, open_round().codes("A")[0]), form_hash=b"o" * 32)

    with pytest.raises(errors.StalePage):
        cast(database, booth)
    assert stored(database) == (0, 0)


def test_a_cancelled_code_casts_nothing(database, open_round):
    made = open_round()
    booth = enter(database, made.codes("A")[0])
    with database.transaction() as session:
        session.get(Credential, booth.digest).void = True

    with pytest.raises(errors.CodeUnknown):
        cast(database, booth)
    assert stored(database) == (0, 0)


def recusing_plan():
    return make_plan(classes=(make_class("A", 100, 3, recuses_own=True),))


def test_a_slip_that_names_the_own_unit_does_not_ask_about_it(database, open_round):
    made = open_round(recusing_plan())
    named = next(slip for slip in made.slips if slip.recused == 1)

    booth = enter(database, named.code.printed)

    assert (booth.sheet.recused, booth.sheet.asked_subjects) == (1, (0, 2))


def test_a_spare_slip_lets_the_voter_name_the_own_unit(database, open_round):
    made = open_round(recusing_plan())
    spare = next(slip for slip in made.slips if slip.recused is None)
    booth = enter(database, spare.code.printed)

    with pytest.raises(errors.StalePage):
        cast(database, booth)
    cast(database, booth, own=2, marks=Marks((3, 2, -2)))

    assert (booth.sheet.chooses_own, stored(database)) == (True, (1, 1))


def test_the_page_mark_of_a_code_does_not_lead_back_to_it(database, open_round):
    booth = enter(database, open_round().codes("A")[0])

    assert (len(booth.tag), booth.tag in booth.digest.hex(), "digest" in repr(booth)) == (16, False, False)


def test_an_insert_that_fails_spends_nothing(database, open_round, monkeypatch):
    booth = enter(database, open_round().codes("A")[0])
    monkeypatch.setattr(box.board, "leaf", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        cast(database, booth)

    assert stored(database) == (0, 0)
