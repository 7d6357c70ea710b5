"""Is the official result the one that the tally gives (V11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from ..domain.phrase import Phrase, phrase
from . import mean, trimmed
from .contents import Contents
from .figures import Exact, Figures
from .mean import Ranked, known, printed

Scores = Sequence[Sequence[Exact]]


def is_complete(figures: Figures) -> bool:
    """Say whether everything that decided the ranks can be seen."""
    has_counts = all(cell is not None and cell.counts is not None for cell in figures.cells.values())
    if figures.plan.normalisation != "none":
        return False
    needs_counts = not figures.plan.is_mean or any(kind == "grade" for kind, _ in figures.plan.ties)
    return has_counts or (not needs_counts and None not in figures.cells.values())


def result(contents: Contents, figures: Figures) -> Iterator[Phrase]:
    """V11: scores, places and cells, to the printed digit, as far as they follow from the tally."""
    found, plan = contents.documents["result.json"], figures.plan
    yield from _cells(found["cells"], figures)
    yield from _distribution(found["distribution"], figures)
    if not _has_weights(found["weights"], figures):
        yield phrase("权重与设定不同")
    rows = {row["subject"]: row for row in found["official"]}
    if len(rows) != len(found["official"]) or set(rows) != set(plan.subjects):
        yield phrase("结果里的对象与设定不同")
        return
    if plan.is_mean:
        yield from _scores(rows, figures)
    if is_complete(figures):
        places, groups = _ranked(figures)
        yield from _places(found["official"], rows, figures, places, groups)


def _scores(rows: dict[str, Any], figures: Figures) -> Iterator[Phrase]:
    plan = figures.plan
    for s, subject in enumerate(plan.subjects):
        cells = [figures.row(k, s) for k in range(len(plan.letters))]
        is_whole = all(None not in row for row in cells)
        total = mean.total([known(row) for row in cells], plan) if is_whole else None
        expected = {
            letter: None if None in row else _marked(mean.class_score(known(row), plan), total, known(row))
            for letter, row in zip(plan.letters, cells, strict=True)
        }
        if figures.is_short(s):
            total, expected = None, dict.fromkeys(expected)
        if not is_whole:
            expected = {k: v for k, v in expected.items() if v is not None}
        row = rows[subject]
        given = row["class_scores"]
        is_same = set(given) == set(plan.letters) and all(
            _is_printed(given[letter], value, plan.decimals) for letter, value in expected.items()
        )
        if is_whole:
            is_same = is_same and _is_printed(row["total"], total, plan.decimals)
        elif row["total"] is not None and row["total"].get("exact") is not None:
            is_same = False
        if not is_same:
            yield phrase("%(subject)s：得分与重新计算的不同", subject=subject)


def _marked(score: Exact, total: Exact, row: Sequence[Any]) -> Exact:
    """Drop what abstentions alone earned for a subject nobody rated."""
    return None if total is None and not any(cell.n for cell in row) else score


def _ranked(figures: Figures) -> tuple[list[Ranked], dict[str, list[Ranked]]]:
    """Everybody's place, and the places within each group."""
    plan = figures.plan
    scores, keys = trimmed.scores(figures) if not plan.is_mean else _mean(figures)
    totals = [None if figures.is_short(s) else score for s, score in enumerate(scores)]
    names = mean.labels(plan)
    groups: dict[str, list[Ranked]] = {}
    for group in dict.fromkeys(plan.groups):
        own = [s for s, name in enumerate(plan.groups) if name == group]
        groups[group] = mean.ranked([totals[s] for s in own], [[key[s] for s in own] for key in keys], names)
    return mean.ranked(totals, keys, names), groups


def _mean(figures: Figures) -> tuple[Sequence[Exact], Scores]:
    plan = figures.plan
    classes = range(len(plan.letters))
    totals = [
        mean.total([known(figures.row(k, s)) for k in classes], plan) for s in range(len(plan.subjects))
    ]
    return totals, mean.tie_keys(figures)


