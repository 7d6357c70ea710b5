"""The three meetings as the project ships them, counted from their files of ballots."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import appraisal
from appraisal.documents.activity_table import ActivityTable
from appraisal.documents.ballots_file import read_ballots
from appraisal.documents.workbook import read_activity
from appraisal.domain.activity import Activity
from appraisal.services import counting
from appraisal.services.activity_results import activity_table

DEMO = Path(appraisal.__file__).parent / "demo"
BALLOTS = {
    "tianmen-2020": ("ballots.csv",),
    "tour-2020": ("ballots-tour.csv", "ballots-rank.csv"),
    "satisfaction-2021": ("ballots.csv",),
}


@cache
def counted(scenario: str) -> ActivityTable:
    """Count every round of a meeting."""
    activity = read_activity(DEMO / scenario / "meeting.xlsx")
    outcomes = {}
    for each, name in zip(activity.rounds, BALLOTS[scenario], strict=True):
        file = read_ballots(DEMO / scenario / name, each.plan)
        outcomes[each.name] = counting.count(each.plan, file.answers, file.voter_classes, void=file.void)
    return activity_table(activity, outcomes)


@cache
def expected(scenario: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DEMO / scenario / "expected.json").read_text(encoding="utf-8"))
    return found


def agreed(activity: Activity) -> Activity:
    """Everything but the words the organizer wrote the rules in."""
    return replace(activity, rounds=tuple(replace(each, settings=()) for each in activity.rounds))
