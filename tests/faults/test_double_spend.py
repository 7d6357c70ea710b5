"""Many phones, one code: the database decides the race."""

import secrets
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from appraisal.domain.errors import AppraisalError, Busy, CodeAlreadyUsed, RoundClosed
from appraisal.services import conduct, voting
from appraisal.storage.models import Ballot, Credential
from tests.factories import BOTH, PEPPER, OpenRound, all_marked, make_class, make_plan
from tests.faults.conftest import THOROUGH

PHONES = 8
RACES = 200 if THOROUGH else 5  # to the close, with 200 posts each


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request):
    """The same promises on both."""
    return request.getfixturevalue(request.param)


def hundred_codes(database, voters=100):
    with database.transaction() as session:
        made = OpenRound(session, make_plan(classes=(make_class("A", 100, voters),), spare_share=0))
    with database.reading() as session:
        booths = [voting.enter(session, typed=code, pepper=PEPPER) for code in made.codes("A")]
    return made, booths


def cast(database, booth, nonce):
    """Press until there is an answer: on a slow disk somebody may be asked to press again."""
    while True:
        try:
            with database.transaction() as session:
                voting.cast(session, booth=booth, marks=all_marked(booth.sheet), nonce=nonce)
        except Busy:
            continue
        except AppraisalError as refusal:
            return type(refusal)
        return "accepted"


def stored(database):
    with database.reading() as session:
        ballots = session.scalar(select(func.count()).select_from(Ballot))
        return ballots, session.scalar(select(func.count()).where(Credential.spent))


def test_of_eight_phones_with_one_code_one_is_accepted(database):
    _, booths = hundred_codes(database)
    start = threading.Barrier(PHONES)

    def phone(_):
        start.wait()
        return Counter(cast(database, booth, secrets.token_bytes(16)) for booth in booths)

    with ThreadPoolExecutor(PHONES) as phones:
        answers = sum(phones.map(phone, range(PHONES)), Counter())

    assert answers == {"accepted": 100, CodeAlreadyUsed: 700}
    assert stored(database) == (100, 100)


def test_one_page_sent_eight_times_at_once_is_one_ballot_with_one_receipt(database):
    _, booths = hundred_codes(database)
    nonce = secrets.token_bytes(16)

    def send(_):
        with database.transaction() as session:
            return voting.cast(session, booth=booths[0], marks=all_marked(booths[0].sheet), nonce=nonce)

    with ThreadPoolExecutor(PHONES) as phones:
        receipts = set(phones.map(send, range(PHONES)))

    assert (len(receipts), stored(database)) == (1, (1, 1))


@pytest.mark.parametrize("race", range(RACES))
def test_closing_among_ballots_loses_none_and_admits_none(database, race):
    made, booths = hundred_codes(database, 200)

    def close():
        with database.transaction() as session:
            conduct.close(session, round_id=made.id, actor=BOTH)
        return "closed"

    with ThreadPoolExecutor(PHONES) as phones:
        early, late = booths[: 40 * (race % 5)], booths[40 * (race % 5) :]
        futures = [phones.submit(cast, database, booth, secrets.token_bytes(16)) for booth in early]
        closing = phones.submit(close)
        futures += [phones.submit(cast, database, booth, secrets.token_bytes(16)) for booth in late]
        answers = Counter(future.result() for future in futures)
        closing.result()

    accepted = answers["accepted"]
    assert set(answers) <= {"accepted", RoundClosed}
    assert stored(database) == (accepted, accepted)
