"""The result of a tour of projects or units: places, names, results, and the formula with a worked line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...domain.meeting import Meeting
from ...domain.phrase import N_, Phrase
from ..table import Number
from . import heads
from .heads import Translate
from .model import Column, Grid, Note, OfficePaper, Value, widest


@dataclass(frozen=True)
class Visited:
    """A unit, or a project of a unit, with its place; `rank` is None where nobody scored it."""

    rank: int | None
    unit: str
    result: Number
    project: str = ""
    kind: str = ""


def toured(
    meeting: Meeting,
    lines: Sequence[Visited],
    translate: Translate,
    *,
    name: Phrase,
    formula: Phrase,
    worked: Phrase | None,
    mark: str,
) -> OfficePaper:
    """Draw up the places of a tour; shared places are printed as 9, 9, 11.

    Parameters
    ----------
    meeting : Meeting
    lines : sequence of Visited
        By rank.
    translate : Translate
    name, formula, worked : Phrase
        What the table is called, how a result comes about, and the first one worked out.
    mark : str
        The fingerprint of the result.
    """
    called = name.render(translate)
    has_projects = any(line.project for line in lines)
    notes = [Note(translate(N_("说明")), formula.render(translate))]
    if worked is not None:
        notes.append(Note(translate(N_("算例")), worked.render(translate)))
    return OfficePaper(
        name=called,
        title=heads.titles(meeting.title, called),
        lines=(),
        blocks=(
            Grid(_columns(lines, translate, has_projects=has_projects), _rows(lines, has_projects)),
            *notes,
        ),
        signatures=heads.signatures(translate),
        mark=mark,
    )


def _columns(lines: Sequence[Visited], translate: Translate, *, has_projects: bool) -> tuple[Column, ...]:
    unit = widest([line.unit for line in lines], 110, 200)
    start = Column(translate(N_("名次")), 52)
    if not has_projects:
        return start, Column(translate(N_("单位")), unit), Column(translate(N_("综合结果")), 96)
    return (
        start,
        Column(translate(N_("项目")), widest([line.project for line in lines], 150, 240)),
        Column(translate(N_("所属单位")), unit),
        Column(translate(N_("类别")), 80),
        Column(translate(N_("得分")), 80),
    )


def _rows(lines: Sequence[Visited], has_projects: bool) -> tuple[tuple[Value, ...], ...]:
    if not has_projects:
        return tuple((line.rank, line.unit, line.result) for line in lines)
    return tuple((line.rank, line.project, line.unit, line.kind, line.result) for line in lines)
