"""The numbers of an archive by class, subject and criterion, once its lists are known to fit its plan."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

Exact = Fraction | None


@dataclass(frozen=True)
class Cell:
    """Answers of a class about a subject on a criterion; `counts` best first, both None where not told."""

    n: int
    abstained: int
    not_asked: int
    counts: tuple[int, ...] | None = None
    total: Fraction | None = None


@dataclass(frozen=True)
class Ballots:
    """Where the ballots of a class went; None where the class is too small to tell."""

    issued: int
    cast: int
    valid: int | None
    void: int | None
    abstained: int | None

    @property
    def is_told(self) -> bool:
        """Nothing is held back."""
        return self.valid is not None

    @property
    def counted(self) -> int:
        """Ballots that are in every cell."""
        return (self.valid or 0) + (self.abstained or 0)


@dataclass(frozen=True)
class Plan:
    """The frozen settings as far as a count needs them; weights are those of the settings."""

    letters: tuple[str, ...]
    subjects: tuple[str, ...]
    groups: tuple[str, ...]
    criteria: tuple[str, ...]
    grades: tuple[str, ...]
    points: tuple[Fraction, ...]
    class_weights: tuple[Exact, ...]
    criterion_weights: tuple[Fraction, ...]
    earned: Exact
    pooled: bool
    normalisation: str
    trim: int
    trim_above: int
    ties: tuple[tuple[str, str], ...]
    decimals: int
    least_marks: int = 0

    @property
    def is_mean(self) -> bool:
        """The rule is the weighted mean."""
        return not self.trim and self.normalisation == "none"

    @property
    def weights(self) -> tuple[Fraction, ...]:
        """Class weights as they count: all alike where votes are pooled."""
        return tuple(Fraction(1) if self.pooled else weight or Fraction(0) for weight in self.class_weights)


@dataclass(frozen=True)
class Figures:
    """A plan and its numbers: `ballots` by class, `cells` by class, subject and criterion, None withheld."""

    plan: Plan
    ballots: tuple[Ballots, ...]
    cells: dict[tuple[int, int, int], Cell | None]

    def row(self, k: int, s: int) -> list[Cell | None]:
        """The cells of a class about a subject."""
        return [self.cells[k, s, c] for c in range(len(self.plan.criteria))]

    def is_short(self, s: int) -> bool:
        """Fewer marks than a rank needs, where all of them are told."""
        found = [cell for k in range(len(self.plan.letters)) for cell in self.row(k, s)]
        marks = sum(cell.n for cell in found if cell is not None)
        return None not in found and marks < self.plan.least_marks


def plan(settings: Any) -> Plan:
    """Read the settings."""
    rule, grades = settings["rule"], settings["scale"]["grades"]
    return Plan(
        letters=tuple(group["letter"] for group in settings["classes"]),
        subjects=tuple(subject["name"] for subject in settings["subjects"]),
        groups=tuple(subject["group"] for subject in settings["subjects"]),
        criteria=tuple(criterion["name"] for criterion in settings["criteria"]),
        grades=tuple(grade["name"] for grade in grades),
        points=tuple(Fraction(grade["points"]) for grade in grades),
        class_weights=tuple(exact(group["weight"]) for group in settings["classes"]),
        criterion_weights=tuple(Fraction(criterion["weight"]) for criterion in settings["criteria"]),
        earned=exact(rule["abstention_points"]),
        pooled=rule["pooled"],
        normalisation=rule["normalisation"],
        trim=rule["trim"],
        trim_above=rule["trim_above"],
        ties=tuple((key["kind"], key["name"]) for key in rule["ties"]),
        decimals=rule["decimals"],
        least_marks=rule.get("least_marks", 0),
    )


def exact(text: str | None) -> Exact:
    """Read a number that may be missing."""
    return None if text is None else Fraction(text)


def ballots(returns: Any, of: Plan) -> tuple[Ballots, ...] | None:
    """Read the returns; None if their classes are not those of the plan, or one tells only half."""
    lines = returns["classes"]
    if [line["class"] for line in lines] != list(of.letters):
        return None
    parts = [[line["valid"], line["void"], line["abstained"]] for line in lines]
    if any(None in part and set(part) != {None} for part in parts):
        return None
    return tuple(
        Ballots(line["issued"], line["cast"], *part) for line, part in zip(lines, parts, strict=True)
    )


def cells(tally: Any, of: Plan) -> dict[tuple[int, int, int], Cell | None] | None:
    """Read the tally; None unless its cells are those of the plan, each told in a way the rule allows."""
    if len(tally["cells"]) != len(of.letters) * len(of.subjects) * len(of.criteria):
        return None
    places = list(product(range(len(of.letters)), range(len(of.subjects)), range(len(of.criteria))))
    named = [(of.letters[k], of.subjects[s], of.criteria[c]) for k, s, c in places]
    if [(cell["class"], cell["subject"], cell["criterion"]) for cell in tally["cells"]] != named:
        return None
    if not all(_is_allowed(cell, of) for cell in tally["cells"]):
        return None
    return {place: _cell(cell, of) for place, cell in zip(places, tally["cells"], strict=True)}


def _is_allowed(cell: Any, of: Plan) -> bool:
    if "withheld" in cell:
        return True
    if "counts" in cell:
        return len(cell["counts"]) == len(of.grades)
    return ("sum" in cell) == of.is_mean


def _cell(cell: Any, of: Plan) -> Cell | None:
    if "withheld" in cell:
        return None
    counts = tuple(cell["counts"]) if "counts" in cell else None
    total = exact(cell.get("sum"))
    if counts is not None:
        total = sum((n * worth for n, worth in zip(counts, of.points, strict=True)), Fraction(0))
    return Cell(cell["n"], cell["abstained"], cell["not_asked"], counts, total)
