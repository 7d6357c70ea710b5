"""The result table as canonical JSON: exact fractions, shown texts, no floats."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, BinaryIO

from ..domain.encoding import canonical_json, grouped
from ..domain.phrase import unchanged
from .table import Cell, Number, ResultTable, Returns, ReturnsLine, Row, VerdictRow

FORMAT = 1
FINGERPRINT_DIGITS = 16
UNRATED = "未评议"
TOO_FEW = "样本不足"

Translate = Callable[[str], str]


def write(table: ResultTable, out: BinaryIO, translate: Translate = unchanged) -> None:
    """Write the table; the same table gives the same bytes."""
    out.write(canonical_json(document(table, translate)))


def fingerprint(table: ResultTable, translate: Translate = unchanged) -> str:
    """Return the first digits of the SHA-256 of the file that `write` makes, in groups for reading aloud."""
    return digest(canonical_json(document(table, translate)))


def digest(content: bytes) -> str:
    """Return the first digits of a SHA-256, in groups."""
    return grouped(hashlib.sha256(content).hexdigest()[:FINGERPRINT_DIGITS]).replace("-", " ")


def document(table: ResultTable, translate: Translate = unchanged) -> dict[str, Any]:
    """Return the table as plain values; what is withheld or not there is null."""
    return {
        "format": FORMAT,
        "title": table.title.render(translate),
        "date": table.meeting.held_on and table.meeting.held_on.isoformat(),
        "returns": returns(table),
        "weights": _weights(table),
        "official": [_official(table, row) for row in table.rows if row.too_few is None],
        **_conclusions(table),
        "cells": [_cell(table, cell) for cell in table.cells],
        "distribution": [_cell(table, cell) for cell in table.distribution],
        "evidence": {
            "name": table.beside_name.render(translate),
            "results": [
                {"subject": row.subject, "score": number(row.beside), "rank": row.beside_rank}
                for row in table.rows
            ],
        },
        "warnings": [warning.render(translate) for warning in table.warnings],
        "remarks": [remark.render(translate) for remark in table.remarks],
        "worked": table.worked and table.worked.render(translate),
    }


def number(found: Number) -> dict[str, str | None] | None:
    """Return a number as its exact value and its print; None where there is none."""
    if found.is_empty:
        return None
    if found.rounded is not None:
        return {"rounded": found.rounded, "shown": found.shown}
    return {"exact": None if found.exact is None else str(found.exact), "shown": found.shown}


def returns(table: ResultTable) -> dict[str, Any]:
    """Return where the ballots went; spare slips are reckoned up where a quorum was asked for."""
    line = table.returns
    letters = [column.letter for column in table.columns]
    found: dict[str, Any] = {
        "attendance": {"expected": line.expected, "present": line.present},
        "all": _line(line.total),
        "by_class": {letter: _line(each) for letter, each in zip(letters, line.by_class, strict=True)},
    }
    if line.quorum is not None:
        quorum = line.quorum
        if any(line.spares):
            found["spare_slips"] = _spares(line, letters)
        found["quorum"] = {"rule": f"收回/发出 ≥ {quorum.share}", "needed": quorum.needed, "met": quorum.met}
    return found


def _line(line: ReturnsLine) -> dict[str, int | None]:
    counts = ("issued", "returned", "unreturned", "valid", "void", "abstained")
    return {name: getattr(line, name) for name in counts}


def _spares(returns: Returns, letters: list[str]) -> dict[str, Any]:
    return {
        "printed": returns.total.issued + sum(returns.spares),
        "handed_out": returns.total.issued,
        "cancelled": sum(returns.spares),
        "by_class": dict(zip(letters, returns.spares, strict=True)),
        "note": "备用票按票种分别向上取整",
    }


def _weights(table: ResultTable) -> dict[str, Any]:
    return {
        "classes": {
            column.letter: None if column.weight is None else str(column.weight) for column in table.columns
        },
        "criteria": {name: str(weight) for name, weight in table.criteria},
    }


def _official(table: ResultTable, row: Row) -> dict[str, Any]:
    scores = zip(table.columns, row.class_scores, strict=True)
    found: dict[str, Any] = {
        "subject": row.subject,
        "group": row.group,
        "total": number(row.total),
        "rank": row.rank,
        "group_rank": row.group_rank,
    }
    if not table.is_pooled:
        found["class_scores"] = {column.letter: number(score) for column, score in scores}
    if row.decided_by is not None:
        found["tie_decided_by"] = row.decided_by
    if row.rank is None:
        found["status"] = UNRATED
    return found


def _cell(table: ResultTable, cell: Cell) -> dict[str, Any]:
    found: dict[str, Any] = {
        "subject": cell.subject,
        "criterion": cell.criterion,
        "counts": cell.counts and _counts(table, cell.counts),
        "rated": cell.rated,
        "abstained": cell.abstained,
        "recused": cell.recused,
        "asked": cell.asked,
    }
    if cell.voter_class is not None:
        found |= {"class": cell.voter_class, "score": number(cell.score)}
    return found


def _counts(table: ResultTable, counts: tuple[int, ...]) -> dict[str, int]:
    """Pair every grade with its count; on a scale of points only those that were given."""
    pairs = zip(table.grades, counts, strict=True)
    return {grade: count for grade, count in pairs if count or table.shows_grades}


def _conclusions(table: ResultTable) -> dict[str, Any]:
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
