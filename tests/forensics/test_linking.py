"""What every voter's answers carry besides their words: nothing of it depends on what was marked."""

from __future__ import annotations

import gc
import sys
import time
from collections import Counter

import pytest

from appraisal.domain import validity
from appraisal.domain.sheet import Marks
from appraisal.services import voting
from appraisal.web import steps
from tests.factories import PEPPER
from tests.forensics.hall import hall
from tests.forensics.meeting import CELLS, MarkedMeeting, marks_of
from tests.phone import Phone

VOTERS = 40
TIMED = 20  # voters with the best marks, and as many with the worst
TELLS = 0.85  # four standard deviations from a half, with 20 of each
STORED_BY_BROWSERS = {"ETag", "Last-Modified", "Expires", "Age"}
OURS = {"appraisal", "nacl", "sqlalchemy", "tests"}
EXTREMES = [(3,) * CELLS, (0, *(1,) * (CELLS - 1)), *marks_of(6)]


@pytest.fixture(scope="module")
def place(tmp_path_factory, shared_address):
    with hall(tmp_path_factory.mktemp("hall"), shared_address, voters=VOTERS) as made:
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


def test_an_answer_marked_with_its_marks_would_be_seen(tmp_path, address, monkeypatch):
    filled_in, receipted, marked = steps.filled_in, steps.receipted, {}

    def remember(booth, marks, *given, **options):
        marked[booth.digest] = marks.answers[0]
        return filled_in(booth, marks, *given, **options)

    def mark(booth, *given, **options):
        response = receipted(booth, *given, **options)
        response.set_etag(str(marked[booth.digest]))
        return response

    monkeypatch.setattr(steps, "filled_in", remember)
    monkeypatch.setattr(steps, "receipted", mark)
    with hall(tmp_path, address, voters=4) as place:
        place.vote_all()
        kept = {name for visit in place.visits for name, _ in visit.seen[2].headers} & STORED_BY_BROWSERS

    assert kept == {"ETag"}


def test_the_sheet_has_one_length_before_anything_is_marked(place):
    assert len({len(visit.seen[1].data) for visit in place.visits}) == 1


def test_no_cookie_is_alike_for_like_marks(place):
    values = [visit.cookie for visit in place.visits]

    assert len(set(values)) == VOTERS


def steps_of(work):
    """How many calls a piece of work makes: its time on a machine that is never interrupted.

    A driver that waits for its server asks again as often as that takes, so its calls are left out.
    """
    calls = Counter()

    def count(frame, event, _):
        if frame.f_globals.get("__name__", "").partition(".")[0] in OURS:
            calls[event] += 1

    gc.collect()
    gc.disable()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
        gc.enable()
    return calls["call"], calls["c_call"]


@pytest.fixture
def casting(database):
    """Cast once to fill every cache, then give back how many calls casting such marks makes."""
    meeting = MarkedMeeting(database, 20)
    codes = iter(meeting.voters)
    meeting.vote(next(codes))

    def cast(answers):
        voter = next(codes)
        with database.transaction() as session:
            booth = voting.enter(session, typed=voter.code, pepper=PEPPER)
            given = {"booth": booth, "marks": Marks(answers), "nonce": voter.nonce}
            return steps_of(lambda: voting.cast(session, **given))

    cast(EXTREMES[0])
    return cast


def test_casting_takes_as_many_steps_whatever_was_marked(casting):
    assert len({casting(answers) for answers in EXTREMES}) == 1


def chance_of_telling(quick, slow):
    """How often a slow answer is slower than a quick one: half of the time where time tells nothing."""
    return sum(one < other for one in quick for other in slow) / (len(quick) * len(slow))


@pytest.fixture
def answer_times(tmp_path, address):
    """Vote by turns, best marks and worst marks; give back how long the answers to both took."""

    def measure(slower=lambda quick: None):
        times = {3: [], 0: []}
        with hall(tmp_path, address, voters=2 * TIMED) as place:
            sealed_as_usual = voting.seal

            def seal(answers, *given):
                if 0 in answers:
                    slower(times[3])
                return sealed_as_usual(answers, *given)

            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(voting, "seal", seal)
                return by_turns(place, times)

    return measure


def by_turns(place, times):
    for number, code in enumerate(place.marks):
        answer = (3, 0)[number % 2]
        phone = Phone(place.app)
        page = phone.sheet(code)
        start = time.perf_counter()
        phone.send(page, answer)
        times[answer].append(time.perf_counter() - start)
    return times[3], times[0]


def test_the_time_of_an_answer_tells_no_more_than_chance(answer_times):
    assert 1 - TELLS < chance_of_telling(*answer_times()) < TELLS


def test_an_answer_that_takes_longer_for_low_marks_would_be_told(answer_times):
    def linger(quick):
        time.sleep(max(0.3, 2 * max(quick)))  # plainly longer, on a busy machine as well

    assert chance_of_telling(*answer_times(linger)) > TELLS


def test_a_check_that_looks_longer_at_low_marks_would_be_seen(casting, monkeypatch):
    check = validity.check

    def slow(marks, sheet):
        [abs(answer) for answer in marks.answers if not answer]
        return check(marks, sheet)

    monkeypatch.setattr(validity, "check", slow)

    assert len({casting(answers) for answers in EXTREMES}) > 1
