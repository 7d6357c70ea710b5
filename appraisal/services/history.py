"""The same units at earlier meetings: their scores and places over time, and the rule of each."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy.orm import Session

from ..documents.table import ResultTable, Row
from ..domain.lifecycle import COUNTED, State
from ..domain.phrase import Phrase
from ..storage import queries
from ..storage.models import Round
from .finished import finished

MOST = 6  # meetings side by side; a table of more fits on no page


@dataclass(frozen=True)
class Held:
    """A counted meeting; `is_alike` says that it was counted by the rule of the latest one."""

    round_id: int
    title: str
    held_on: date | None
    remarks: tuple[Phrase, ...]
    subjects: int
    is_alike: bool


@dataclass(frozen=True)
class Course:
    """One subject through the meetings, the latest first; None where it was not rated."""

    subject: str
    places: tuple[Row | None, ...]

    @property
    def shift(self) -> int:
        """How many places it stands higher than the time before; 0 where either is missing."""
        ranks = [row and row.rank for row in self.places[:2]]
        return ranks[1] - ranks[0] if len(ranks) == 2 and ranks[0] and ranks[1] else 0


@dataclass(frozen=True)
class History:
    """Meetings, the latest first, and the course of every subject of the latest, by rank."""

    meetings: tuple[Held, ...]
    courses: tuple[Course, ...]


def history(session: Session, *, round_id: int, known: Set[int]) -> History:
    """Put a counted round beside the earlier ones that rated some of the same subjects.

    Of others than those `known` to the reader, by the numbers of their rounds, nothing is shown.

    Raises
    ------
    NotFound
        If the box of the round was not opened.
    """
    latest = queries.round_by_id(session, round_id)
    table, _ = finished(session, round_id=round_id)
    found = [(latest, table), *islice(_earlier(session, latest, table, known), MOST - 1)]
    rows = [{row.subject: row for row in each.rows} for _, each in found]
    return History(
        meetings=tuple(
            Held(
                held.id,
                each.meeting.title,
                each.meeting.held_on,
                each.remarks,
                len(each.rows),
                is_alike=each.remarks == table.remarks,
            )
            for held, each in found
        ),
        courses=tuple(
            Course(row.subject, tuple(known.get(row.subject) for known in rows)) for row in table.rows
        ),
    )


def _earlier(
    session: Session, latest: Round, table: ResultTable, known: Set[int]
) -> Iterator[tuple[Round, ResultTable]]:
    names = {row.subject for row in table.rows}
    rounds = (each for appraisal in queries.appraisals(session) for each in appraisal.rounds)
    before = [each for each in rounds if each.id in known and _counts(each) and _when(each) < _when(latest)]
    for each in sorted(before, key=_when, reverse=True):
        if names & {subject.name for subject in each.plan.subjects}:
            yield each, finished(session, round_id=each.id)[0]


def _counts(held: Round) -> bool:
    """A rehearsal counts for nothing; a round that was given up before its count was never published."""
    was_given_up = held.state == State.SHREDDED and held.objections_until is None
    return held.state in COUNTED and not held.rehearsal and not was_given_up


def _when(held: Round) -> tuple[date, int]:
    """Order meetings by their day, undated ones first, then as they were set up."""
    return held.plan.meeting.held_on or date.min, held.id
