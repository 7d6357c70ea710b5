"""The published result, for those whom the meeting's scope names: organizers, the hall, everybody."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from ..domain.errors import NotFound
from ..domain.lifecycle import TOLD
from ..domain.meeting import HALL, INTERNAL, PUBLIC
from ..services import activities, conduct, finished
from ..services.unit_tables import UnitTables
from ..transaction import reading
from .bars import bars, legend

bp = Blueprint("published", __name__, url_prefix="/results")


def address(round_id: int, scope: str, endpoint: str = "published.show") -> str | None:
    """Return where a published result is read; None where it stays with the organizers.

    The hall's address carries a key, so that only those who were given it find the page.
    """
    if scope == INTERNAL:
        return None
    key = _signer().dumps(round_id) if scope == HALL else None
    return url_for(endpoint, round_id=round_id, key=key)


@bp.get("/<int:round_id>")
def show(round_id: int) -> ResponseReturnValue:
    """Show ranks, scores and grades by the agreed rule alone; no such page for whom it is not meant."""
    with reading() as session:
        found = conduct.find(session, round_id)
        scope, state = found.plan.meeting.scope, found.state
        if state not in TOLD or not _may_read(scope, round_id):
            raise NotFound
        table, _ = finished.finished(session, round_id=round_id)
    drawn = bars(table)
    return render_template(
        "board/published.html",
        table=table,
        rows=tuple((row, drawn[row.subject]) for row in table.rows),
        legend=legend(table),
    )


@bp.get("/<int:round_id>/activity")
def show_activity(round_id: int) -> ResponseReturnValue:
    """Show what the rounds of an activity come to, once the result of each is out; no class by itself."""
    with reading() as session:
        found = activities.of_round(session, round_id)
        agreed = activities.assembled(found)
        table = finished.joined(session, found)
        is_out = all(each.state in TOLD for each in found.rounds)
    if table is None or not is_out or not _may_read(agreed.meeting.scope, round_id):
        raise NotFound
    tables = tuple(each for each in (table.composite, table.indicators) if each)
    return render_template(
        "board/activity.html",
        table=table,
        tables=tables,
        terms=UnitTables(agreed, {}, full=False).terms(),
        groups=any(unit.group for unit in agreed.units),
        chosen="",
    )


def _may_read(scope: str, round_id: int) -> bool:
    if scope != HALL:
        return scope == PUBLIC
    try:
        return bool(_signer().loads(request.args.get("key", "")) == round_id)
    except BadSignature:
        return False


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="published")
