"""The projector: how many ballots are in the box, and never a word about what is on them."""

from __future__ import annotations

import time
from typing import Any

from flask import Blueprint, current_app, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from ..documents import qr
from ..domain.errors import NotFound
from ..domain.lifecycle import State
from ..domain.phrase import Phrase, phrase
from ..domain.plan import Plan
from ..services import board, conduct, watching
from ..services.conduct import Turnout
from ..services.returns import quorum
from ..transaction import glancing, reading, settings
from . import board as board_page
from . import trials

bp = Blueprint("screen", __name__, url_prefix="/screen")

TONES = ("dark", "light")  # for dark halls and for bright ones
SENTENCES = {
    State.DRAFT: phrase("尚未开始"),
    State.REHEARSAL: phrase("尚未开始"),
    State.SEALED: phrase("尚未开始"),
    State.OPEN: phrase("投票进行中"),
    State.CLOSED: phrase("投票结束，等待钥匙卡开箱"),
    State.OPENED: phrase("结果将另行公布"),
    State.PUBLISHED: phrase("结果将另行公布"),
    State.SHREDDED: phrase("结果将另行公布"),
}


def address(round_id: int, *, classes: str | None = None) -> str:
    """The page's address with a key that lets its holder look and nothing else."""
    return url_for("screen.show", round_id=round_id, key=key_of(round_id), classes=classes)


def poll_address(round_id: int, *, projector: str | None = None) -> str:
    """Where a page asks for the figures; the projector says that it is one."""
    return url_for("screen.figures", round_id=round_id, key=key_of(round_id), projector=projector)


def key_of(round_id: int) -> str:
    """Sign a round's number."""
    return str(_signer().dumps(round_id))


@bp.get("/<int:round_id>")
def show(round_id: int) -> ResponseReturnValue:
    """Show the turnout, large enough for the last row."""
    _require_key(round_id)
    with reading() as session:
        found = conduct.find(session, round_id)
        turnout = conduct.turnout(session, round_id=round_id)
        fingerprint = board.fingerprint(found)
    is_open = found.state == State.OPEN
    return render_template(
        "screen/turnout.html",
        title=found.plan.meeting.title,
        state=found.state,
        sentence=SENTENCES[found.state],
        turnout=turnout,
        fingerprint=fingerprint,
        board_address=_board_address(round_id) if fingerprint else "",
        symbol=board_page.symbol(round_id, fingerprint),
        short=_short(found.plan, turnout) if fingerprint else None,
        lines=_lines(turnout) if is_open and request.args.get("classes") else (),
        poll=poll_address(round_id, projector="1"),
        ends_at=found.ends_at if is_open else None,
        now=int(time.time()),
        tone=request.args.get("tone") if request.args.get("tone") in TONES else TONES[0],
        wifi=(settings().wifi_name, settings().wifi_password),
        wifi_symbol=qr.draw(qr.wifi(settings().wifi_name, settings().wifi_password))
        if settings().wifi_name
        else None,
        voting_address=settings().voting_url.removeprefix("http://"),
    )


@bp.get("/<int:round_id>/figures")
def figures(round_id: int) -> ResponseReturnValue:
    """The figures alone, answered 304 while they are the same."""
    _require_key(round_id)
    if "projector" in request.args:
        trials.watched(round_id)
    with glancing() as database:
        found, turnout = watching.figures(database, round_id)
    answer = jsonify(_figures(found, turnout))
    answer.add_etag()
    return answer.make_conditional(request)


def _board_address(round_id: int) -> str:
    return settings().public_url + url_for("board.show", round_id=round_id)


def _figures(found: Any, turnout: Turnout) -> dict[str, Any]:
    return {
        "state": found.state,
        "ends_at": found.ends_at,
        "issued": turnout.issued,
        "returned": turnout.returned,
        "classes": [line.returned for line in turnout.classes],
    }


def _short(plan: Plan, turnout: Turnout) -> Phrase | None:
    """Say that too few came back, and what that means for the result."""
    share = quorum(plan.rule.quorum, turnout.issued, turnout.returned)
    return share.sentence if share and not share.met else None


def _lines(turnout: Turnout) -> tuple[tuple[int, str, int, int], ...]:
    """Name the classes that may be watched: place, name, slips handed out, ballots in the box."""
    return tuple(
        (place, line.voter_class.name, line.voter_class.issued, line.returned)
        for place, line in enumerate(turnout.classes)
        if line.returned is not None and not line.voter_class.is_public
    )


def _require_key(round_id: int) -> None:
    try:
        known = _signer().loads(request.args.get("key", ""))
    except BadSignature:
        raise NotFound from None
    if known != round_id:
        raise NotFound


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or b"", salt="screen")
