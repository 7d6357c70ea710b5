"""The participant's face: enter a code, fill in the sheet, get the receipt."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from functools import partial

from flask import Blueprint, Response, abort, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from ..documents import qr
from ..domain import errors
from ..domain.phrase import Phrase
from ..domain.reason import LACKING, LEAST_RELEASED
from ..domain.validity import Finding
from ..domain.waiver import LEAST_SHOWN
from ..services import disclosure, voting, watching
from ..services.voting import Booth
from ..transaction import glancing, settings, together
from . import rounds, turned_away, visit
from .ballot_form import BallotForm, Wordless, ballot_form, findings, marks, new_nonce, reason_findings
from .ballot_page import ballot_page
from .language import chosen, speak
from .refusals import status_of
from .review_page import review_page
from .security import short_token
from .spliced import spliced

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


@bp.get("/V")
@bp.get("/v/")
def otherwise_typed() -> ResponseReturnValue:
    """Lead other spellings of the address to the page; the browser keeps the fragment."""
    return redirect(url_for(".enter"), code=308)


@bp.get("/v")
def enter() -> ResponseReturnValue:
    """Ask for a code. Looking at this page uses nothing up."""
    if visit.is_there() or FLASHED in session:
        return _enter_page()
    title = _open_title()
    return spliced(("enter", chosen(), title), {"token": short_token()}, lambda: _enter_page(title=title))


@bp.post("/v")
def show_code() -> ResponseReturnValue:
    """Take a code from the request's body and go on to the sheet."""
    typed = CodeForm().code.data or ""
    try:
        booth, *others = rounds.booths_of(typed)
    except RETYPE as refusal:
        return _enter_page(typed[:LONGEST_TYPED], refusal.phrase), status_of(refusal)
    response = make_response(redirect(url_for("rounds.show" if others else ".ballot"), code=303))
    visit.begin(response, booth, others)
    return response


@bp.get("/v/ballot")
def ballot() -> ResponseReturnValue:
    """Show a blank sheet."""
    booth = _booth()
    voting.require_usable(booth)
    own, kept = {"nonce": new_nonce(), "tag": booth.tag}, visit.kept()

    def blank() -> str:
        return _sheet_page(booth, ballot_form(booth.sheet, form=booth.form_mark, **own))

    key = ("sheet", chosen(), booth.state, booth.form_hash, booth.sheet, len(kept))
    return spliced(key, {"token": short_token(), **own, **visit.places(kept)}, blank)


@bp.post("/v/ballot")
def cast() -> ResponseReturnValue:
    """Drop the ballot; whatever is in the way, the marks stay on the page."""
    booth = _booth()
    form = ballot_form(booth.sheet)
    _require_page_of(booth, form)
    if not form.validate():
        abort(400)
    if form.language.data:
        speak(form.language.data)
    if form.language.data or form.keep.data:
        return _sheet_page(booth, form)
    if found := findings(form):
        voting.require_usable(booth)
        return _sheet_page(booth, form, found), 422
    wrong = reason_findings(form)
    if form.review.data or form.rest.data:
        voting.require_usable(booth)
        return _review_page(booth, form, [found for found in wrong if found.kind != LACKING])
    if wrong:
        voting.require_usable(booth)
        return _review_page(booth, form, wrong), 422
    try:
        nonce = bytes.fromhex(form.nonce.data or "")
        filled_in = voting.fill_in(
            booth=booth, marks=marks(form), nonce=nonce, own=form.own.data, written=form.reasons.data
        )
        receipt = together(partial(voting.drop, booth=booth, ballot=filled_in))
    except SEND_AGAIN as refusal:
        return _again(booth, form, refusal)
    signed = voting.signed(booth, receipt, settings().receipt_key)
    return _received(booth, receipt.text, signed, form.nonce.data or "")


@bp.get("/v/done")
def done() -> ResponseReturnValue:
    """Show the receipt while this phone holds it."""
    try:
        shown = visit.receipt()
    except errors.VisitEnded:
        return render_template("voter/no_receipt.html")
    kept, own = visit.kept(own=True), {"text": shown.text, "leaf": shown.leaf}
    key = ("done", chosen(), shown.is_rehearsal, len(kept))
    return spliced(
        key,
        {**own, **visit.places(kept)},
        lambda: render_template("voter/done.html", receipt=shown, kept=kept),
    )


@bp.get("/v/done/proof.svg")
def proof() -> ResponseReturnValue:
    """Draw the signed receipt of this phone: the page asks for it once its details are opened."""
    try:
        symbol = qr.draw(visit.receipt().signed, mask=ANY_MASK)
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
        title=_open_title() if title is None else title,
        is_unfinished=_is_unfinished(),
    )


def _open_title() -> str:
    """The title of the round that is open, if there is exactly one."""
    with glancing() as database:
        titles = watching.open_titles(database)
    return titles[0] if len(titles) == 1 else ""


def _is_unfinished() -> bool:
    """Say whether this phone has a code at the sheet that can still vote."""
    try:
        voting.require_usable(_booth())
    except errors.AppraisalError:
        return False
    return True


def _booth() -> Booth:
    """Return the booth of this visit, spent or not: a repeated submission must find its receipt."""
    here = visit.current()
    with glancing() as database:
        booth = voting.booth(database, digest=here.digest)
    if booth.round_id != here.round_id:
        raise errors.StalePage
    return booth


def _require_page_of(booth: Booth, form: BallotForm) -> None:
    """Refuse a page of another code or of another form: the wrong code must never be spent."""
    posted = f"{form.tag.data} {form.form.data}".encode()
    if not hmac.compare_digest(posted, f"{booth.tag} {booth.form_mark}".encode()):
        raise errors.StalePage


def _sheet_page(
    booth: Booth, form: BallotForm, found: Sequence[Finding] = (), refusal: Phrase | None = None
) -> str:
    return render_template(
        "voter/ballot.html",
        title=booth.plan.meeting.title,
        form=form,
        page=ballot_page(form, found),
        kept=visit.kept(),
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
    page = _sheet_page(booth, form, refusal=refusal.phrase)
    return page, status_of(refusal), {"Retry-After": str(RETRY_SECONDS)}


def _received(booth: Booth, text: str, signed: str, nonce: str) -> ResponseReturnValue:
    """Leave nothing of this voter on the phone but the receipt."""
    response = make_response(redirect(url_for(".done"), code=303))
    session.pop("csrf_token", None)
    others = rounds.still_open(visit.current().others)
    visit.end(response, text, signed, nonce, rehearsal=booth.rehearsal, others=others)
    return response
