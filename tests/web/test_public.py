"""A public channel: one ballot for whoever asks, no lock on an address, and an account that balances."""

import io
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from appraisal.services import archive, conduct, opening, reconciling, results
from appraisal.services.outcome import Outcome
from appraisal.storage.models import Credential, Result
from appraisal.verifying.verify import verify
from tests.factories import BOTH, SCRUTINEER, make_class, make_plan
from tests.phone import Phone, hidden, receipt

PUBLIC = replace(make_class("G", 0, 40), is_public=True)
PLAN = make_plan(classes=(make_class("A", 100, 8), PUBLIC), quorum=Fraction(7, 8))


@pytest.fixture
def made(open_round):
    return open_round(PLAN)


@pytest.fixture
def draw(app, made):
    """Open the channel on a phone and ask for a ballot; all phones share one address."""

    def draw(phone=None, round_id=made.id):
        phone = phone or Phone(app)
        path = f"/v/public/{round_id}/1"
        return phone, phone.client.post(path, data=hidden(phone.get(path)))

    return draw


def vote(phone, answer=2):
    return phone.send(phone.get("/v/ballot"), answer)


def test_whoever_asks_gets_one_ballot_that_says_what_it_is(draw, made, in_the_box):
    phone, drawn = draw()
    sheet = phone.get("/v/ballot")
    done = phone.send(sheet, 3)

    assert (drawn.status_code, drawn.headers["Location"]) == (303, "/v/ballot")
    assert "公开渠道，只作参考，不是正式票" in sheet.text
    assert (done.headers["Location"], receipt(phone.get("/v/done"))[:2]) == ("/v/done", "R-")
    assert in_the_box(made) == [(3, 3, 3)]


def test_a_browser_goes_on_with_its_ballot_and_gets_no_second_one(draw, database, made):
    phone, _ = draw()
    tag = hidden(phone.get("/v/ballot"))["tag"]
    draw(phone)
    again = hidden(phone.get("/v/ballot"))["tag"]
    vote(phone)

    _, refused = draw(phone)

    with database.reading() as session:
        count = session.query(Credential).filter_by(round_id=made.id, voter_class=1).count()
    assert (tag == again, refused.status_code, count) == (True, 409, 1)
    assert "公开渠道请每人只投一次" in refused.text


def test_a_shared_address_is_never_locked_out_and_slips_never_wait(app, draw, made):
    statuses = [draw()[1].status_code for _ in range(21)]

    voted = Phone(app).vote(made.codes("A")[0])

    assert statuses == [303] * 20 + [429]
    assert voted.headers["Location"] == "/v/done"


def test_no_more_are_given_out_than_were_agreed(open_round, draw):
    small = open_round(replace(PLAN, classes=(PLAN.classes[0], replace(PUBLIC, issued=2))))

    answers = [draw(round_id=small.id)[1] for _ in range(3)]

    assert [answer.status_code for answer in answers] == [303, 303, 409]
    assert "公开渠道的票已经领完" in answers[-1].text


def test_a_class_with_slips_has_no_such_page(phone, made):
    assert [phone.get(f"/v/public/{made.id}/{place}").status_code for place in (0, 2)] == [404, 404]


def test_the_hall_does_not_wait_for_it_and_no_single_vote_of_it_is_watched(app, draw, database, made):
    for code in made.codes("A")[:8]:
        Phone(app).vote(code)
    vote(draw()[0])

    with database.reading() as session:
        turnout = conduct.turnout(session, round_id=made.id)
    assert (turnout.issued, turnout.returned) == (8, 8)
    assert [line.returned for line in turnout.classes] == [8, 0]


def test_what_was_looked_at_is_no_ballot_and_everything_balances(app, draw, database, close, made):
    for code in made.codes("A")[:6]:
        Phone(app).vote(code, 3)
    for _ in range(5):
        vote(draw()[0], 0)
    late, _ = draw()
    sheet = late.get("/v/ballot")
    close(made)

    told = late.send(sheet, 3)
    with database.transaction() as session:
        counts = [{"unused": 3, "spoiled": 0}, {"unused": 0, "spoiled": 0}]
        lines = reconciling.reconcile(session, round_id=made.id, counts=counts, actor=SCRUTINEER)
        opening.open_box(session, round_id=made.id, cards=made.cards, actor=BOTH)
        conduct.publish(session, round_id=made.id, actor=BOTH, objections_until=date(2026, 12, 31))
        found = conduct.find(session, made.id)
        table = results.table(
            found.plan, Outcome.load(session.get(Result, made.id).document), issued=found.issued
        )
        out = io.BytesIO()
        archive.write(session, out, round_id=made.id)

    assert told.status_code == 409
    assert found.issued == [8, 5]
    assert (lines[1].unused, lines[1].not_returned) == (35, 0)
    assert [row.total.shown for row in table.rows] == ["100.00"] * 3  # a weight of 0: listed, not counted
    assert any("G票是公开渠道" in str(remark) for remark in table.remarks)
    assert (table.returns.quorum.met, table.returns.total.returned) == (False, 11)  # 6 of 8 in the hall
    assert verify(out.getvalue()).verdict.name in ("VALID", "IN_PART")


def test_the_page_says_how_it_stands(phone, close, made):
    before = phone.get(f"/v/public/{made.id}/1").text
    close(made)
    after = phone.get(f"/v/public/{made.id}/1").text

    assert ("领取选票" in before, "投票已经截止，不能再领票" in after) == (True, True)
