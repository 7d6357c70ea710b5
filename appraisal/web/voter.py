"""The participant's face: enter a code, fill in the sheet, get the receipt."""

from __future__ import annotations

from collections.abc import Sequence

from flask import (
    Blueprint,
    abort,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response
from wtforms import StringField

from ..documents import qr
from ..domain import errors
from ..domain.phrase import Phrase
from ..domain.reason import LACKING, LEAST_RELEASED
from ..domain.validity import Finding
from ..domain.waiver import LEAST_SHOWN
from ..services import disclosure, voting
from ..services.voting import Booth
from ..transaction import settings
from . import rounds, steps, turned_away, visit
from .ballot_form import BallotForm, Wordless, ballot_form, findings, marks, new_nonce, reason_findings
from .ballot_page import ballot_page
from .language import chosen, speak
from .last_page import last_page
from .refusals import status_of
from .review_page import review_page
from .security import short_token
from .spliced import spliced
from .visit import Shown

RETYPE = (errors.CodeMistyped, errors.CodeIsReceipt, errors.CodeUnknown)
SEND_AGAIN = (errors.NonceTaken, errors.Busy)
RETRY_SECONDS = 2
LONGEST_TYPED = 40
ANY_MASK = 0  # of a QR: random digits look even under each, and choosing takes most of the time
FLASHED = "_flashes"  # where Flask keeps what the next page is to say

bp = Blueprint("voter", __name__)
turned_away.register(bp)


class CodeForm(Wordless):
    """One field for the code, scanned or typed."""

    code = StringField()
    at_once = StringField()


@bp.get("/")
def without_path() -> ResponseReturnValue:
    """Lead whoever typed the machine's name alone to the page that the slips name."""
    return redirect(url_for(".enter"), code=303)


@bp.get("/V")
@bp.get("/v/")
def otherwise_typed() -> ResponseReturnValue:
    """Lead other spellings of the address to the page; the browser keeps the fragment."""
    return redirect(url_for(".enter"), code=308)


@bp.get("/v")
def enter() -> ResponseReturnValue:
    """Ask for a code. Looking at this page uses nothing up."""
    if visit.is_there(request.cookies) or FLASHED in session:
        return _enter_page()
    title = steps.open_title()
    return spliced(*steps.code_page(chosen(), title, short_token()), lambda: _enter_page(title=title))


@bp.post("/v")
def show_code() -> ResponseReturnValue:
    """Take a code from the request's body and go on to the sheet."""
    form = CodeForm()
    typed = form.code.data or ""
    try:
        booth, *others = rounds.booths_of(typed)
    except RETYPE as refusal:
        return _enter_page(typed[:LONGEST_TYPED], refusal.phrase), status_of(refusal)
    if form.at_once.data and booth.may_vote and not others:
        return steps.admitted(booth, _blank(booth))
    return steps.admitted(booth, steps.on_to(url_for("rounds.show" if others else ".ballot")), others)


@bp.get("/v/ballot")
def ballot() -> ResponseReturnValue:
    """Show a blank sheet."""
    booth = steps.booth_of(visit.current(request.cookies))
    voting.require_usable(booth)
    return _blank(booth, visit.kept(request.cookies))


@bp.post("/v/ballot")
def cast() -> ResponseReturnValue:
    """Drop the ballot; whatever is in the way, the marks stay on the page."""
    booth = steps.booth_of(visit.current(request.cookies))
    form = ballot_form(booth.sheet)
    steps.require_page_of(booth, form.tag.data or "", form.form.data or "")
    if not form.validate():
        abort(400)
    if form.language.data:
        speak(form.language.data)
    if form.language.data or form.keep.data:
        return _sheet_page(booth, form, visit.kept(request.cookies))
    if found := findings(form):
        voting.require_usable(booth)
        return _sheet_page(booth, form, visit.kept(request.cookies), found), 422
    wrong = reason_findings(form)
    if form.review.data or form.rest.data:
        voting.require_usable(booth)
        return _review_page(booth, form, [found for found in wrong if found.kind != LACKING])
    if wrong:
        voting.require_usable(booth)
        return _review_page(booth, form, wrong), 422
    nonce = form.nonce.data or ""

    def answer(shown: Shown, kept: Sequence[str]) -> Response:
        return last_page(shown, kept, nonce) if form.at_once.data else steps.on_to(url_for(".done"))

    try:
        response = steps.dropped(
            booth,
            marks(form),
            nonce,
            answer,
            own=form.own.data,
            written=form.reasons.data,
            others=visit.current(request.cookies).others,
        )
    except SEND_AGAIN as refusal:
        return _again(booth, form, refusal)
    session.pop("csrf_token", None)
    return response


@bp.get("/v/done")
def done() -> ResponseReturnValue:
    """Show the receipt while this phone holds it."""
    try:
        shown = visit.receipt(request.cookies)
    except errors.VisitEnded:
        return render_template("voter/no_receipt.html")
    return last_page(shown, visit.kept(request.cookies, own=True))


@bp.get("/v/done/proof.svg")
def proof() -> ResponseReturnValue:
    """Draw the signed receipt of this phone: the page asks for it once its details are opened."""
    try:
        symbol = qr.draw(visit.receipt(request.cookies).signed, mask=ANY_MASK)
    except errors.VisitEnded:
        abort(404)
    return Response(render_template("voter/proof.svg", symbol=symbol), mimetype="image/svg+xml")


@bp.get("/v/privacy")
def privacy() -> ResponseReturnValue:
    """Say what is stored and what is not."""
    return render_template(
        "voter/privacy.html",
        is_secure=settings().is_secure,
        least=LEAST_SHOWN,
        full=disclosure.LEAST_DISTRIBUTION,
        reasons=LEAST_RELEASED,
    )


def _enter_page(typed: str = "", refusal: Phrase | None = None, title: str | None = None) -> str:
    return render_template(
        "voter/enter.html",
        form=CodeForm(),
        typed=typed,
        refusal=refusal,
        title=steps.open_title() if title is None else title,
        is_unfinished=_is_unfinished(),
    )


def _is_unfinished() -> bool:
    """Say whether this phone has a code at the sheet that can still vote."""
    try:
        voting.require_usable(steps.booth_of(visit.current(request.cookies)))
    except errors.AppraisalError:
        return False
    return True


def _blank(booth: Booth, kept: Sequence[str] = ()) -> Response:
    """Answer with a blank sheet; `kept` are the drafts of other rounds of the same slip."""
    kind, own = steps.sheet_page(chosen(), booth, short_token(), kept)

    def blank() -> str:
        form = ballot_form(booth.sheet, form=booth.form_mark, nonce=own["nonce"], tag=booth.tag)
        return _sheet_page(booth, form, kept)

    return spliced(kind, own, blank)


def _sheet_page(
    booth: Booth,
    form: BallotForm,
    kept: Sequence[str],
    found: Sequence[Finding] = (),
    refusal: Phrase | None = None,
) -> str:
    return render_template(
        "voter/ballot.html",
        title=booth.plan.meeting.title,
        form=form,
        page=ballot_page(form, found),
        kept=kept,
        refusal=refusal,
    )


def _review_page(booth: Booth, form: BallotForm, found: Sequence[Finding] = ()) -> str:
    return render_template(
        "voter/review.html",
        title=booth.plan.meeting.title,
        form=form,
        page=review_page(form, found),
    )


def _again(booth: Booth, form: BallotForm, refusal: errors.AppraisalError) -> ResponseReturnValue:
    """Show the sheet as it was sent: the same page for a busy box, a new number for a copied page."""
    if isinstance(refusal, errors.NonceTaken):
        form.nonce.data = new_nonce()
    page = _sheet_page(booth, form, visit.kept(request.cookies), refusal=refusal.phrase)
    return page, status_of(refusal), {"Retry-After": str(RETRY_SECONDS)}
