"""The rounds that one code is good for: what is done, what is open, and the way to each sheet."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import IntegerField

from ..domain import errors
from ..domain.code import Code
from ..domain.lifecycle import BEFORE_VOTING
from ..domain.phrase import N_, Phrase
from ..services import voting
from ..services.voting import Booth
from ..transaction import glancing, settings
from . import steps, throttle, turned_away, visit
from .ballot_form import Wordless

DONE, OPEN, NOT_YET, OVER = N_("已投票"), N_("可以投票"), N_("还没有开始"), N_("已经截止")

bp = Blueprint("rounds", __name__, url_prefix="/v/rounds")
turned_away.register(bp)


class RoundForm(Wordless):
    """Which round; none to leave this phone."""

    round = IntegerField()


@dataclass(frozen=True)
class Line:
    """One round as its voter sees it."""

    number: int
    name: str
    standing: Phrase
    may_vote: bool


@bp.get("")
def show() -> ResponseReturnValue:
    """List the rounds of the code on this phone."""
    booths = steps.booths(visit.current(request.cookies).everything)
    title = booths[0].plan.meeting.title.removesuffix(f"（{booths[0].name}）")
    lines = tuple(_line(booth) for booth in booths)
    return render_template("voter/rounds.html", title=title, lines=lines, form=RoundForm())


@bp.post("")
def choose() -> ResponseReturnValue:
    """Go to the sheet of one round, or leave nothing on this phone."""
    here, wanted = visit.current(request.cookies), RoundForm().round.data
    if wanted is None:
        response = make_response(redirect(url_for("voter.enter"), code=303))
        visit.forget(response)
        return response
    response = make_response(redirect(url_for("voter.ballot"), code=303))
    visit.keep(response, here.at(wanted))
    return response


def booths_of(typed: str) -> tuple[Booth, ...]:
    """Return the booth of a code, or one for each round where it is good for several."""
    pepper = settings().pepper
    try:
        with glancing() as database:
            return (voting.enter(database, typed=typed, pepper=pepper),)
    except errors.CodeUnknown:
        with glancing() as database:
            if joined := voting.joined_booths(database, typed=typed, pepper=pepper):
                return joined
        throttle.count_wrong_code()
        raise
    except errors.RoundNotOpen:  # the sheet's own page waits for the opening
        with glancing() as database:
            return (voting.booth(database, digest=Code.parse(typed).digest(pepper)),)


def _line(booth: Booth) -> Line:
    if booth.spent:
        word = DONE
    elif booth.may_vote:
        word = OPEN
    else:
        word = NOT_YET if booth.state in BEFORE_VOTING else OVER
    return Line(booth.round_id, booth.name, Phrase(word), booth.may_vote)
