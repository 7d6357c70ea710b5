"""What a meeting with verdicts, samples or reasons tells besides its result, as plain values."""

from __future__ import annotations

from typing import Any

from ..domain.phrase import unchanged
from .json import TOO_FEW, number
from .table import ResultTable
from .verdict_row import VerdictRow


def told(table: ResultTable) -> dict[str, Any]:
    """Return the verdicts and what belongs to them, where the rule has a verdict table or a least sample."""
    found: dict[str, Any] = {}
    few = [row for row in table.rows if row.too_few is not None]
    if few:
        found["not_ranked"] = [
            {"subject": row.subject, "status": TOO_FEW, "samples": row.too_few} for row in few
        ]
    if table.verdicts:
        found |= {
            "verdicts": [_verdict(table, row) for row in table.verdicts],
            "class_breakdown": _breakdown(table),
            "paste_sentence": table.returns.sentence.render(unchanged),
        }
    if table.meeting.paper is not None:
        found["paper_ballots"] = table.meeting.paper
    if table.has_reasons:
        worst = [cell.counts[-1] if cell.counts else None for cell in table.distribution]
        found["reasons"] = {
            cell.subject: count for cell, count in zip(table.distribution, worst, strict=True)
        }
    return found


def _verdict(table: ResultTable, row: VerdictRow) -> dict[str, Any]:
    words = (*table.grades, table.abstention)
    return {
        "subject": row.subject,
        "counts": row.counts and dict(zip(words, row.counts, strict=True)),
        "samples": row.samples,
        "rates_with_abstentions": {word: number(rate) for word, rate in zip(words, row.rates, strict=True)},
        "rates_without_abstentions": {
            word: number(rate) for word, rate in zip(table.grades, row.rates_without, strict=True)
        },
        "verdict": row.verdict or TOO_FEW,
        "verdict_without_abstentions": (row.other_verdict if table.rates_with_abstentions else row.verdict)
        or TOO_FEW,
    }


def _breakdown(table: ResultTable) -> dict[str, Any]:
    """Return the answers by class and subject, added over the criteria, as far as they may be shown."""
    found: dict[str, dict[str, Any]] = {column.letter: {} for column in table.columns}
    for cell in table.cells:
        words = (*table.grades, table.abstention)
        counts = (
            None if cell.counts is None else dict(zip(words, (*cell.counts, cell.abstained), strict=True))
        )
        before = found[str(cell.voter_class)].get(cell.subject)
        if before is not None and counts is not None:
            counts = {word: (before[word] or 0) + (counts[word] or 0) for word in words}
        found[str(cell.voter_class)][cell.subject] = counts
    return found
