"""The front door: the requests of a vote, answered without Flask's machinery where nothing is unusual.

What is unusual is answered by Flask's pages, which get the request as it came. Nothing has happened by
then, for a ballot that is refused leaves no trace; or the ballot is in the box, and finds its receipt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from threading import local
from typing import TYPE_CHECKING, TypeVar

from flask import Flask
from werkzeug.wrappers import Response

from ..domain import errors
from ..domain.sheet import Marks
from ..notices import notices
from ..services import voting
from ..services.voting import Booth, Receipt
from ..transaction import Writer, database, glancing, settings, together
from . import alarms, ops, steps, tokens, visit
from .asked import Asked, Unusual, host_of
from .ballot_form import AT_ONCE, NONCE, tapped_answers
from .security import lasting_headers
from .visit import Shown

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

EXTENSION = "front"
CODE, SHEET, LAST = "/v", "/v/ballot", "/v/done"
BALLOT = ("POST", SHEET)
HIDDEN = ("nonce", "tag", "form", AT_ONCE)


@dataclass(frozen=True)
class Answer:
    """What goes out: a status line, headers, a body."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


Outcome = Callable[[], Receipt]  # tells what has come of a ballot, or raises why it is not in the box


@dataclass(frozen=True)
class Dropping:
    """A sealed ballot before the box: what puts it in, and what makes the answer of what came of that."""

    work: Callable[[Writer], Receipt]
    finish: Callable[[Outcome], Answer | None]

    def __call__(self) -> Answer | None:
        """Put it in with whoever comes at the same moment, and answer."""
        return self.finish(lambda: together(self.work))


Deed = Callable[[], Answer | None]
Step = Callable[[Asked], Response | Dropping]
Ready = TypeVar("Ready", bound=Dropping)  # none where a ballot is finished


def register(app: Flask) -> None:
    """Stand before the application."""
    app.extensions[EXTENSION] = app.wsgi_app = Front(app)  # type: ignore[method-assign]


