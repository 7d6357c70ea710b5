"""The front door: the requests of a vote, answered without Flask's machinery where nothing is unusual.

What is unusual is answered by Flask's pages, which get the request as it came.
Nothing has happened by then: a ballot that is refused leaves no trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from threading import local
from time import monotonic
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.wrappers import Response

from ..domain import errors
from ..domain.sheet import Marks
from ..notices import notices
from ..services import voting
from ..services.voting import Booth
from ..transaction import database, glancing, settings
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


Deed = Callable[[], Answer | None]
Step = Callable[[Asked], Response]


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
        was_refused = "why" in self._refusal.__dict__  # this thread, just now: nobody waits for the box twice
        found = None if was_refused else self.begin(environ)
        answer = found() if callable(found) else found
        if answer is None:
            environ[steps.REFUSED] = self._refusal.__dict__.pop("why", None)
            return self._behind(environ, start_response)
        start_response(answer.status, answer.headers)
        return [answer.body]

    def begin(self, environ: WSGIEnvironment) -> Answer | Deed | None:
        """Return the answer; or what finds it where that waits for something; or None: it is Flask's."""
        asked = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if asked not in self._steps or environ.get("SCRIPT_NAME"):
            return None
        deed = partial(self._answer, self._steps[asked], environ)
        return deed if asked == BALLOT or not self._reads_at_once else deed()

    @cached_property
    def _reads_at_once(self) -> bool:
        with self._app.app_context():
            return database().is_sqlite and not notices().is_common

    def _answer(self, step: Step, environ: WSGIEnvironment) -> Answer | None:
        self._refusal.__dict__.clear()
        began = monotonic()
        with self._app.app_context():
            try:
                if not host_of(environ):
                    return None
                asked = Asked(self._app, environ)
                response = self._taken(step, asked)
            except steps.SEND_AGAIN as refusal:
                self._refusal.why = refusal
                return None
            except Exception:  # a fault, too, is told by Flask's pages
                return None
            before = len(response.headers)
            self._app.session_interface.save_session(self._app, asked.session, response)  # type: ignore[arg-type]
            alarms.note_time(began)
            ops.note_answer(response.status)
            headers = list(response.headers)  # in Flask's order: nothing tells which way an answer came
            headers[before:before] = lasting_headers(is_secure=settings().is_secure)
            return Answer(response.status, headers, response.get_data())

    @staticmethod
    def _taken(step: Step, asked: Asked) -> Response:
        """Take a step; after the close a whole hall may try to, and everybody is told the same."""
        try:
            return step(asked)
        except steps.TOO_LATE as refusal:
            return steps.refuse(asked.page(*steps.refusal_page(asked.language, refusal)), refusal)

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

    def _ballot(self, asked: Asked) -> Response:
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

        def answer(shown: Shown, _: Sequence[str]) -> Response:
            if not is_at_once:
                return steps.on_to(LAST)
            return asked.page(*steps.receipt_page(asked.language, shown, answers=nonce))

        response = steps.dropped(booth, marks, nonce, answer)
        asked.session.pop(tokens.FIELD, None)
        return response

    def _receipt(self, asked: Asked) -> Response:
        shown, kept = visit.receipt(asked.cookies), visit.kept(asked.cookies, own=True)
        return asked.page(*steps.receipt_page(asked.language, shown, kept))
