"""Why a number is missing: the causes behind every field of a report that holds NaN or None."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .matrix import RatingMatrix
from .presence import rated, weighty
from .rivalry import Reciprocity
from .rules import ScoringRule
from .tally import Tally

UNMARKED = ("no_ballots", "not_rated")
SCORED = (*UNMARKED, "class_missing", "criterion_missing")
NORMALISED = (*SCORED, "one_subject", "not_comparable")
AGREED = ("no_ballots", "one_subject", "few_complete", "constant")

CAUSES: dict[str, tuple[str, ...]] = {
    "scores": NORMALISED,
    "mean": SCORED,
    "delta": (*UNMARKED, "understated"),
    "bootstrap": (*NORMALISED, "few_replicates", "skipped_large"),
    "rank_sets": ("skipped_large",),
    "shadow": NORMALISED,
    "alternatives": SCORED,
    "agreement": (*NORMALISED, "all_tied", "no_estimate"),
    "weights": (*UNMARKED, "needs_ballots"),
    "models": (*UNMARKED, "one_subject", "no_estimate"),
    "reliability": AGREED,
    "reliability.w": (*AGREED, "skipped_large"),
    "reliability.w_p": (*AGREED, "skipped_large"),
    "reliability.alpha": ("no_ballots", "few_marks", "constant"),
    "reliability.alpha_ordinal": ("no_ballots", "few_marks", "constant"),
    "diagnosis": (*UNMARKED, "few_marks", "skipped_large"),
    "diagnosis.reciprocity": (*UNMARKED, "no_home", "own_subject", "no_spread", "skipped_large"),
    "diagnosis.class_contrast": (*SCORED, "one_class", "understated", "few_marks", "skipped_large"),
}
SILENT = ("tally", "rule", "flags", "reasons")  # agreed or counted: nothing there is missing, only left open
MIRRORED = ("exact", "exact_criteria", "exact_classes")  # exact twins of fields that are looked at


def reasons(
    results: Mapping[str, Any], matrix: RatingMatrix, counts: Tally, rule: ScoringRule
) -> dict[str, tuple[str, ...]]:
    """Say for every field with a missing number what can have caused it.

    Parameters
    ----------
    results : mapping of str to object
        The parts of a report by name.
    matrix : RatingMatrix
    counts : Tally
    rule : ScoringRule

    Returns
    -------
    dict of str to tuple of str
        Dotted path of the field to kinds of causes that hold in this meeting, as in `CAUSES`.
    """
    facts = _facts(results, matrix, counts, rule)
    return {path: tuple(kind for kind in _causes(path) if facts[kind]) for path in missing(results)}


def missing(results: object, path: str = "") -> Iterator[str]:
    """Yield the dotted paths of fields that hold NaN or None."""
    for name, value in _parts(results):
        where = f"{path}.{name}" if path else name
        if name in SILENT + MIRRORED:
            continue
        if is_dataclass(value) or isinstance(value, Mapping):
            yield from missing(value, where)
        elif _is_missing(value):
            yield where


def _parts(results: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(results, Mapping):
        yield from results.items()
        return
    stored = (field.name for field in fields(results) if field.metadata.get("stored", True))
    yield from ((name, getattr(results, name)) for name in stored)


def _is_missing(value: Any) -> bool:
    if isinstance(value, (np.ndarray, float)):
        found = np.asarray(value)
        return bool(found.dtype.kind == "f" and not np.isfinite(found).all())
    if isinstance(value, tuple):
        return any(map(_is_missing, value))
    return value is None or (is_dataclass(value) and any(missing(value)))


def _causes(path: str) -> tuple[str, ...]:
    """Look up the longest known beginning of a path."""
    while path not in CAUSES and "." in path:
        path = path.rpartition(".")[0]
    return CAUSES.get(path, ())


def _facts(found: Any, matrix: RatingMatrix, counts: Tally, rule: ScoringRule) -> dict[str, bool]:
    """Return what holds in this meeting, by kind of cause."""
    known, classes = rated(counts), weighty(counts)[0]
    marks, diagnosis = counts.valid, found["diagnosis"]
    homes = np.bincount(matrix.home[matrix.home >= 0], minlength=matrix.shape[1])
    few = np.isnan([diagnosis.severity_sd, diagnosis.spread_mean]).any()
    return {
        "no_ballots": not matrix.shape[3],
        "not_rated": not known.all(),
        "class_missing": not (marks > 0).all(),
        "criterion_missing": not (marks[classes] > 0).any(0).all(),
        "one_subject": int(known.sum()) < 2,
        "not_comparable": bool(np.isnan(found["shadow"]["two-way"].values[known]).any()),
        "skipped_large": diagnosis.reciprocity is None or found["rank_sets"] is None,
        "few_replicates": found["replicates"] < 2,
        "needs_ballots": rule.needs_ballots,
        "few_complete": min(found["reliability"].complete) < 2,
        "constant": bool((np.count_nonzero(counts.counts.sum((0, 1)), axis=-1) < 2).any()),
        "all_tied": bool(np.isnan(np.diag(found["agreement"].tau)).any()),
        "no_estimate": has_no_estimate(counts, found["models"]),
        "few_marks": bool(few or (marks.max(2) < 2).any()),
        "no_home": not homes.all(),
        "own_subject": True,
        "no_spread": bool(homes.any())
        and diagnosis.reciprocity is not None
        and _is_blank(diagnosis.reciprocity),
        "one_class": len(matrix.class_weights) < 2,
        "understated": bool((matrix.sizes < 2).any()),
    }


def _is_blank(reciprocity: Reciprocity) -> bool:
    return bool(np.isnan(reciprocity.directed).all())


def has_no_estimate(counts: Tally, models: Mapping[str, NDArray[np.float64]]) -> bool:
    """Say whether a rated subject has no finite Rasch estimate: all best, all worst, or separated."""
    return "rasch" in models and bool(np.isnan(models["rasch"][counts.valid.any((0, 2))]).any())
