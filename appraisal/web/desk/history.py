"""The same units at earlier meetings, side by side."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ...domain.roles import Role
from ...services import history as services
from ...services import people
from ...transaction import reading
from ..roles import may
from .counted import counted
from .door import bp


@bp.get("/<int:round_id>/history")
@may(*Role)
def history(round_id: int) -> ResponseReturnValue:
    """Show scores and places over time, with the rule of each meeting."""
    about, table, beside = counted(round_id)
    with reading() as session:
        known = people.rounds_of(session, account_id=current_user.account_id)
        found = services.history(session, round_id=round_id, known=known)
    return render_template(
        "desk/history.html", summary=about, table=table, history=found, has_evidence=beside is not None
    )
