"""The published ranking on the big screen, from the last place to the first, paced by a key."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from ..documents.table import ResultTable
from ..domain.errors import NotFound
from ..domain.lifecycle import TOLD
from ..domain.phrase import Phrase
from ..services import conduct, finished
from ..transaction import reading
from .screen import TONES, bp

FEW = 3  # names that fit one below the other
LISTED = 6  # places that stay in sight below the newest


@dataclass(frozen=True)
class Place:
    """One place and everybody on it: ties are told together."""

    rank: int
    subjects: tuple[tuple[str, str], ...]

    @property
    def size(self) -> str:
        """How large the names may stand."""
        return "alone" if len(self.subjects) == 1 else "many" if len(self.subjects) > FEW else "few"


def address(round_id: int) -> str:
    """Where the reveal begins, with a key of its own: who may see the turnout may not yet see this."""
    return url_for("screen.reveal", round_id=round_id, key=_signer().dumps(round_id))


@bp.get("/<int:round_id>/reveal")
def reveal(round_id: int) -> ResponseReturnValue:
    """Show so many places from the end; a page holds nothing that is not revealed yet."""
    _require_key(round_id)
    with reading() as session:
        found = conduct.find(session, round_id)
        if found.state not in TOLD:
            raise NotFound
        table, _ = finished.finished(session, round_id=round_id)
    told = places(table)
    step = min(max(request.args.get("step", 0, type=int), 0), len(told))
    shown = told[:step]
    return render_template(
        "screen/reveal.html",
        title=found.plan.meeting.title,
        newest=shown[-1] if shown else None,
        earlier=shown[-1 - LISTED : -1][::-1],
        left=len(told) - step,
        warnings=table.warnings,
        short=_short(table),
        back=_step(round_id, step - 1) if step else None,
        onward=_step(round_id, step + 1) if step < len(told) else None,
        tone=request.args.get("tone") if request.args.get("tone") in TONES else TONES[0],
    )


def _short(table: ResultTable) -> Phrase | None:
    """Say on every page that too few ballots came back."""
    share = table.returns.quorum
    return share.sentence if share and not share.met else None


def places(table: ResultTable) -> tuple[Place, ...]:
    """List the places of a table from the last to the first; who has none is not told."""
    ranked = [row for row in table.rows if row.rank]
    found = [
        Place(int(rank or 0), tuple((row.subject, row.total.shown) for row in run))
        for rank, run in groupby(ranked, key=lambda row: row.rank)
    ]
    return tuple(reversed(found))


def _step(round_id: int, step: int) -> str:
    given: dict[str, Any] = {name: request.args[name] for name in ("key", "tone") if name in request.args}
    return url_for("screen.reveal", round_id=round_id, step=step, **given)


def _require_key(round_id: int) -> None:
    try:
        known = _signer().loads(request.args.get("key", ""))
    except BadSignature:
        raise NotFound from None
    if known != round_id:
        raise NotFound


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or b"", salt="reveal")
