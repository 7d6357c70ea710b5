"""Ballots from a CSV file, for an analyst without a database."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .exact import Number, exact
from .matrix import ABSTAINED, NOT_ASKED, RatingMatrix

DECLINED = ("", "nan", "弃权")
RECUSED = "回避"
ONLY = "all"  # name of the criterion where there is but one


class CellError(ValueError):
    """A cell that is no answer, named by line and column."""


@dataclass(frozen=True, eq=False)
class Table:
    """A rating matrix with the names its indices stand for.

    Attributes
    ----------
    matrix : RatingMatrix
    subjects, criteria, classes : tuple of str
    ballots : tuple of str
        In the order given; ``ballots[matrix.order[i]]`` is stored at i.
    """

    matrix: RatingMatrix
    subjects: tuple[str, ...]
    criteria: tuple[str, ...]
    classes: tuple[str, ...]
    ballots: tuple[str, ...]


def read_answer(cell: str | None, points: Sequence[Number]) -> int:
    """Return the answer index of a cell, ABSTAINED for blank, NaN and 弃权, NOT_ASKED for 回避.

    Raises
    ------
    ValueError
        If the cell is not the points of an answer; 0 is a score like any other.
    """
    text = "" if cell is None else str(cell).strip()
    if text.casefold() in DECLINED:
        return ABSTAINED
    if text == RECUSED:
        return NOT_ASKED
    value, scale = exact(text), [exact(point) for point in points]
    if value not in scale:
        raise ValueError(f"{text} is not on the scale")
    return scale.index(value)


def read_csv(
    lines: Iterable[str],
    *,
    points: Sequence[Number],
    class_weights: Mapping[str, Number],
    criterion_weights: Mapping[str, Number] | None = None,
    grades: Sequence[str] | None = None,
    duplicates: str = "refuse",
) -> Table:
    """Read ballots in long or wide form.

    Parameters
    ----------
    lines : iterable of str
        Long ``ballot,class[,home],subject[,criterion],answer`` or wide ``ballot,class[,home],<subject>…``,
        a column being named ``<subject>/<criterion>`` where there are several criteria.
    points : sequence of exact numbers
        Points of each answer.
    class_weights, criterion_weights : mapping of name to weight
    grades : sequence of str, optional
        Labels of the answers, worst first; without them cells hold points.
    duplicates : "refuse" or "last"
        What to do when a ballot marks a subject twice.

    Raises
    ------
    ValueError
        On an unknown column layout, class, criterion or answer, naming line and column, and on a ballot
        that marks a subject twice.
    """
    if duplicates not in ("refuse", "last"):
        raise ValueError(f"unknown duplicates {duplicates!r}, 'refuse' or 'last'")
    rows = csv.reader(lines)
    header = [name.strip().lstrip("\ufeff") for name in next(rows, [])]
    if header[:2] != ["ballot", "class"]:
        raise ValueError(f"the first columns must be ballot,class, got {header[:2]}")
    criteria = tuple(criterion_weights or {ONLY: 1})
    sheet = _Sheet(tuple(class_weights), criteria, points, grades, keep_last=duplicates == "last")
    is_long = "subject" in header and "answer" in header
    for row in rows:
        if row:
            (sheet.add_long if is_long else sheet.add_wide)(rows.line_num, header, row)
    return sheet.table(class_weights, criterion_weights or {ONLY: 1})


class _Sheet:
    """Cells as they are read."""

    def __init__(
        self,
        classes: tuple[str, ...],
        criteria: tuple[str, ...],
        points: Sequence[Number],
        grades: Sequence[str] | None,
        *,
        keep_last: bool,
    ) -> None:
        self.classes, self.criteria, self.grades = classes, criteria, grades
        self.points = tuple(exact(point) for point in points)
        self.keep_last = keep_last
        self.subjects: dict[str, int] = {}
        self.ballots: dict[str, tuple[int, str]] = {}
        self.cells: dict[tuple[str, int, int], int] = {}

    def add_wide(self, line: int, header: Sequence[str], row: Sequence[str]) -> None:
        """Add a ballot with one column per subject."""
        first = 3 if header[2:3] == ["home"] else 2
        ballot = self._ballot(line, dict(zip(header[:first], row, strict=False)))
        if len(row) != len(header):
            raise CellError(f"line {line}: {len(header)} cells are needed, got {len(row)}")
        for name, cell in zip(header[first:], row[first:], strict=True):
            subject, _, criterion = name.rpartition("/")
            if criterion not in self.criteria or not subject:
                subject, criterion = name, self.criteria[0]
            self._mark(line, name, ballot, subject, criterion, cell)

    def add_long(self, line: int, header: Sequence[str], row: Sequence[str]) -> None:
        """Add one cell of a ballot."""
        named = dict(zip(header, row, strict=False))
        ballot = self._ballot(line, named)
        criterion = named.get("criterion", self.criteria[0])
        self._mark(line, "answer", ballot, named["subject"], criterion, named.get("answer", ""))

    def table(self, class_weights: Mapping[str, Number], criterion_weights: Mapping[str, Number]) -> Table:
        """Build the matrix of everything read; what was not named was not asked."""
        places = {ballot: index for index, ballot in enumerate(self.ballots)}
        answers = np.full((len(places), max(len(self.subjects), 1), len(self.criteria)), NOT_ASKED)
        for (ballot, subject, criterion), answer in self.cells.items():
            answers[places[ballot], subject, criterion] = answer
        home = [self.subjects.get(name, -1) for _, name in self.ballots.values()]
        matrix = RatingMatrix.build(
            answers,
            [k for k, _ in self.ballots.values()],
            points=self.points,
            class_weights=list(class_weights.values()),
            criterion_weights=list(criterion_weights.values()),
            home=home,
        )
        return Table(matrix, tuple(self.subjects), self.criteria, self.classes, tuple(self.ballots))

    def _ballot(self, line: int, named: Mapping[str, str]) -> str:
        ballot, voter_class = named["ballot"].strip(), named["class"].strip()
        if voter_class not in self.classes:
            raise CellError(f"line {line}, column class: {voter_class!r} is no class")
        belongs = self.classes.index(voter_class), named.get("home", "").strip()
        if self.ballots.setdefault(ballot, belongs) != belongs:
            raise CellError(f"line {line}: ballot {ballot} has two classes or homes")
        return ballot

    def _mark(self, line: int, column: str, ballot: str, subject: str, criterion: str, cell: str) -> None:
        if criterion not in self.criteria:
            raise CellError(f"line {line}, column criterion: {criterion!r} is no criterion")
        place = ballot, self.subjects.setdefault(subject, len(self.subjects)), self.criteria.index(criterion)
        if place in self.cells and not self.keep_last:
            raise CellError(f"line {line}: ballot {ballot} marks {subject} twice")
        try:
            self.cells[place] = self._answer(cell)
        except ValueError as error:
            raise CellError(f"line {line}, column {column}: {error}") from None

    def _answer(self, cell: str) -> int:
        if self.grades is None:
            return read_answer(cell, self.points)
        if cell.strip() in self.grades:
            return self.grades.index(cell.strip())
        try:
            return read_answer(cell, ())
        except ValueError:
            raise ValueError(f"{cell!r} is no grade") from None
