"""What a published round leaves behind."""

import io
import json
import zipfile
from dataclasses import replace
from fractions import Fraction

import pytest
from sqlalchemy import select

from appraisal.domain.encoding import canonical_json
from appraisal.domain.errors import CardOfAnotherRound, NotPublished
from appraisal.domain.lifecycle import State
from appraisal.domain.waiver import Waiver
from appraisal.services import archive, reopening
from appraisal.storage import audit
from appraisal.storage.models import Ballot, Round
from appraisal.verifying.report import Status, Verdict
from appraisal.verifying.verify import Asked, verify
from tests.factories import make_class, make_plan
from tests.organizer import hold, make_app, make_folder
from tests.verifying.damage import repacked

CLASSES = (make_class("A", 40, 3), make_class("B", 30, 20), make_class("C", 30, 20))
CANARY = [0] + [3, 2, 1] * 8


@pytest.fixture
def app(tmp_path):
    app = make_app(make_folder(tmp_path / "data"))
    yield app
    app.extensions["appraisal"].database.engine.dispose()


@pytest.fixture
def published(app):
    """Three ballots of a small class, eleven of each other class."""
    return hold(app, State.PUBLISHED, plan=make_plan(classes=CLASSES), votes=CANARY[:9])


def written(app, meeting, *, full=False):
    out = io.BytesIO()
    with app.extensions["appraisal"].database.reading() as session:
        archive.write(session, out, round_id=meeting.id, full=full)
    return out.getvalue()


def opened(content):
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        return {name: found.read(name) for name in found.namelist()}


@pytest.mark.parametrize("full", [False, True])
def test_the_archive_of_a_published_round_passes_its_own_checks(app, published, full):
    content = written(app, published, full=full)

    report = verify(content, Asked(board=verify(content).fingerprint))

    assert [str(finding) for check in report.checks for finding in check.findings][:1] in (
        [],
        ["有的票数不公布，或计分办法要用整张选票"],
    )
    assert report.verdict in (Verdict.VALID, Verdict.IN_PART)


def test_the_same_round_gives_the_same_bytes_whatever_is_done_later(app, published):
    first = written(app, published)
    with app.extensions["appraisal"].database.transaction() as session:
        audit.record(session, actor="organizer", act="change-password")

    assert written(app, published) == first


def test_only_the_full_archive_holds_sealed_ballots(app, published):
    public, full = opened(written(app, published)), opened(written(app, published, full=True))

    lock, *ballots = [json.loads(line) for line in full.pop("sealed.jsonl").splitlines()]
    assert set(full) == set(public)
    assert (len(ballots), sorted(lock)) == (9, ["keyset_id", "public_key", "wraps"])


def count_heads(session):
    """Put another number of people in the hall than the plan foresaw."""
    session.scalars(select(Round)).one().present = 31


def test_opened_again_with_its_card_the_box_gives_what_was_published(app):
    plan = make_plan(classes=CLASSES)
    meeting = hold(app, State.PUBLISHED, plan=plan, votes=CANARY[:9], meanwhile=count_heads)
    content = written(app, meeting, full=True)

    counted = reopening.reopened(opened(content), meeting.cards)

    report = verify(content, Asked(reopened=counted))
    statuses = {check.number: check.status for check in report.checks}
    assert (statuses["V14"], report.verdict) == (Status.OK, Verdict.IN_PART)
    assert json.loads(counted["result.json"])["returns"]["attendance"]["present"] == 31


def test_a_full_archive_that_nobody_opened_again_is_valid_in_part(app, published):
    content = written(app, published, full=True)

    statuses = {check.number: check.status for check in verify(content).checks}

    assert statuses["V14"] is Status.NOT_POSSIBLE


def test_a_sealed_ballot_that_was_exchanged_is_found_without_a_card(app, published):
    files = opened(written(app, published, full=True))
    lock, first, *others = files["sealed.jsonl"].splitlines(keepends=True)
    exchanged = {**json.loads(first), "sealed": "00" * 100}
    files["sealed.jsonl"] = b"".join((lock, canonical_json(exchanged) + b"\n", *others))

    report = verify(repacked(files))

    assert [check.number for check in report.checks if check.status is Status.FAILED] == ["V14"]


def overwrite_one(session):
    """Put noise in the place of a ballot of class B, as somebody with the database could while it is open."""
    spoilt = session.scalars(select(Ballot).where(Ballot.voter_class == 1).order_by(Ballot.id)).first()
    spoilt.sealed = bytes(len(spoilt.sealed))


def test_what_cannot_be_opened_is_listed_and_the_archive_says_so(app):
    plan = make_plan(classes=(make_class("A", 40, 12), make_class("B", 60, 12)))
    meeting = hold(app, State.PUBLISHED, plan=plan, votes=CANARY[1:23], meanwhile=overwrite_one)
    content, full = written(app, meeting), written(app, meeting, full=True)

    report = verify(full, Asked(reopened=reopening.reopened(opened(full), meeting.cards)))

    returns = json.loads(opened(content)["returns.json"])
    line = returns["classes"][1]
    assert (line["cast"] - line["valid"] - line["void"] - line["abstained"], len(returns["unopenable"])) == (
        1,
        1,
    )
    assert [check.number for check in report.checks if check.status is Status.FAILED] == []
    assert verify(content, Asked(board=verify(content).fingerprint)).verdict is Verdict.VALID


def test_the_card_of_another_meeting_does_not_open_an_archive(app, published):
    other = hold(app, State.CLOSED)

    with pytest.raises(CardOfAnotherRound):
        reopening.reopened(opened(written(app, published, full=True)), other.cards)


def test_what_a_table_withholds_the_archive_withholds(app, published):
    files = opened(written(app, published))

    told = [cell for cell in json.loads(files["tally.json"])["cells"] if "withheld" not in cell]
    valid = [line["valid"] for line in json.loads(files["returns.json"])["classes"]]
    assert (told, valid) == ([], [None, None, None])


def test_an_archive_with_a_waiver_shows_the_small_class_and_passes(app):
    plan = replace(make_plan(classes=CLASSES, spare_share=Fraction(0)), waiver=Waiver(3))
    content = written(app, hold(app, State.PUBLISHED, plan=plan, votes=[0, 3, 2, *CANARY[:24]]))

    report = verify(content, Asked(board=verify(content).fingerprint))

    limits, returns = (json.loads(opened(content)[name]) for name in ("round.json", "returns.json"))
    assert limits["limits"] == {"distribution": 8, "shown": 3}
    assert returns["classes"][0]["valid"] == 3
    assert (report.verdict, [c.number for c in report.checks if c.status is Status.FAILED]) == (
        Verdict.VALID,
        [],
    )


def test_a_limit_that_nobody_agreed_on_is_found(app, published):
    files = opened(written(app, published))
    frozen = json.loads(files["round.json"])
    files["round.json"] = canonical_json({**frozen, "limits": {**frozen["limits"], "shown": 1}})

    report = verify(repacked(files))

    (hiding,) = (check for check in report.checks if check.number == "V10")
    assert str(hiding.findings[0]) == "单独公布的最低票数与约定不同，或低于 3 张"


@pytest.mark.parametrize("state", [State.OPEN, State.CLOSED, State.OPENED])
def test_there_is_no_archive_before_the_result_is_published(app, state):
    with pytest.raises(NotPublished):
        written(app, hold(app, state))
