"""Errors at every step of casting, each quoting all it was given: neither log nor page repeats it."""

from __future__ import annotations

import logging
import re
from sqlite3 import IntegrityError, OperationalError

import pytest

from appraisal.web import refusals
from tests.forensics.hall import by_flask_alone, hall

STEPS = [
    "appraisal.web.voter.ballot_form",
    "appraisal.web.voter.findings",
    "appraisal.web.voter.marks",
    "appraisal.web.voter.reason_findings",
    "appraisal.web.steps.dropped",
    "appraisal.web.visit.end",
    "appraisal.services.voting._named",
    "appraisal.services.voting.validity.check",
    "appraisal.services.voting.ballot_id",
    "appraisal.services.voting.seal",
    "appraisal.services.voting.reason.check",
    "appraisal.services.voting.reason_seal.seal_all",
    "appraisal.ballotbox.reason_seal._context",
    "appraisal.ballotbox.seal._header",
    "appraisal.ballotbox.seal.SealedBox",
    "appraisal.ballotbox.box.hold_open",
    "appraisal.ballotbox.box._earlier",
    "appraisal.ballotbox.box._require_open",
    "appraisal.ballotbox.box._spend",
    "appraisal.ballotbox.box._put_in",
    "appraisal.ballotbox.box.board.leaf",
    "appraisal.storage.database.Database.together",
]


def quoting(kind, known):
    """A function that fails and says everything it knows."""

    def fail(*given, **named):
        raise kind(f"{known} {given!r} {named!r}")

    return fail


@pytest.fixture(scope="module")
def place(tmp_path_factory, shared_address):
    with hall(tmp_path_factory.mktemp("hall"), shared_address, voters=len(STEPS) + 12, asks=True) as made:
        by_flask_alone(made.app)  # a plain ballot would go by the front door, which no page strikes
        made.codes = iter(made.marks)
        yield made


def struck(place, monkeypatch, step, fault):
    """Let one voter vote while a step fails; return the page's status, and what log and page repeat."""
    code = next(place.codes)
    place.log.truncate(0)
    known = (code, place.marks[code])
    with monkeypatch.context() as patch:
        original = place.app.view_functions["voter.cast"]

        def cast():
            patch.setattr(step, quoting(fault, known))
            try:
                return original()
            finally:
                patch.undo()

        place.app.view_functions["voter.cast"] = cast
        try:
            visit = place.vote(code)
        finally:
            place.app.view_functions["voter.cast"] = original
    answer = visit.seen[2]
    return answer.status_code, repeated(place, answer)


def repeated(place, answer):
    """What log and page repeat; the voter's own sheet may come back to the voter."""
    page = re.sub(r"<input[^>]*>|<textarea.*?</textarea>", "", answer.text)
    return {name.split()[0] for name in place.search().found(f"{place.log.getvalue()}{page}".encode())}


@pytest.mark.parametrize("step", STEPS)
def test_a_fault_while_casting_repeats_nothing_of_the_ballot(place, monkeypatch, step):
    status, said = struck(place, monkeypatch, step, ValueError)

    assert (status, said) == (500, set())
    assert "fault" in place.log.getvalue()


@pytest.mark.parametrize("kind", [IntegrityError, OperationalError])
def test_a_refusal_of_the_database_repeats_nothing_of_the_ballot(place, monkeypatch, kind):
    status, said = struck(place, monkeypatch, "appraisal.ballotbox.box._put_in", kind)

    assert (status, said) == (503, set())


def test_a_handler_that_quotes_the_error_would_be_caught(place, monkeypatch):
    handlers = place.app.error_handler_spec[None][None]

    def failed(error):
        logging.getLogger("appraisal").error("fault: %r", error)
        return refusals.failed(error)

    monkeypatch.setitem(handlers, Exception, failed)

    _, said = struck(place, monkeypatch, "appraisal.services.voting.seal", ValueError)

    assert {"printed", "marks"} <= said


def test_a_handler_that_quotes_the_form_would_be_caught(place, monkeypatch):
    from flask import request

    handlers = place.app.error_handler_spec[None][None]

    def failed(error):
        logging.getLogger("appraisal").error("fault with %r", request.form)
        return refusals.failed(error)

    monkeypatch.setitem(handlers, Exception, failed)

    _, said = struck(place, monkeypatch, "appraisal.ballotbox.box._put_in", ValueError)

    assert said == {"nonce", "marks", "reason"}
