"""What pages and files show of a counted round."""

from __future__ import annotations

from ...documents.evidence import Evidence
from ...documents.table import ResultTable
from ...services import conduct, evidence, opening, results
from ...transaction import reading
from .summary import Summary, summary


def counted(round_id: int) -> tuple[Summary, ResultTable, Evidence | None]:
    """Read the round, its table, and how sure that is; refuse before the box was opened."""
    with reading() as session:
        found = conduct.find(session, round_id)
        outcome = opening.outcome(session, round_id=round_id)
        plan, issued = found.plan, conduct.issued_per_class(found)
        beside = evidence.evidence(plan, outcome, opening.findings(session, round_id=round_id))
    return summary(round_id, found.state, plan), results.table(plan, outcome, issued=issued), beside
