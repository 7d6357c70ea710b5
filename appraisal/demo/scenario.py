"""A meeting as data: its workbook, the ballots its voters will cast, the numbers that must come out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from ..documents import ballots_file, workbook
from ..domain.phrase import Phrase, phrase
from ..domain.plan import Plan
from ..domain.scale import NOT_ASKED

TIANMEN = Path(__file__).with_name("tianmen-2020")


@dataclass(frozen=True)
class Ballot:
    """What one voter will mark: the class, the own unit (None where all are rated), an answer per cell."""

    voter_class: int
    own: int | None
    answers: tuple[int, ...] = field(repr=False)


@dataclass(frozen=True)
class Scenario:
    """A folder with ``meeting.xlsx``, ``ballots.csv`` and ``expected.json``."""

    folder: Path = TIANMEN

    @cached_property
    def plan(self) -> Plan:
        """The meeting of the workbook under a title that nobody takes for a real one."""
        plan = workbook.read_plan(self.folder / "meeting.xlsx")
        return replace(plan, meeting=replace(plan.meeting, title=str(self.titled(plan.meeting.title))))

    @property
    def ballots(self) -> tuple[Ballot, ...]:
        """The ballots to be cast, in the order of the file."""
        read = ballots_file.read_ballots(self.folder / "ballots.csv", self.plan)
        return tuple(
            Ballot(voter_class, self._own(answers), answers)
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

    def _own(self, answers: tuple[int, ...]) -> int | None:
        if NOT_ASKED not in answers:
            return None
        return answers.index(NOT_ASKED) // len(self.plan.criteria)
