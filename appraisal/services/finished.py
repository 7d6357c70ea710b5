"""The finished table and the evidence beside it, made once for as long as nothing behind them changes."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy.orm import Session

from ..documents.evidence import Evidence
from ..documents.table import ResultTable
from ..domain.errors import NotFound
from ..storage import queries
from ..storage.models import Result
from ..storage.plans import load_plan
from . import conduct, evidence, logbook, results
from .findings import Findings
from .outcome import Outcome

KEPT = 8  # results in memory; a desk looks at one or two


def finished(session: Session, *, round_id: int) -> tuple[ResultTable, Evidence | None]:
    """Return what pages and files show of a counted round; `NotFound` before the box was opened."""
    voting_round = queries.round_by_id(session, round_id)
    stored = session.get(Result, round_id)
    if stored is None:
        raise NotFound
    issued = conduct.issued_per_class(voting_round)
    alone = logbook.reason_alone(session, round_id=round_id)
    surplus = logbook.reason_of_surplus(session, round_id=round_id)
    settings, rehearsal = voting_round.settings, voting_round.rehearsal
    return _made(settings, rehearsal, stored.document, stored.report, issued, alone, surplus)


@lru_cache(maxsize=KEPT)
def _made(
    plan_bytes: bytes,
    rehearsal: bool,
    document: bytes,
    report: bytes | None,
    issued: tuple[int, ...],
    alone: str,
    surplus: str,
) -> tuple[ResultTable, Evidence | None]:
    plan, outcome = load_plan(plan_bytes, rehearsal=rehearsal), Outcome.load(document)
    found = None if report is None else Findings.load(report)
    table = results.table(plan, outcome, issued=issued, closed_alone=alone, surplus=surplus)
    return table, evidence.evidence(plan, outcome, found)