class Front:
    """A WSGI application before Flask's; a server that knows it can ask for what waits for nobody."""

    def __init__(self, app: Flask) -> None:
        self._app, self._behind = app, app.wsgi_app
        self._refusal = local()
        self._steps: dict[tuple[str, str], Step] = {
            ("GET", CODE): self._code_page,
            ("POST", CODE): self._code,
            ("GET", SHEET): self._sheet,
            BALLOT: self._ballot,
            ("GET", LAST): self._receipt,
        }

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer, or let Flask answer."""
        was_refused = "why" in self._refusal.__dict__  # in this thread, just now
        found = None if was_refused else self.begin(environ)
        answer = found() if callable(found) else found
        if answer is None:
            environ[steps.REFUSED] = self._why()
            return self._behind(environ, start_response)
        start_response(answer.status, answer.headers)
        return [answer.body]

    def begin(self, environ: WSGIEnvironment) -> Answer | Dropping | Deed | None:
        """Return the answer; or what finds it where that waits for something; or None: it is Flask's."""
        step = self._steps.get((environ["REQUEST_METHOD"], environ["PATH_INFO"]))
        if step is None or environ.get("SCRIPT_NAME"):
            return None
        return self._taken(step, environ) if self._reads_at_once else partial(self._alone, step, environ)

    def drop_all(self, droppings: Sequence[Dropping]) -> list[Outcome]:
        """Put ballots into the box with one commit; return what has come of each."""
        with self._app.app_context():
            written = database().all_together([dropping.work for dropping in droppings])
        return [writing.outcome for writing in written]

    def refusing(self) -> Deed | None:
        """Return what tells another thread why the box did not take the ballot that was finished just now."""
        why = self._why()
        return partial(self._refuse, why) if why else None

    def _refuse(self, why: errors.AppraisalError) -> None:
        """Let Flask's page tell this thread's next request so: nobody waits for the box twice."""
        self._refusal.why = why

    def _why(self) -> errors.AppraisalError | None:
        why: errors.AppraisalError | None = self._refusal.__dict__.pop("why", None)
        return why

    @cached_property
    def _reads_at_once(self) -> bool:
        with self._app.app_context():
            return database().is_sqlite and not notices().is_common

    def _alone(self, step: Step, environ: WSGIEnvironment) -> Answer | None:
        found = self._taken(step, environ)
        return found() if isinstance(found, Dropping) else found

    def _taken(self, step: Step, environ: WSGIEnvironment) -> Answer | Dropping | None:
        """Take a step as far as it goes without the box."""
        self._refusal.__dict__.clear()
        with self._app.app_context():
            try:
                if not host_of(environ):
                    return None
                asked = Asked(self._app, environ)
            except Exception:  # a fault, too, is told by Flask's pages
                return None
            return self._answered(asked, partial(step, asked))

    def _finished(
        self, asked: Asked, answer: Callable[[Receipt], Response], outcome: Outcome
    ) -> Answer | None:
        with self._app.app_context():
            return self._answered(asked, lambda: answer(outcome()))

    def _answered(self, asked: Asked, find: Callable[[], Response | Ready]) -> Answer | Ready | None:
        """Write the answer that is found; None where Flask's pages tell what is in the way, faults too."""
        try:
            found = self._or_too_late(asked, find)
            return self._answer(asked, found) if isinstance(found, Response) else found
        except steps.SEND_AGAIN as refusal:
            self._refusal.why = refusal
            return None
        except Exception:
            return None

    @staticmethod
    def _or_too_late(asked: Asked, find: Callable[[], Response | Ready]) -> Response | Ready:
        """Find an answer; after the close a whole hall may try to, and everybody is told the same."""
        try:
            return find()
        except steps.TOO_LATE as refusal:
            return steps.refuse(asked.page(*steps.refusal_page(asked.language, refusal)), refusal)

    def _answer(self, asked: Asked, response: Response) -> Answer:
        before = len(response.headers)
        self._app.session_interface.save_session(self._app, asked.session, response)  # type: ignore[arg-type]
        alarms.note_time(asked.began)
        ops.note_answer(response.status)
        headers = list(response.headers)  # in Flask's order: nothing tells which way an answer came
        headers[before:before] = lasting_headers(is_secure=settings().is_secure)
        return Answer(response.status, headers, response.get_data())

    def _code_page(self, asked: Asked) -> Response:
        if visit.is_there(asked.cookies):
            raise Unusual
        return asked.page(*steps.code_page(asked.language, steps.open_title(), asked.token()))

    def _code(self, asked: Asked) -> Response:
        fields = asked.fields()
        is_at_once = fields.pop(AT_ONCE, "")
        if fields.keys() != {"code"}:
            raise Unusual
        with glancing() as rows:
            booth = voting.enter(rows, typed=fields["code"], pepper=settings().pepper)
        return steps.admitted(booth, self._blank(asked, booth) if is_at_once else steps.on_to(SHEET))

    def _sheet(self, asked: Asked) -> Response:
        booth = asked.booth()
        try:
            voting.require_usable(booth)
        except errors.RoundNotOpen:
            return steps.wait(asked.page(*steps.waiting_page(asked.language)), SHEET)
        return self._blank(asked, booth)

    @staticmethod
    def _blank(asked: Asked, booth: Booth) -> Response:
        return asked.page(*steps.sheet_page(asked.language, booth, asked.token()))

    def _ballot(self, asked: Asked) -> Dropping:
        fields, booth = asked.fields(), asked.booth()
        nonce, tag, form, is_at_once = (fields.pop(name, "") for name in HIDDEN)
        steps.require_page_of(booth, tag, form)
        if not NONCE.match(nonce) or booth.sheet.chooses_own:
            raise Unusual
        marks = Marks(tuple(tapped_answers(booth.sheet, fields)))
        if not booth.spent:  # a page sent again finds its receipt, also after the close
            voting.require_usable(booth)
        if is_at_once:  # Flask renders the page before it is needed, not after the ballot is in the box
            asked.rendered(steps.receipt_kind(asked.language, is_rehearsal=booth.rehearsal, is_answer=True))

        def last(shown: Shown, _: Sequence[str]) -> Response:
            if not is_at_once:
                return steps.on_to(LAST)
            return asked.page(*steps.receipt_page(asked.language, shown, answers=nonce))

        def answer(receipt: Receipt) -> Response:
            response = steps.receipted(booth, receipt, nonce, last)
            asked.session.pop(tokens.FIELD, None)
            return response

        return Dropping(steps.filled_in(booth, marks, nonce), partial(self._finished, asked, answer))

    def _receipt(self, asked: Asked) -> Response:
        shown, kept = visit.receipt(asked.cookies), visit.kept(asked.cookies, own=True)
        return asked.page(*steps.receipt_page(asked.language, shown, kept))
