"""A plan read from a file, shown row by row before anything of it is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import render_template
from flask_wtf import FlaskForm
from wtforms import HiddenField

from ...documents.grid import Grid
from ...documents.layout import SHEETS
from ...documents.workbook_form import cells_of, grids_of
from ...domain.activity import Activity
from ...domain.phrase import Phrase
from ...domain.plan import Plan
from ...domain.remarks import remarks
from ...domain.review import Finding, review_activity
from ...domain.sheet import Subject
from ...services import checking
from ...services.unit_tables import UnitTables
from .findings import Row, rows_of
from .summary import ClassRow, class_rows, described


class PlanForm(FlaskForm):
    """The version of the plan a page was made from; the cells of the plan are read as sheets."""

    seen = HiddenField()


@dataclass(frozen=True)
class Line:
    """A subject as it was understood, and what is to be said about it."""

    subject: Subject
    remarks: tuple[Phrase, ...]


@dataclass(frozen=True)
class UnderstoodRound:
    """One round of an activity as it was understood."""

    name: str
    lines: tuple[Line, ...]
    rows: tuple[Row, ...]
    classes: tuple[ClassRow, ...]
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
        rows=rows_of(found),
        cells=cells_of(grids_of(plan)),
        form=PlanForm(formdata=None, seen=seen),
        action=action,
        back=back,
        **described(plan),
    )


def activity_page(
    activity: Activity, grids: Iterable[Grid], *, action: str, back: str, seen: str | None = None
) -> str:
    """Show an activity as it was understood, round by round; `grids` come back when it is stored."""
    tables = UnitTables(activity, {}, full=False)
    rounds = tuple(
        UnderstoodRound(
            each.name,
            tuple(_lines(each.plan, found)),
            rows_of(found),
            class_rows(each.plan),
            remarks(each.plan),
        )
        for each in activity.rounds
        for found in (checking.findings(each.plan),)
    )
    return render_template(
        "desk/activity_understood.html",
        meeting=activity.meeting,
        activity=activity,
        rounds=rounds,
        terms=tables.terms(),
        columns=tables.indicator_columns(),
        rows=rows_of(review_activity(activity)),
        cells=cells_of(grid for grid in grids if grid.name in SHEETS),
        form=PlanForm(formdata=None, seen=seen),
        action=action,
        back=back,
    )


def _lines(plan: Plan, found: tuple[Finding, ...]) -> Iterator[Line]:
    for place, subject in enumerate(plan.subjects):
        yield Line(subject, tuple(each.reason for each in found if place in _places(each)))


def _places(finding: Finding) -> tuple[int, ...]:
    """Return the positions of the subjects a finding is about: ``alike/subjects/0/4``."""
    _, _, where = finding.key.partition("/subjects/")
    return tuple(int(part) for part in where.split("/") if part)
