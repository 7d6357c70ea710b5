"""The organizer's workbook: read into rounds and what joins them, or refused with every fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from ..domain.activity import ON_SITE, VOTE, Activity, ActivityRound
from ..domain.errors import SeveralRounds, WorkbookRefused
from ..domain.meeting import Meeting, VoterClass
from ..domain.plan import Plan
from ..domain.sheet import Subject
from . import intake
from .composite_sheets import read_composite, read_indicators
from .draft import Draft, note_flaws
from .grid import Grid
from .layout import GRADES, PROJECTS, RANK_RULE, RULE, SUBJECTS
from .meeting_sheet import read_meeting
from .plan_sheets import read_bands, read_classes, read_criteria, read_grades, read_subjects
from .project_sheet import check_projects, read_roll_up
from .rank_sheet import read_ranking
from .rule_sheet import offers_grades, read_rule, scale_of
from .template import write_plan, write_template
from .worksheets import Worksheets

__all__ = ["activity_of", "plan_of", "read_activity", "read_plan", "write_plan", "write_template"]


def read_plan(file: Path | str | bytes) -> Plan:
    """Read an .xlsx, .xls or .ods that sets up one round into a plan.

    Raises
    ------
    FileRefused
        If it is no spreadsheet, or unsafe to read.
    WorkbookRefused
        With every fault, in the order of sheets, rows and columns.
    SeveralRounds
        If it sets up a whole inspection.
    """
    return plan_of(intake.read(file))


def plan_of(grids: Iterable[Grid]) -> Plan:
    """Read the sheets of a workbook into a plan; refusals as in `read_plan`."""
    activity = activity_of(grids)
    if not activity.is_plain:
        raise SeveralRounds(rounds=tuple(item.name for item in activity.rounds))
    return activity.rounds[0].plan


def read_activity(file: Path | str | bytes) -> Activity:
    """Read a workbook with any number of rounds; `FileRefused`, `WorkbookRefused` as in `read_plan`."""
    return activity_of(intake.read(file))


def activity_of(grids: Iterable[Grid]) -> Activity:
    """Read the sheets of a workbook into an activity; `WorkbookRefused` with every fault."""
    sheets = Worksheets(grids)
    meeting, units, classes = read_meeting(sheets), read_subjects(sheets), read_classes(sheets)
    is_tour = sheets.has(PROJECTS)
    subjects = read_subjects(sheets, PROJECTS) if is_tour else units
    drafts = [_first_round(sheets, meeting, subjects, classes, is_tour=is_tour)]
    if sheets.has(RANK_RULE):
        drafts.append(read_ranking(sheets, meeting, units, classes))
    roll_up = read_roll_up(sheets, subjects) if is_tour else None
    if is_tour:
        check_projects(sheets, units, subjects)
    indicators = read_indicators(sheets, [unit.name for unit in units.values()])
    parts = read_composite(sheets, [draft.name for draft in drafts], has_indicators=bool(indicators))
    if faults := sheets.log.in_order():
        raise WorkbookRefused(faults)
    return Activity(
        meeting=meeting,
        units=tuple(units.values()),
        rounds=tuple(
            ActivityRound(draft.name, draft.plan(), sheets.texts(sheet))
            for draft, sheet in zip(drafts, (RULE, RANK_RULE), strict=False)
        ),
        roll_up=roll_up,
        indicators=indicators,
        parts=parts,
    )


def _first_round(
    sheets: Worksheets,
    meeting: Meeting,
    subjects: Mapping[int, Subject],
    classes: Mapping[int, VoterClass],
    *,
    is_tour: bool,
) -> Draft:
    """Read the round of the sheet 规则: projects where they are listed, else the units."""
    criteria = read_criteria(sheets)
    grades = read_grades(sheets) if offers_grades(sheets) or sheets.has(GRADES) else {}
    letters = tuple(group.letter for group in classes.values())
    read = read_rule(sheets, letters, tuple(grade.name for grade in grades.values()))
    bands = read_bands(sheets)
    draft = Draft(
        name=ON_SITE if is_tour else VOTE,
        meeting=meeting,
        subjects=tuple(subjects.values()),
        classes=tuple(classes.values()),
        criteria=tuple(criteria.values()),
        scale=scale_of(sheets, read, tuple(grades.values()), len(subjects)),
        rule=replace(read.rule, bands=tuple(bands.values())),
    )
    rows = {"subjects": [*subjects], "classes": [*classes], "criteria": [*criteria]}
    rows |= {"grades": [*grades], "bands": [*bands]}
    note_flaws(sheets, draft, rows, {"subjects": PROJECTS if is_tour else SUBJECTS})
    return draft
