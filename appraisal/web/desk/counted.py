"""What pages and files show of a counted round."""

from __future__ import annotations

from ...documents.evidence import Evidence
from ...documents.table import ResultTable
from ...services import conduct, finished
from ...transaction import reading
from .summary import Summary, summary


def counted(round_id: int) -> tuple[Summary, ResultTable, Evidence | None]:
    """Read the round, its table, and how sure that is; refuse before the box was opened."""
    with reading() as session:
        table, beside = finished.finished(session, round_id=round_id)
        found = conduct.find(session, round_id)
        about = summary(found)
    return about, table, beside
