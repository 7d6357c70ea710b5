"""The public board: after closing, everybody finds the own receipt here."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from ..domain.errors import NotFound
from ..domain.lifecycle import STATE_NAME
from ..domain.phrase import Phrase
from ..services import board, conduct
from ..transaction import reading

bp = Blueprint("board", __name__, url_prefix="/board")
LONGEST = 60  # characters; a receipt has eighteen, and people paste what stands around it


@bp.get("/<int:round_id>")
def show(round_id: int) -> ResponseReturnValue:
    """Show the board and the answer to a search; a receipt is no secret and may stand in an address."""
    typed = request.args.get("receipt", "").strip()[:LONGEST]
    with reading() as session:
        hung = board.show(session, round_id=round_id)
        found = board.find(session, round_id=round_id, typed=typed)
    return render_template(
        "board/board.html",
        round_id=round_id,
        board=hung,
        typed=typed,
        found=found,
        state=Phrase(STATE_NAME[hung.state]),
    )


@bp.get("/<int:round_id>/board.json")
def document(round_id: int) -> ResponseReturnValue:
    """Hand the board out as a file, for whoever wants to work its fingerprint out again."""
    with reading() as session:
        found = conduct.find(session, round_id)
        if not board.fingerprint(found):
            raise NotFound
        written = board.document(found)
    return Response(written, mimetype="application/json")
