"""A meeting as data: its workbook, the ballots its voters will cast, the numbers that must come out."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from ..documents import ballots_file, workbook
from ..domain.activity import Activity, ActivityRound
from ..domain.phrase import Phrase, phrase
from ..domain.plan import Plan
from ..domain.reason import NOTHING_WRITTEN, Written, subjects_asked
from ..domain.scale import NOT_ASKED
from ..domain.sheet import Marks

TIANMEN = Path(__file__).with_name("tianmen-2020")
NAMED = {
    "tianmen": TIANMEN,
    "tour": TIANMEN.with_name("tour-2020"),
    "satisfaction": TIANMEN.with_name("satisfaction-2021"),
}


@dataclass(frozen=True)
class Ballot:
    """What one voter will mark: the class, the own unit (None where all are rated), an answer a cell, why."""

    voter_class: int
    own: int | None
    answers: tuple[int, ...] = field(repr=False)
    written: Written = NOTHING_WRITTEN


@dataclass(frozen=True)
class Scenario:
    """A folder with ``meeting.xlsx``, ``expected.json`` and a ``ballots….csv`` for each round."""

    folder: Path = TIANMEN

    @cached_property
    def plan(self) -> Plan:
        """The plan of a meeting of one round."""
        return self.activity.rounds[0].plan

    @cached_property
    def workbook(self) -> Activity:
        """What the workbook sets up, as it is."""
        return workbook.read_activity(self.folder / "meeting.xlsx")

    @cached_property
    def activity(self) -> Activity:
        """The workbook under a title that nobody takes for a real one."""
        read = self.workbook
        meeting = replace(read.meeting, title=str(self.titled(read.meeting.title)))
        rounds = tuple(replace(each, plan=replace(each.plan, meeting=meeting)) for each in read.rounds)
        return replace(read, meeting=meeting, rounds=rounds)

    @property
    def reasons(self) -> dict[str, list[str]]:
        """What voters will write beside the lowest grade, by the name of the subject."""
        path = self.folder / "reasons.csv"
        if not path.exists():
            return {}
        found: dict[str, list[str]] = {}
        for name, text in list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))[1:]:
            found.setdefault(name, []).append(text)
        return found

    @property
    def ballots(self) -> tuple[Ballot, ...]:
        """The ballots of a meeting of one round, in the order of the file."""
        return self.ballots_of(self.activity.rounds[0])

    def ballots_of(self, each: ActivityRound) -> tuple[Ballot, ...]:
        """The ballots to be cast in one round, in the order of its file."""
        plans = [other.plan for other in self.activity.rounds]
        contents = [path.read_bytes() for path in sorted(self.folder.glob("ballots*.csv"))]
        mine = next(c for c in contents if plans[ballots_file.matching(c, plans)] is each.plan)
        read = ballots_file.read_ballots(mine, each.plan)
        left = self.reasons if each.plan.rule.asks_reasons else {}
        return tuple(
            Ballot(voter_class, own_unit(each.plan, answers), answers, _written(each.plan, answers, left))
            for voter_class, answers in zip(read.voter_classes, read.answers, strict=True)
        )

    @property
    def expected(self) -> dict[str, Any]:
        """The result as it was worked out apart from this program."""
        found: dict[str, Any] = json.loads((self.folder / "expected.json").read_text(encoding="utf-8"))
        return found

    @staticmethod
    def titled(title: str) -> Phrase:
        """Mark a title as a rehearsal."""
        return phrase("【演示】%(title)s", title=title)


def own_unit(plan: Plan, answers: tuple[int, ...]) -> int | None:
    """Return the unit a ballot was not asked about; None where it was asked about all."""
    if NOT_ASKED not in answers:
        return None
    subject = plan.subjects[answers.index(NOT_ASKED) // len(plan.criteria)]
    return plan.units.index(subject.unit)


def _written(plan: Plan, answers: tuple[int, ...], left: dict[str, list[str]]) -> Written:
    """Take a reason that is left for every subject that got the lowest grade."""
    asked = subjects_asked(Marks(answers), plan.sheet(0)) if left else ()
    return Written({subject: left[plan.subjects[subject].name].pop() for subject in asked})
