"""The public board: after closing, everybody finds the own receipt here."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..documents import qr
from ..domain.errors import NotFound
from ..domain.lifecycle import STATE_NAME
from ..domain.phrase import Phrase
from ..services import board, conduct
from ..transaction import reading, settings

bp = Blueprint("board", __name__, url_prefix="/board")
LONGEST = 60  # characters; a receipt has eighteen, and people paste what stands around it


def address(round_id: int, fingerprint: Sequence[str]) -> str:
    """Return where anybody finds the board, with the fingerprint of the hall to compare it with."""
    path = url_for("board.show", round_id=round_id, fingerprint="".join(fingerprint))
    return settings().public_url + path


def symbol(round_id: int, fingerprint: Sequence[str]) -> qr.Symbol | None:
    """Draw the fingerprint as a phone reads it: it opens the board and is compared there."""
    return qr.draw(address(round_id, fingerprint)) if fingerprint else None


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
        symbol=symbol(round_id, hung.fingerprint),
        is_same=_is_same(request.args.get("fingerprint", ""), hung.whole_fingerprint),
        state=Phrase(STATE_NAME[hung.state]),
    )


def _is_same(scanned: str, fingerprint: str) -> bool | None:
    """Compare what was scanned in the hall; None where nothing was."""
    return fingerprint[: len(scanned)] == scanned if scanned and fingerprint else None


@bp.get("/<int:round_id>/board.json")
def document(round_id: int) -> ResponseReturnValue:
    """Hand the board out as a file, for whoever wants to work its fingerprint out again."""
    with reading() as session:
        found = conduct.find(session, round_id)
        if not board.fingerprint(found):
            raise NotFound
        written = board.document(found)
    return Response(written, mimetype="application/json")
