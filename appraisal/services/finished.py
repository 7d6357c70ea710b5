"""The finished table and the evidence beside it, made once for as long as nothing behind them changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from sqlalchemy.orm import Session

from ..documents.activity_table import ActivityTable
from ..documents.evidence import Evidence
from ..documents.table import ResultTable
from ..domain import joining
from ..domain.activity import ActivityRound
from ..domain.errors import NotFound
from ..domain.plan import Plan
from ..storage import queries
from ..storage.models import Appraisal, Result, Round
from ..storage.plans import load_plan
from . import conduct, evidence, head_count, logbook, results
from .activity_results import activity_table
from .findings import Findings
from .outcome import Outcome

KEPT = 8  # results in memory; a desk looks at one or two


@dataclass(frozen=True)
class _Counted:
    """Everything a result table is made of."""

    settings: bytes
    rehearsal: bool
    document: bytes
    report: bytes | None
    issued: tuple[int, ...]
    present: int | None
    alone: str
    surplus: str

    @property
    def plan(self) -> Plan:
        return head_count.held(load_plan(self.settings, rehearsal=self.rehearsal), self.present)


def finished(session: Session, *, round_id: int) -> tuple[ResultTable, Evidence | None]:
    """Return what pages and files show of a counted round; `NotFound` before the box was opened."""
    counted = _counted(session, queries.round_by_id(session, round_id))
    if counted is None:
        raise NotFound
    return _made(counted)


def joined(session: Session, appraisal: Appraisal) -> ActivityTable | None:
    """Return what the rounds of an activity come to; None before every box was opened for good."""
    counted = [_counted(session, each) for each in appraisal.rounds]
    whole = tuple(each for each in counted if each is not None and not each.rehearsal)
    if len(whole) < len(counted):
        return None
    names = tuple(each.name for each in appraisal.rounds)
    return _joined(appraisal.joining or b"", appraisal.title, names, whole)


def _counted(session: Session, voting_round: Round) -> _Counted | None:
    stored = session.get(Result, voting_round.id)
    if stored is None:
        return None
    return _Counted(
        voting_round.settings,
        voting_round.rehearsal,
        stored.document,
        stored.report,
        conduct.issued_per_class(voting_round),
        voting_round.present,
        logbook.reason_alone(session, round_id=voting_round.id),
        logbook.reason_of_surplus(session, round_id=voting_round.id),
    )


@lru_cache(maxsize=KEPT)
def _made(counted: _Counted) -> tuple[ResultTable, Evidence | None]:
    plan, outcome = counted.plan, Outcome.load(counted.document)
    found = None if counted.report is None else Findings.load(counted.report)
    table = results.table(
        plan, outcome, issued=counted.issued, closed_alone=counted.alone, surplus=counted.surplus
    )
    return table, evidence.evidence(plan, outcome, found)


@lru_cache(maxsize=KEPT)
def _joined(
    document: bytes, title: str, names: tuple[str, ...], counted: tuple[_Counted, ...]
) -> ActivityTable:
    by_name = dict(zip(names, counted, strict=True))
    meeting = replace(counted[0].plan.meeting, title=title)
    rounds = tuple(ActivityRound(name, each.plan) for name, each in by_name.items())
    return activity_table(
        joining.load(document, meeting=meeting, rounds=rounds),
        {name: Outcome.load(each.document) for name, each in by_name.items()},
        tables={name: _made(each)[0] for name, each in by_name.items()},
    )
