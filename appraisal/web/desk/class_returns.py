"""Where the ballots of each class went, once the box is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from ...documents.table import ReturnsLine
from ...domain.errors import NotFound
from ...domain.phrase import Phrase
from ...services import finished


@dataclass(frozen=True)
class ClassReturns:
    """The line of the whole meeting, then letter, name and line of every class."""

    line: tuple[tuple[Phrase, str], ...]
    rows: tuple[tuple[str, str, ReturnsLine], ...]


def class_returns(session: Session, found: Any) -> ClassReturns | None:
    """Return what became of the ballots; None before the opening. A small class is not told apart."""
    try:
        table, _ = finished.finished(session, round_id=found.id)
    except NotFound:
        return None
    classes = zip(found.plan.classes, table.returns.by_class, strict=True)
    return ClassReturns(table.returns.line, tuple((each.letter, each.name, line) for each, line in classes))
