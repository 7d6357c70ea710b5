"""The same units at earlier meetings, side by side."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from ...services import history as services
from ...transaction import reading
from .counted import counted
from .door import bp


@bp.get("/<int:round_id>/history")
def history(round_id: int) -> ResponseReturnValue:
    """Show scores and places over time, with the rule of each meeting."""
    about, _, beside = counted(round_id)
    with reading() as session:
        found = services.history(session, round_id=round_id)
    return render_template("desk/history.html", summary=about, history=found, has_evidence=beside is not None)
