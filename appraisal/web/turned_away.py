"""What a participant is told who cannot vote now: not yet, not any more, or not with this page."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from ..domain import errors
from ..domain.phrase import phrase
from . import steps, visit
from .ballot_form import AT_ONCE
from .language import chosen, said
from .last_page import last_page
from .refusals import not_accepted, told
from .spliced import spliced

NOT_KEPT = phrase(
    "这部手机没有记住票码：浏览器不允许 Cookie，或正在无痕浏览。"
    "请在浏览器设置里允许 Cookie，或换用微信扫码，再试一次。票码没有用掉。"
)


def register(bp: Blueprint) -> None:
    """Give these refusals pages of their own; all others share one."""
    bp.register_error_handler(errors.VisitEnded, start_over)
    bp.register_error_handler(CSRFError, sent_before)
    bp.register_error_handler(errors.RoundNotOpen, wait)
    bp.register_error_handler(errors.CodeAlreadyUsed, already)
    bp.register_error_handler(errors.RoundClosed, too_late)


def start_over(refusal: errors.VisitEnded) -> ResponseReturnValue:
    """Lead a page without a code back to the code."""
    flash(said(refusal.phrase))
    return redirect(url_for("voter.enter"), code=303)


def sent_before(error: CSRFError) -> ResponseReturnValue:
    """Lead a page that is sent again after its receipt to the receipt; the token went with the ballot."""
    if request.endpoint == "voter.cast" and visit.is_receipt_of(
        request.form.get("nonce", ""), request.cookies
    ):
        if not request.form.get(AT_ONCE):
            return redirect(url_for("voter.done"), code=303)
        kept = visit.kept(request.cookies, own=True)
        return last_page(visit.receipt(request.cookies), kept, request.form["nonce"])
    return not_accepted(error) if request.cookies else told(NOT_KEPT, 400)  # the page that was sent gave one


def wait(_: errors.RoundNotOpen) -> ResponseReturnValue:
    """Keep the code at the sheet and look again by itself, without a script."""
    page = spliced(*steps.waiting_page(chosen()), lambda: render_template("voter/waiting.html"))
    return steps.wait(page, url_for("voter.ballot"))


def already(refusal: errors.CodeAlreadyUsed) -> ResponseReturnValue:
    """Say calmly that the ballot is in the box."""
    return _told(refusal, "voter/used.html")


def too_late(refusal: errors.RoundClosed) -> ResponseReturnValue:
    """Say plainly that this ballot does not count, and leave nothing of it on the phone."""
    return _told(refusal, "voter/closed.html")


def _told(refusal: errors.AppraisalError, template: str) -> ResponseReturnValue:
    kind, own = steps.refusal_page(chosen(), refusal)
    page = spliced(kind, own, lambda: render_template(template, message=refusal.phrase))
    return steps.refuse(page, refusal)
