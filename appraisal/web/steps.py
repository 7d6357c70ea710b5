"""What the steps of a vote come to where nothing is in the way: for Flask's pages and for the front door."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache, partial

from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from ..domain import errors
from ..domain.reason import NOTHING_WRITTEN, Written
from ..domain.sheet import Marks
from ..services import voting, watching
from ..services.voting import Booth, Receipt
from ..transaction import Writer, glancing, settings, together
from . import visit
from .ballot_form import new_nonce
from .refusals import status_of
from .visit import Shown, Visit

WAIT_SECONDS = range(8, 13)  # phones that wait for the opening do not all ask at once
TOO_LATE = (errors.CodeAlreadyUsed, errors.RoundClosed)
SEND_AGAIN = (errors.NonceTaken, errors.Busy)
REFUSED = "appraisal.refused"  # where Flask's page finds why the box did not take a ballot just now
Values = dict[str, str]


def open_title() -> str:
    """The title of the round that is open, if there is exactly one."""
    with glancing() as database:
        titles = watching.open_titles(database)
    return titles[0] if len(titles) == 1 else ""


def code_page(language: str, title: str, token: str) -> tuple[Hashable, Values]:
    """The kind of the page that asks for a code, and what is a voter's own on it."""
    return ("enter", language, title), {"token": token}


def sheet_page(language: str, booth: Booth, token: str, kept: Sequence[str] = ()) -> tuple[Hashable, Values]:
    """The kind of a blank sheet, and what is a voter's own on it; `kept` drafts stay on the phone."""
    kind = ("sheet", language, booth.state, booth.form_hash, booth.sheet, len(kept))
    return kind, {"token": token, "nonce": new_nonce(), "tag": booth.tag, **visit.places(kept)}


def receipt_kind(language: str, *, is_rehearsal: bool, kept: int = 0, is_answer: bool = False) -> Hashable:
    """The kind of the last page: one that answers a ballot itself, or one that is led to."""
    return "done", language, is_rehearsal, kept, is_answer


def receipt_page(
    language: str, shown: Shown, kept: Sequence[str] = (), answers: str = ""
) -> tuple[Hashable, Values]:
    """The kind of the last page, and what is a voter's own on it.

    `answers` is the number of the sheet whose script gets the page: it knows its own answer by it.
    """
    is_answer = bool(answers)
    kind = receipt_kind(language, is_rehearsal=shown.is_rehearsal, kept=len(kept), is_answer=is_answer)
    number = {"number": answers} if is_answer else {}
    return kind, {"text": shown.text, "leaf": shown.leaf, **number, **visit.places(kept)}


def waiting_page(language: str) -> tuple[Hashable, Values]:
    """The kind of the page that waits for the opening: nothing on it is anybody's own."""
    return ("waiting", language), {}


def refusal_page(language: str, refusal: errors.AppraisalError) -> tuple[Hashable, Values]:
    """The kind of the page that says why a code cannot vote any more: nothing on it is anybody's own."""
    return ("refused", language, type(refusal)), {}


def booth_of(here: Visit) -> Booth:
    """Return the booth of a visit, spent or not: a repeated submission must find its receipt."""
    return booths([here.everything[0]])[0]


def booths(pairs: Iterable[tuple[int, bytes]]) -> list[Booth]:
    """Return the booths of credentials, each named with its round; `StalePage` if it is of another."""
    found = []
    for round_id, digest in sorted(pairs):
        with glancing() as database:
            booth = voting.booth(database, digest=digest)
        if booth.round_id != round_id:
            raise errors.StalePage
        found.append(booth)
    return found


def require_page_of(booth: Booth, tag: str, form: str) -> None:
    """Refuse a page of another code or of another form: the wrong code must never be spent."""
    if not hmac.compare_digest(f"{tag} {form}".encode(), f"{booth.tag} {booth.form_mark}".encode()):
        raise errors.StalePage


def admitted(booth: Booth, answer: Response, others: Iterable[Booth] = ()) -> Response:
    """Let the answer to a right code, its sheet or the way to one, carry what the phone is to remember."""
    visit.begin(answer, booth, others)
    return answer


def dropped(
    booth: Booth,
    marks: Marks,
    nonce: str,
    answer: Callable[[Shown, Sequence[str]], Response],
    *,
    own: int | None = None,
    written: Written = NOTHING_WRITTEN,
    others: Iterable[tuple[int, bytes]] = (),
) -> Response:
    """Put a ballot into the box, then answer with its receipt; nothing else of the vote stays on the phone.

    `answer` makes the answer from the receipt and the drafts that stay: the last page, or the way to it.
    `others` are credentials of other rounds: those that can still vote now stay.
    """
    sealed = filled_in(booth, marks, nonce, own=own, written=written)
    return receipted(booth, together(sealed), nonce, answer, others)


def filled_in(
    booth: Booth, marks: Marks, nonce: str, *, own: int | None = None, written: Written = NOTHING_WRITTEN
) -> Callable[[Writer], Receipt]:
    """Seal a ballot; return what drops it into the box."""
    ballot = voting.fill_in(booth=booth, marks=marks, nonce=bytes.fromhex(nonce), own=own, written=written)
    return partial(voting.drop, booth=booth, ballot=ballot)


def receipted(
    booth: Booth,
    receipt: Receipt,
    nonce: str,
    answer: Callable[[Shown, Sequence[str]], Response],
    others: Iterable[tuple[int, bytes]] = (),
) -> Response:
    """Answer a ballot that is in the box, and keep nothing else of the vote on the phone."""
    signed = voting.signed(booth, receipt, settings().receipt_key)
    still_open = [each for each in booths(others) if each.may_vote]
    shown = visit.shown(receipt.text, signed, nonce, rehearsal=booth.rehearsal)
    response = answer(shown, [each.tag for each in still_open])
    visit.end(response, shown, still_open)
    return response


def refuse(page: Response, refusal: errors.AppraisalError) -> Response:
    """Let a page carry the status of its refusal."""
    page.status_code = status_of(refusal)
    return page


def wait(page: Response, sheet: str) -> Response:
    """Let the waiting page look again by itself, without a script."""
    page.status_code = status_of(errors.RoundNotOpen())
    page.headers["Refresh"] = f"{secrets.choice(WAIT_SECONDS)}; url={sheet}"
    return page


def on_to(address: str) -> Response:
    """Lead on to another page: reloading it sends nothing again."""
    response = Response(_way_on(address), 303, mimetype="text/html")
    response.headers["Location"] = address
    return response


@lru_cache(maxsize=8)
def _way_on(address: str) -> bytes:
    """What a browser shows that does not follow by itself."""
    return redirect(address, code=303).get_data()