def _places(
    listed: Sequence[Any],
    rows: dict[str, Any],
    figures: Figures,
    places: Sequence[Ranked],
    groups: dict[str, list[Ranked]],
) -> Iterator[Phrase]:
    plan = figures.plan
    order = sorted(range(len(places)), key=lambda s: (places[s].place == 0, places[s].place, s))
    if [row["subject"] for row in listed] != [plan.subjects[s] for s in order]:
        yield phrase("结果的次序与重新计算的不同")
    waiting = {group: iter(found) for group, found in groups.items()}
    for s, (subject, mine) in enumerate(zip(plan.subjects, places, strict=True)):
        row, own = rows[subject], next(waiting[plan.groups[s]])
        expected = (plan.groups[s], mine.place or None, own.place or None, mine.decided_by)
        given = (row["group"], row["rank"], row["group_rank"], row.get("tie_decided_by"))
        if given != expected:
            yield phrase("%(subject)s：名次与重新计算的不同", subject=subject)


def _cells(listed: Sequence[Any], figures: Figures) -> Iterator[Phrase]:
    plan = figures.plan
    if len(listed) != len(figures.cells):
        yield phrase("结果里的单元格与票数表不同")
        return
    for ((k, s, c), cell), given in zip(figures.cells.items(), listed, strict=True):
        place = {"class": plan.letters[k], "subject": plan.subjects[s], "criterion": plan.criteria[c]}
        expected: dict[str, Any] = dict.fromkeys(("counts", "rated", "abstained", "recused", "asked"))
        if cell is not None:
            expected = {
                "counts": None if cell.counts is None else dict(zip(plan.grades, cell.counts, strict=True)),
                "rated": cell.n,
                "abstained": cell.abstained,
                "recused": cell.not_asked,
                "asked": cell.n + cell.abstained,
            }
        is_same = all(given.get(name) == value for name, value in (place | expected).items())
        if cell is None:
            is_same = is_same and given["score"] is None
        elif plan.is_mean:
            score = mean.value([cell], plan.earned)
            is_same = is_same and _is_printed(given["score"], score, plan.decimals)
        if not is_same:
            yield phrase("结果里的单元格与票数表不同：%(place)s", place=tuple(place.values()))


def _distribution(listed: Sequence[Any], figures: Figures) -> Iterator[Phrase]:
    plan = figures.plan
    places = [(s, c) for s in range(len(plan.subjects)) for c in range(len(plan.criteria))]
    if len(listed) != len(places):
        yield phrase("合计票数与票数表不同")
        return
    for (s, c), given in zip(places, listed, strict=True):
        column = known([figures.cells[k, s, c] for k in range(len(plan.letters))])
        counts = [cell.counts for cell in column if cell.counts is not None]
        is_same = (given["subject"], given["criterion"]) == (plan.subjects[s], plan.criteria[c])
        if len(counts) == len(plan.letters) and given["counts"] is not None:
            summed = [sum(place) for place in zip(*counts, strict=True)]
            is_same = is_same and given["counts"] == dict(zip(plan.grades, summed, strict=True))
        if not is_same:
            yield phrase("合计票数与票数表不同")
            return


def _has_weights(given: Any, figures: Figures) -> bool:
    plan = figures.plan
    classes = {
        letter: None if plan.pooled or weight is None else weight / 100
        for letter, weight in zip(plan.letters, plan.class_weights, strict=True)
    }
    criteria = dict(zip(plan.criteria, (weight / 100 for weight in plan.criterion_weights), strict=True))
    return _read(given["classes"]) == classes and _read(given["criteria"]) == criteria


def _read(weights: Any) -> dict[str, Exact]:
    return {name: None if text is None else Fraction(text) for name, text in weights.items()}


def _is_printed(given: Any, value: Exact, decimals: int) -> bool:
    if value is None or given is None:
        return given is None and value is None
    return (
        given.get("exact") is not None
        and Fraction(given["exact"]) == value
        and given["shown"] == printed(value, decimals)
    )
