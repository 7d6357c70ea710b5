"""What every voter's answers carry besides their words: nothing of it depends on what was marked."""

from __future__ import annotations

import gc
import sys
from collections import Counter

import pytest
from flask import request

from appraisal.domain import validity
from appraisal.domain.sheet import Marks
from appraisal.services import voting
from tests.factories import PEPPER
from tests.forensics.hall import hall
from tests.forensics.meeting import CELLS, MarkedMeeting, marks_of

VOTERS = 40
STORED_BY_BROWSERS = {"ETag", "Last-Modified", "Expires", "Age"}
EXTREMES = [(3,) * CELLS, (0, *(1,) * (CELLS - 1)), *marks_of(6)]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    with hall(tmp_path_factory.mktemp("hall"), voters=VOTERS) as made:
        made.vote_all()
        yield made


def carried(visit, step):
    """What one answer tells to somebody who cannot read its words."""
    answer = visit.seen[step]
    set_here = [line.partition(";")[0] for line in answer.headers.getlist("Set-Cookie")]
    names = tuple(sorted(line.partition("=")[0] for line in set_here))
    return answer.status_code, tuple(answer.headers.keys()), names


@pytest.mark.parametrize("step", range(4), ids=["code", "sheet", "ballot", "receipt"])
def test_all_voters_get_answers_of_one_shape(place, step):
    shapes = Counter(carried(visit, step) for visit in place.visits)
    kept = {name for visit in place.visits for name, _ in visit.seen[step].headers} & STORED_BY_BROWSERS

    assert (len(shapes), kept) == (1, set())


def test_an_answer_marked_with_its_marks_would_be_seen(tmp_path):
    with hall(tmp_path, voters=4) as place:

        @place.app.after_request
        def mark(response):
            if "m0" in request.form:
                response.set_etag(request.form["m0"])
            return response

        place.vote_all()
        kept = {name for visit in place.visits for name, _ in visit.seen[2].headers} & STORED_BY_BROWSERS

    assert kept == {"ETag"}


def test_the_sheet_has_one_length_before_anything_is_marked(place):
    assert len({len(visit.seen[1].data) for visit in place.visits}) == 1


def test_no_cookie_is_alike_for_like_marks(place):
    values = [visit.cookie for visit in place.visits]

    assert len(set(values)) == VOTERS


def steps_of(work):
    """How many calls a piece of work makes: its time on a machine that is never interrupted."""
    calls = Counter()
    gc.collect()
    gc.disable()
    sys.setprofile(lambda frame, event, _: calls.update([event]))
    try:
        work()
    finally:
        sys.setprofile(None)
        gc.enable()
    return calls["call"], calls["c_call"]


@pytest.fixture
def casting(sqlite):
    """Cast once to fill every cache, then give back how many calls casting such marks makes."""
    meeting = MarkedMeeting(sqlite, 20)
    codes = iter(meeting.voters)
    meeting.vote(next(codes))

    def cast(answers):
        voter = next(codes)
        with sqlite.transaction() as session:
            booth = voting.enter(session, typed=voter.code, pepper=PEPPER)
            given = {"booth": booth, "marks": Marks(answers), "nonce": voter.nonce}
            return steps_of(lambda: voting.cast(session, **given))

    cast(EXTREMES[0])
    return cast


def test_casting_takes_as_many_steps_whatever_was_marked(casting):
    assert len({casting(answers) for answers in EXTREMES}) == 1


def test_a_check_that_looks_longer_at_low_marks_would_be_seen(casting, monkeypatch):
    check = validity.check

    def slow(marks, sheet):
        [abs(answer) for answer in marks.answers if not answer]
        return check(marks, sheet)

    monkeypatch.setattr(validity, "check", slow)

    assert len({casting(answers) for answers in EXTREMES}) > 1
