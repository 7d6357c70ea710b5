"""Errors while the front door takes a ballot, and commits that fail: nobody repeats what was sent."""

from __future__ import annotations

import logging

import pytest

from appraisal.web import front
from tests.faults.refusing import refusing_commits
from tests.forensics.hall import by_flask_alone, hall
from tests.forensics.test_faults_in_cast import quoting, repeated

STEPS = [
    "appraisal.web.front.Marks",
    "appraisal.web.front.tapped_answers",
    "appraisal.web.steps.require_page_of",
    "appraisal.web.steps.filled_in",
    "appraisal.web.steps.receipted",
    "appraisal.web.visit.end",
    "appraisal.services.voting.validity.check",
    "appraisal.services.voting.seal",
    "appraisal.ballotbox.seal.SealedBox",
    "appraisal.ballotbox.box._spend",
    "appraisal.ballotbox.box._put_in",
    "appraisal.storage.database.Database.together",
]


@pytest.fixture(scope="module")
def place(tmp_path_factory, shared_address):
    with hall(tmp_path_factory.mktemp("hall"), shared_address, voters=len(STEPS) + 3) as made:
        made.codes = iter(made.marks)
        made.vote(next(made.codes))  # every page is rendered once: from here on the door answers
        yield made


def struck(place, monkeypatch, step):
    """Let one voter vote while a step fails at the door; return how often, the status, and what was said."""
    code = next(place.codes)
    times = []
    place.log.truncate(0)
    steps = place.app.extensions[front.EXTENSION]._steps
    original = steps[front.BALLOT]

    def fail(*given, **named):
        times.append(step)
        quoting(ValueError, (code, place.marks[code]))(*given, **named)

    def failing(work):
        def tried(*given):
            with monkeypatch.context() as patch:
                patch.setattr(step, fail)
                return work(*given)

        return tried

    def ballot(asked):
        found = failing(original)(asked)
        return front.Dropping(failing(found.work), failing(found.finish))

    monkeypatch.setitem(steps, front.BALLOT, ballot)
    visit = place.vote(code)
    return len(times), visit.seen[2].status_code, repeated(place, visit.seen[2])


@pytest.mark.parametrize("step", STEPS)
def test_a_fault_at_the_door_is_made_good_and_repeats_nothing(place, monkeypatch, step):
    assert struck(place, monkeypatch, step) == (1, 303, set())


def test_a_door_that_says_why_would_be_caught(place, monkeypatch):
    found = front.Front._or_too_late

    def chatty(asked, find):
        try:
            return found(asked, find)
        except Exception as error:
            logging.getLogger("appraisal").error("door: %r", error)
            raise

    monkeypatch.setattr(front.Front, "_or_too_late", staticmethod(chatty))

    _, status, said = struck(place, monkeypatch, "appraisal.services.voting.seal")

    assert (status, {"printed", "marks"} <= said) == (303, True)


@pytest.mark.parametrize("way", ["the front door", "Flask"])
def test_a_commit_that_fails_repeats_nothing(tmp_path, address, way):
    with hall(tmp_path, address, voters=2) as place:
        first, code = place.marks
        place.vote(first)
        if way == "Flask":
            by_flask_alone(place.app)
        place.log.truncate(0)
        with refusing_commits(place.database):
            answer = place.vote(code).seen[2]
        said, failed = repeated(place, answer), "transaction failed" in place.log.getvalue()

    assert (answer.status_code, failed, said) == (503, True, set())
