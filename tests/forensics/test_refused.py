"""What people try: to see early, to vote again, to vote elsewhere, to begin anew."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from appraisal.domain.errors import StateRefused
from appraisal.services import conduct
from appraisal.storage.models import Ballot, Credential
from tests.factories import BOTH, OpenRound
from tests.forensics.hall import hall
from tests.phone import Phone, hidden, receipt

VOTERS = 4
ALIASES = {
    "small letters": str.lower,
    "no hyphens": lambda code: code.replace("-", ""),
    "spaces": lambda code: " ".join(code),
    "O for 0": lambda code: code.replace("0", "O").replace("1", "I"),
    "l for 1": lambda code: code.replace("0", "o").replace("1", "l"),
    "full width": lambda code: "".join(chr(ord(letter) + 0xFEE0) for letter in code),
    "no-width marks": lambda code: "\u200b".join(code),
    "dots": lambda code: code.replace("-", "."),
}
EARLY = (
    "results",
    "results?group=镇",
    "results.xlsx",
    "results.csv",
    "results.json",
    "evidence",
    "report.json",
    "annex.pdf",
    "documents",
    "documents.zip",
    "documents/count-report.pdf",
    "units.zip",
    "history",
    "archive.zip",
)


@pytest.fixture
def place(tmp_path, address):
    with hall(tmp_path, address, voters=VOTERS) as made:
        yield made


def held(place):
    """Ballots in the box by class, and codes spent."""
    with place.database.reading() as session:
        ballots = dict(
            session.execute(select(Ballot.voter_class, func.count()).group_by(Ballot.voter_class)).all()
        )
        return ballots, session.scalar(select(func.count()).where(Credential.spent))


def voted(place, typed):
    """Try to vote with a code as it is typed; return the first answer that is no step further."""
    phone = Phone(place.app)
    answer = phone.enter(typed)
    page = phone.get("/v/ballot") if answer.status_code == 303 else answer
    return phone.send(page, 2).status_code if page.status_code == 200 else page.status_code


def another_round(place):
    """One more open round in the same installation; return its codes."""
    pepper = place.app.extensions["appraisal"].settings.pepper
    with place.database.transaction() as session:
        return OpenRound(session, pepper=pepper).codes("A")


@pytest.mark.parametrize("closed", [False, True])
def test_there_is_no_result_before_the_box_is_opened(place, closed):
    place.vote_all()
    if closed:
        place.close()
    desk = place.desk()

    statuses = {desk.get(f"/desk/{place.round.id}/{page}").status_code for page in EARLY}

    assert statuses <= {404, 409}


def test_the_right_card_opens_no_box_that_is_still_open(place):
    place.vote_all()

    with pytest.raises(StateRefused), place.database.transaction() as session:
        place.round.open_box(session)


def test_a_page_sent_again_is_one_ballot_with_one_receipt_also_after_closing(place):
    phone, code = Phone(place.app), next(iter(place.marks))
    page = phone.sheet(code)
    cookie = phone.client.get_cookie("voter", path="/v").value
    receipts = []
    for closing in (False, False, True):
        if closing:
            place.close()
        phone.client.set_cookie("voter", cookie, path="/v")
        phone.client.get("/v/privacy")
        answer = phone.send(page, 2, csrf_token=hidden(phone.get("/v"))["csrf_token"])
        assert answer.status_code == 303
        receipts.append(receipt(phone.get("/v/done")))

    assert (len(set(receipts)), held(place)) == (1, ({0: 1}, 1))


def test_no_spelling_of_a_code_is_a_second_code(place):
    code = max(place.marks, key=lambda each: each.count("0") + each.count("1"))
    place.vote(code)

    answers = {name: voted(place, spelled(code)) for name, spelled in ALIASES.items()}

    assert (answers, held(place)) == (dict.fromkeys(ALIASES, 409), ({0: 1}, 1))


def test_a_page_of_one_round_casts_nothing_in_another(place):
    phone, (own, *_), (foreign, *_) = Phone(place.app), list(place.marks), another_round(place)
    page = phone.sheet(own)
    phone.enter(foreign)

    answer = phone.send(page, 2)

    assert (answer.status_code, held(place)) == (409, ({}, 0))


def test_no_field_of_a_form_moves_a_ballot_to_another_class_or_round(place):
    another_round(place)
    phone, code = Phone(place.app), next(iter(place.marks))
    page = phone.sheet(code)

    fields = {"voter_class": 1, "round_id": 2, "weight": 100, "digest": "00" * 32, "source": 2}
    statuses = {name: phone.send(page, 2, **{name: value}).status_code for name, value in fields.items()}

    assert (statuses, held(place)) == (dict.fromkeys(fields, 400), ({}, 0))


def test_a_page_of_another_form_casts_nothing(place):
    phone, code = Phone(place.app), next(iter(place.marks))
    page = phone.sheet(code)

    answers = {phone.send(page, 2, form=form).status_code for form in ("00" * 32, "", "0")}

    assert (answers <= {400, 409}, held(place)) == (True, ({}, 0))


def test_a_voter_whose_round_is_over_casts_nothing(place):
    phone, code = Phone(place.app), next(iter(place.marks))
    page = phone.sheet(code)
    place.close()

    answer = phone.send(page, 2)

    assert (answer.status_code, held(place)) == (409, ({}, 0))


@pytest.mark.parametrize("opened", [False, True])
def test_what_is_closed_is_never_opened_again(place, opened):
    place.vote_all()
    place.close()
    if opened:
        place.open_box()

    with pytest.raises(StateRefused), place.database.transaction() as session:
        conduct.open_voting(session, round_id=place.round.id, actor=BOTH)

    assert (voted(place, next(iter(place.marks))), held(place)) == (409, ({0: VOTERS}, VOTERS))
