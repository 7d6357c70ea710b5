"""The rule checker beside the plan: what it found, its mends at one press, its warnings to be ticked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import HiddenField

from ...domain.lifecycle import BOTH
from ...domain.phrase import Phrase
from ...domain.review import SEVERITY_NAME, Finding, Severity
from ...domain.roles import Role
from ...services import checking, conduct, setup
from ...transaction import reading, transaction
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
    reader: str | None = None

    @property
    def is_unread(self) -> bool:
        """Whether somebody has to tick it."""
        return self.finding.severity is Severity.WARNING and self.reader is None


@dataclass(frozen=True)
class Check:
    """Everything the rule checker says about one version of a plan."""

    action: str
    tick: str
    seen: str
    rows: tuple[Row, ...]
    counts: tuple[tuple[Phrase, int], ...]
    form: MendForm

    @property
    def unread(self) -> int:
        """How many warnings are still to be ticked."""
        return sum(row.is_unread for row in self.rows)


def checked(found: Any) -> Check:
    """Read the plan of a round like a lawyer, in rows."""
    round_id, readers = found.id, checking.readers(found)
    findings = checking.of_round(found)
    counted = Counter(finding.severity for finding in findings)
    return Check(
        action=url_for("desk.mend", round_id=round_id),
        tick=url_for("desk.acknowledge", round_id=round_id),
        seen=setup.version(found),
        rows=tuple(
            Row(each, TONES[each.severity], Phrase(SEVERITY_NAME[each.severity]), readers.get(each.mark))
            for each in findings
        ),
        counts=tuple((Phrase(SEVERITY_NAME[severity]), counted[severity]) for severity in Severity),
        form=MendForm(formdata=None),
    )


def rows_of(findings: Iterable[Finding]) -> tuple[Row, ...]:
    """Show findings as rows that nobody has to tick here; what only informs is left out."""
    return tuple(
        Row(each, TONES[each.severity], Phrase(SEVERITY_NAME[each.severity]))
        for each in findings
        if each.severity is not Severity.HINT
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
    return _back(round_id)


@bp.post("/<int:round_id>/acknowledge")
@may(*BOTH)
def acknowledge(round_id: int) -> ResponseReturnValue:
    """Write down which warnings were ticked."""
    marks = request.form.getlist("mark")
    with transaction() as session:
        checking.acknowledge(session, round_id=round_id, marks=marks, actor=actor())
    return _back(round_id)


def _back(round_id: int) -> ResponseReturnValue:
    """Lead back to what is still to be read, or to the next step at the top of the page."""
    with reading() as session:
        anchor = "check" if checked(conduct.find(session, round_id)).unread else None
    return redirect(url_for("desk.round", round_id=round_id, _anchor=anchor), code=303)
