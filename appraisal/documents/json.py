"""The result table as canonical JSON: exact fractions, shown texts, no floats."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, BinaryIO

from ..domain.encoding import canonical_json, grouped
from ..domain.phrase import unchanged
from .table import Cell, Number, ResultTable, Returns, ReturnsLine, Row

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
        "official": [_official(table, row) for row in table.rows],
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
    """Return where the ballots went, and the spare slips."""
    line = table.returns
    letters = [column.letter for column in table.columns]
    found: dict[str, Any] = {
        "attendance": {"expected": line.expected, "present": line.present},
        "all": _line(line.total),
        "by_class": {letter: _line(each) for letter, each in zip(letters, line.by_class, strict=True)},
    }
    if any(line.spares):
        found["spare_slips"] = _spares(line, letters)
    if line.quorum is not None:
        quorum = line.quorum
        found["quorum"] = {"rule": f"收回/发出 ≥ {quorum.share}", "needed": quorum.needed, "met": quorum.met}
    return found


def _line(line: ReturnsLine) -> dict[str, int | None]:
    counts = ("issued", "returned", "unreturned", "valid", "void", "abstained")
    paper = {} if line.paper is None else {"paper": line.paper}
    return {name: getattr(line, name) for name in counts} | paper


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
        "class_scores": {column.letter: number(score) for column, score in scores},
        "total": number(row.total),
        "rank": row.rank,
        "group_rank": row.group_rank,
    }
    if row.decided_by is not None:
        found["tie_decided_by"] = row.decided_by
    if row.rank is None:
        found["status"] = UNRATED if row.too_few is None else TOO_FEW
    return found


def _cell(table: ResultTable, cell: Cell) -> dict[str, Any]:
    found: dict[str, Any] = {
        "subject": cell.subject,
        "criterion": cell.criterion,
        "counts": cell.counts and dict(zip(table.grades, cell.counts, strict=True)),
        "rated": cell.rated,
        "abstained": cell.abstained,
        "recused": cell.recused,
        "asked": cell.asked,
    }
    if cell.voter_class is not None:
        found |= {"class": cell.voter_class, "score": number(cell.score)}
    return found
