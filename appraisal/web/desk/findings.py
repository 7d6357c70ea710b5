"""The rule checker beside the plan: what it found, and its mends at one press."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import HiddenField

from ...domain.phrase import Phrase
from ...domain.plan import Plan
from ...domain.review import SEVERITY_NAME, Finding, Severity, review
from ...domain.roles import Role
from ...services import setup
from ...transaction import transaction
from ..roles import actor, may
from .door import bp

TONES = {Severity.ERROR: "stop", Severity.WARNING: "ask", Severity.HINT: "plain"}


class MendForm(FlaskForm):
    """Which finding is mended, and in which version of the plan."""

    key = HiddenField()
    seen = HiddenField()


@dataclass(frozen=True)
class Row:
    """A finding as a row."""

    finding: Finding
    tone: str
    word: Phrase


@dataclass(frozen=True)
class Check:
    """Everything the rule checker says about one version of a plan."""

    action: str
    seen: str
    rows: tuple[Row, ...]
    counts: tuple[tuple[Phrase, int], ...]
    form: MendForm


def checked(round_id: int, plan: Plan, seen: str) -> Check:
    """Read a plan like a lawyer, in rows."""
    found = review(plan)
    counted = Counter(finding.severity for finding in found)
    return Check(
        action=url_for("desk.mend", round_id=round_id),
        seen=seen,
        rows=tuple(Row(each, TONES[each.severity], Phrase(SEVERITY_NAME[each.severity])) for each in found),
        counts=tuple((Phrase(SEVERITY_NAME[severity]), counted[severity]) for severity in Severity),
        form=MendForm(formdata=None),
    )


@bp.post("/<int:round_id>/mend")
@may(Role.ORGANIZER)
def mend(round_id: int) -> ResponseReturnValue:
    """Take one mend; refused if the plan is no longer the one that was read."""
    form = MendForm()
    with transaction() as session:
        setup.mend(
            session,
            round_id=round_id,
            key=form.key.data or "",
            actor=actor(),
            seen=form.seen.data,
        )
    return redirect(url_for("desk.round", round_id=round_id, _anchor="check"), code=303)
