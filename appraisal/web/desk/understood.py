"""A plan read from a file, shown row by row before anything of it is stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template
from flask_wtf import FlaskForm
from wtforms import HiddenField

from ...documents.workbook_form import cells_of, grids_of
from ...domain.phrase import Phrase
from ...domain.plan import Plan
from ...domain.review import SEVERITY_NAME, Finding, Severity
from ...domain.sheet import Subject
from ...services import checking
from .findings import TONES, Row
from .summary import described


class PlanForm(FlaskForm):
    """The version of the plan a page was made from; the cells of the plan are read as sheets."""

    seen = HiddenField()


@dataclass(frozen=True)
class Line:
    """A subject as it was understood, and what is to be said about it."""

    subject: Subject
    remarks: tuple[Phrase, ...]


def page(plan: Plan, *, action: str, back: str, seen: str | None = None) -> str:
    """Show what was understood; `action` stores it, or opens it in the editor."""
    found = checking.findings(plan)
    return render_template(
        "desk/understood.html",
        meeting=plan.meeting,
        lines=tuple(_lines(plan, found)),
        has_parents=any(subject.parent for subject in plan.subjects),
        has_kinds=any(subject.kind for subject in plan.subjects),
        rows=tuple(_rows(found)),
        cells=cells_of(grids_of(plan)),
        form=PlanForm(formdata=None, seen=seen),
        action=action,
        back=back,
        **described(plan),
    )


def _lines(plan: Plan, found: tuple[Finding, ...]) -> Iterator[Line]:
    for place, subject in enumerate(plan.subjects):
        yield Line(subject, tuple(each.reason for each in found if place in _places(each)))


def _places(finding: Finding) -> tuple[int, ...]:
    """Return the positions of the subjects a finding is about: ``alike/subjects/0/4``."""
    _, _, where = finding.key.partition("/subjects/")
    return tuple(int(part) for part in where.split("/") if part)


def _rows(found: tuple[Finding, ...]) -> Iterator[Row]:
    for each in found:
        if each.severity is not Severity.HINT:
            yield Row(each, TONES[each.severity], Phrase(SEVERITY_NAME[each.severity]))
