"""What scripts ask for at once: the sheet as the answer to a code, the receipt as the answer to a ballot."""

from __future__ import annotations

import re

from appraisal.services import conduct, issuing
from tests.factories import BOTH, SealedRound
from tests.joined import OpenActivity
from tests.phone import Phone, hidden, receipt

ANSWERS = re.compile(r"<b id=\"?([0-9a-f]{32})\"?>")
AT_ONCE = {"at_once": "1"}


def show(phone, code):
    """Send a code as the script of the code page does."""
    return phone.client.post("/v", data={**hidden(phone.get("/v")), "code": code, **AT_ONCE})


def answers(page):
    """The number of the sheet that a last page answers."""
    return ANSWERS.findall(page.text)


def test_a_whole_vote_takes_three_requests(phone, open_round, held, in_the_box):
    made = open_round()

    sheet = show(phone, made.codes("A")[0])
    done = phone.send(sheet, {"m0": 3, "m1": 0, "m2": -1}, **AT_ONCE)

    assert (sheet.status_code, done.status_code) == (200, 200)
    assert answers(done) == [hidden(sheet)["nonce"]]
    assert held() == (1, 1)
    assert in_the_box(made) == [(3, 0, -1)]
    assert not phone.holds("voter", "/v")


def test_a_reload_shows_the_same_receipt_and_sends_nothing(phone, open_round, held):
    sheet = show(phone, open_round().codes("A")[0])
    done = phone.send(sheet, 2, **AT_ONCE)

    again = phone.get("/v/done")

    assert (receipt(again), answers(again)) == (receipt(done), [])
    assert held() == (1, 1)


def test_a_reloaded_sheet_is_the_one_that_answered(phone, open_round):
    sheet = show(phone, open_round().codes("A")[0])

    again = phone.get("/v/ballot")

    assert hidden(again)["tag"] == hidden(sheet)["tag"]


def test_a_code_of_a_round_that_is_not_open_leads_to_the_page_that_waits(database, app, phone):
    pepper = app.extensions["appraisal"].settings.pepper
    with database.transaction() as session:
        made = SealedRound(session)
        slips = issuing.issue(session, round_id=made.id, pepper=pepper, actor=BOTH)

    answer = show(phone, slips[0].code.printed)

    assert (answer.status_code, answer.location) == (303, "/v/ballot")


def test_a_code_that_voted_is_told_so(app, phone, open_round):
    code = open_round().codes("A")[0]
    Phone(app).vote(code)

    assert show(phone, code).status_code == 409


def test_a_ballot_after_the_close_is_told_so(phone, open_round, database, held):
    made = open_round()
    sheet = show(phone, made.codes("A")[0])
    with database.transaction() as session:
        conduct.close(session, round_id=made.id, actor=BOTH)

    answer = phone.send(sheet, 2, **AT_ONCE)

    assert (answer.status_code, answers(answer), held()) == (409, [], (0, 0))


def test_a_sheet_that_cannot_be_taken_comes_back(phone, open_round, held):
    sheet = show(phone, open_round().codes("A")[0])

    answer = phone.send(sheet, {"m0": 2}, **AT_ONCE)

    assert (answer.status_code, answers(answer), held()) == (422, [], (0, 0))


def test_a_page_sent_again_after_its_receipt_is_answered_with_the_receipt(phone, open_round, held):
    sheet = show(phone, open_round().codes("A")[0])
    first = phone.send(sheet, 2, **AT_ONCE)

    again = phone.send(sheet, 2, **AT_ONCE)

    assert (again.status_code, answers(again)) == (200, [hidden(sheet)["nonce"]])
    assert receipt(again) == receipt(first)
    assert held() == (1, 1)


def test_an_earlier_page_is_never_answered_with_the_receipt_of_another_voter(phone, open_round, held):
    first, second = open_round().codes("A")[:2]
    sheet = show(phone, first)
    phone.vote(second)

    answer = phone.send(sheet, 2, **AT_ONCE)

    assert (answer.status_code, answers(answer), held()) == (400, [], (1, 1))


def test_a_code_for_several_rounds_leads_to_their_list(app, database, phone, open_round):
    with database.transaction() as session:
        made = OpenActivity(session, pepper=app.extensions["appraisal"].settings.pepper)
    another = open_round().codes("A")[0]

    answer = show(phone, made.codes(0)[0])
    sheet = show(phone, another)  # a phone that still holds the rounds of a slip

    assert (answer.status_code, answer.location) == (303, "/v/rounds")
    assert (sheet.status_code, "ballot:" in sheet.text) == (200, False)


def test_the_receipt_of_one_round_leads_to_the_next(app, database, phone, held):
    with database.transaction() as session:
        made = OpenActivity(session, pepper=app.extensions["appraisal"].settings.pepper)
    show(phone, made.codes(0)[0])
    phone.client.post("/v/rounds", data={**hidden(phone.get("/v/rounds")), "round": made.rounds[0]})
    sheet = phone.get("/v/ballot")

    done = phone.send(sheet, 2, **AT_ONCE)

    assert answers(done) == [hidden(sheet)["nonce"]]
    assert re.findall(r"ballot:[0-9a-f]+", done.text) == re.findall(
        r"ballot:[0-9a-f]+", phone.get("/v/done").text
    )
    assert "还有一轮可以投" in done.text
    assert held() == (1, 1)
