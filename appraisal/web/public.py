"""A public channel: a page that anybody may open, and one ballot for whoever asks there."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..domain import errors
from ..domain.lifecycle import BEFORE_VOTING, State
from ..services import public, voting
from ..services.voting import Booth
from ..transaction import glancing, reading, transaction
from . import throttle, visit
from .ballot_form import Wordless

bp = Blueprint("public", __name__)


@bp.get("/v/public/<int:round_id>/<int:place>")
def channel(round_id: int, place: int) -> ResponseReturnValue:
    """Say what this is, and offer a ballot while voting is open. Looking uses nothing up."""
    with reading() as session:
        found = public.find(session, round_id=round_id, place=place)
        plan, state = found.plan, found.state
    return render_template(
        "voter/public.html",
        form=Wordless(),
        title=plan.meeting.title,
        subjects=len(plan.subjects),
        is_open=state == State.OPEN,
        is_over=state not in (*BEFORE_VOTING, State.OPEN),
    )


@bp.post("/v/public/<int:round_id>/<int:place>")
def draw(round_id: int, place: int) -> ResponseReturnValue:
    """Give a ballot out and lead to its sheet; a browser with an unfinished one goes on with that."""
    name = f"{round_id}/{place}"
    response = make_response(redirect(url_for("voter.ballot"), code=303))
    if _unfinished(round_id, place):
        return response
    if visit.has_drawn(request.cookies, name):
        raise errors.PublicDrawn
    throttle.count_public_ballot(round_id, place)
    try:
        with transaction() as session:
            digest = public.draw(session, round_id=round_id, place=place)
    except (errors.RoundNotOpen, errors.RoundClosed):  # the page itself says how it stands
        return redirect(url_for(".channel", round_id=round_id, place=place), code=303)
    visit.begin(response, _booth(digest))
    visit.note_drawn(response, request.cookies, name)
    return response


def _unfinished(round_id: int, place: int) -> bool:
    """Say whether this browser holds a ballot of the channel that was not cast."""
    try:
        booth = _booth(visit.current(request.cookies).digest)
        voting.require_usable(booth)
    except errors.AppraisalError:
        return False
    return (booth.round_id, booth.voter_class) == (round_id, place)


def _booth(digest: bytes) -> Booth:
    with glancing() as database:
        return voting.booth(database, digest=digest)
