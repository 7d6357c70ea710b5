"""The Tianmen meeting as the project ships it: its plan, its ballots, the numbers it must give."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import appraisal
from appraisal.documents.ballots_file import BallotsFile, read_ballots
from appraisal.documents.table import ResultTable
from appraisal.documents.workbook import read_plan
from appraisal.domain.plan import Plan
from appraisal.services import counting, examining, results
from appraisal.services.findings import Findings
from appraisal.services.outcome import Outcome

FOLDER = Path(appraisal.__file__).parent / "demo" / "tianmen-2020"
MEETING, BALLOTS = FOLDER / "meeting.xlsx", FOLDER / "ballots.csv"


@cache
def plan() -> Plan:
    return read_plan(MEETING)


@cache
def ballots() -> BallotsFile:
    return read_ballots(BALLOTS, plan())


@cache
def expected() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
    return found


def count(agreed: Plan) -> Outcome:
    return counting.count(agreed, ballots().answers, ballots().voter_classes)


@cache
def outcome() -> Outcome:
    return count(plan())


@cache
def table() -> ResultTable:
    return results.table(plan(), outcome())


@cache
def findings() -> Findings:
    """How sure the result is; this takes a second."""
    found = examining.examine(plan(), ballots().answers, ballots().voter_classes)
    if found is None:
        raise ValueError("the meeting has too few ballots to look at")
    return found
