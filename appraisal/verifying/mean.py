"""The weighted mean and its ranks, worked out without the program that counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import starmap

from .figures import Cell, Exact, Figures, Plan

SHARED = "并列"


@dataclass(frozen=True)
class Ranked:
    """A place, and what decided it: a key of the chain, `SHARED`, or None where the score did."""

    place: int
    decided_by: str | None


def value(cells: Sequence[Cell], earned: Exact) -> Exact:
    """The mean of one cell, or of several put together."""
    n = sum(cell.n for cell in cells)
    total = sum((cell.total or Fraction(0) for cell in cells), Fraction(0))
    if earned is not None:
        abstained = sum(cell.abstained for cell in cells)
        n, total = n + abstained, total + earned * abstained
    return total / n if n else None


def class_score(row: Sequence[Cell], plan: Plan) -> Exact:
    """Combine the criteria of one class."""
    return weighted(((value([cell], plan.earned) for cell in row), plan.criterion_weights))


def total(rows: Sequence[Sequence[Cell]], plan: Plan) -> Exact:
    """Combine the classes; what nobody with a weight marked has no score, whatever abstentions earn."""
    judged = [row for row, weight in zip(rows, plan.weights, strict=True) if weight]
    marks = [
        cell.n for row in judged for cell, weight in zip(row, plan.criterion_weights, strict=True) if weight
    ]
    if not any(marks):
        return None
    if plan.pooled:
        pooled = (value(cells, plan.earned) for cells in zip(*rows, strict=True))
        return weighted((pooled, plan.criterion_weights))
    return weighted(((class_score(row, plan) for row in rows), plan.weights))


def weighted(pairs: tuple[Iterable[Exact], Sequence[Fraction]]) -> Exact:
    """Share the weight of what is missing out among the rest."""
    there = [(found, weight) for found, weight in zip(*pairs, strict=True) if weight and found is not None]
    if not there:
        return None
    return sum((found * weight for found, weight in there), Fraction(0)) / sum(w for _, w in there)


def ranked(totals: Sequence[Exact], keys: Sequence[Sequence[Exact]], labels: Sequence[str]) -> list[Ranked]:
    """Put scores in order; equal ones go through the chain, key by key, until nothing parts them."""
    places = [
        0 if mine is None else 1 + sum(other is not None and other > mine for other in totals)
        for mine in totals
    ]
    decided: list[str | None] = [SHARED if is_shared(places, s) else None for s in range(len(places))]
    for key, label in zip(keys, labels, strict=True):
        tied = [s for s in range(len(places)) if is_shared(places, s)]
        moved = {s: sum(_beats(key[t], key[s]) for t in tied if places[t] == places[s]) for s in tied}
        for s in tied:
            places[s] += moved[s]
        for s in tied:
            if not is_shared(places, s):
                decided[s] = label
    return list(starmap(Ranked, zip(places, decided, strict=True)))


def is_shared(places: Sequence[int], s: int) -> bool:
    """Somebody else has this place too."""
    return places[s] > 0 and places.count(places[s]) > 1


def _beats(other: Exact, mine: Exact) -> bool:
    return other is not None and (mine is None or other > mine)


def tie_keys(figures: Figures) -> list[list[Exact]]:
    """One number per subject for every key of the chain, higher is better."""
    return [_key(figures, kind, name) for kind, name in figures.plan.ties]


def _key(figures: Figures, kind: str, name: str) -> list[Exact]:
    plan, subjects = figures.plan, range(len(figures.plan.subjects))
    if kind == "class":
        k = plan.letters.index(name)
        return [class_score(known(figures.row(k, s)), plan) for s in subjects]
    place = plan.grades.index(name)
    weights = enumerate(plan.weights)
    judging = [k for k, weight in weights if weight]
    return [Fraction(sum(_count(figures.row(k, s), plan, place) for k in judging)) for s in subjects]


def _count(row: Sequence[Cell | None], plan: Plan, grade: int) -> int:
    """Count a grade in the cells whose criterion has a weight."""
    cells = zip(known(row), plan.criterion_weights, strict=True)
    return sum(cell.counts[grade] for cell, weight in cells if weight and cell.counts is not None)


def known(row: Sequence[Cell | None]) -> list[Cell]:
    """The cells of a row of which nothing is withheld."""
    return [cell for cell in row if cell is not None]


def labels(plan: Plan) -> list[str]:
    """The keys of the chain as results name them."""
    return [f"{name}票得分" if kind == "class" else f"{name}票数" for kind, name in plan.ties]


def printed(number: Fraction, decimals: int) -> str:
    """Round half away from zero, as on paper."""
    whole = (abs(number) * 10**decimals * 2 + 1) // 2
    digits = str(whole).zfill(decimals + 1)
    text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    return f"-{text}" if number < 0 and whole else text
