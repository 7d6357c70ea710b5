"""Speed of the scoring engine as ratios to one plain sum over the same matrix.

Run with ``python -m bench.scoring``; a smaller number of ballots may be given. One thread, CPU time, best of
several; the gates are ratios, so that they hold on any machine.
"""

from __future__ import annotations

import os

# ruff: noqa: E402  the number of threads must be set before numpy is loaded
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from appraisal import scoring
from appraisal.scoring.alpha import alpha_of_counts

BALLOTS, SUBJECTS, CRITERIA = 1_000_000, 17, 3
DRAWS = 100  # replicates against the obvious way, which draws a copy of all ballots for each
MEMORY_GATE = 64  # MiB above the matrix
GATES: dict[str, tuple[float, Callable[[scoring.RatingMatrix], object]]] = {
    "tally": (6, scoring.tally),
    "official score, tally included": (8, lambda m: scoring.score(scoring.tally(m))),
    "standard scores with class means": (8, lambda m: scoring.shadow(m, "standard")),
    "two-way least squares": (20, lambda m: scoring.two_way(m, weighted=True)),
    "delta covariance": (25, scoring.delta),
    "bootstrap of 1000 with ranks": (40, scoring.bootstrap),
    "whole report": (150, scoring.report),
}


def meeting(
    ballots: int, subjects: int, criteria: int, *, top: int = 100, homes: bool = False
) -> scoring.RatingMatrix:
    """Ballots of three classes, severe and mild, with 5 % of the cells empty."""
    rng = np.random.default_rng(2020)
    answers = np.empty((ballots, subjects, criteria), dtype=np.int8)
    merit = 0.78 * top + rng.normal(0, top / 16, (subjects, criteria))
    for first in range(0, ballots, 50_000):
        rows = answers[first : first + 50_000]
        marks = merit - rng.normal(0, top / 16, (len(rows), 1, 1)) + rng.normal(0, top / 11, rows.shape)
        rows[...] = np.clip(np.rint(marks), 0, top)
        rows[rng.random(rows.shape) < 0.05] = scoring.ABSTAINED
    classes = rng.choice(3, ballots, p=(0.2, 0.3, 0.5))
    weights = (40, 30, 30)[:criteria]
    home = rng.integers(0, subjects, ballots) if homes else None
    return scoring.RatingMatrix.build(
        answers,
        classes,
        points=range(top + 1),
        class_weights=(40, 30, 30),
        criterion_weights=weights,
        home=home,
    )


def seconds(work: Callable[[], object], times: int) -> float:
    """Return the least CPU time of several runs, after one to warm up."""
    work()
    spent = []
    for _ in range(times):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def peak(work: Callable[[], object]) -> float:
    """Return the most memory held at once, in MiB."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 2**20


def large(ballots: int) -> bool:
    """Print the gates at large size."""
    matrix = meeting(ballots, SUBJECTS, CRITERIA)
    unit = seconds(lambda: matrix.answers.sum(dtype=np.int64), 10)
    print(f"{ballots:,} ballots x {SUBJECTS} subjects x {CRITERIA} criteria; unit {unit * 1e3:.1f} ms")
    print(f"{'':34}{'ratio':>8}{'gate':>7}{'MiB':>7}")
    passed = True
    for name, (gate, work) in GATES.items():
        ratio = seconds(partial(work, matrix), 3) / unit
        held = peak(partial(work, matrix))
        passed &= ratio <= gate and held <= MEMORY_GATE
        print(f"{name:34}{ratio:8.1f}{gate:7.0f}{held:7.0f}  {'' if ratio <= gate else 'above the gate'}")
    return passed


def real() -> bool:
    """Print what an opening spends."""
    passed = True
    for subjects, criteria, top in ((28, 1, 3), (17, 1, 100), (17, 3, 100)):
        matrix = meeting(116, subjects, criteria, top=top, homes=True)
        print(f"116 ballots x {subjects} subjects x {criteria} criteria, {top + 1} answers")
        for name, gate, work in (
            ("bootstrap of 1000 with ranks", 20, scoring.bootstrap),
            ("whole report", 300, scoring.report),
        ):
            spent = seconds(partial(work, matrix), 5) * 1e3
            passed &= spent <= gate
            print(f"{name:34}{spent:8.1f} ms, gate {gate} ms")
    return passed


def obvious() -> None:
    """Print how many times faster than the obvious way, at 10 000 ballots."""
    import krippendorff
    from scipy import stats

    matrix = meeting(10_000, SUBJECTS, CRITERIA)
    values, classes = matrix.values, matrix.classes

    def of_class() -> Iterator[np.ndarray]:
        return (values[..., classes == k].reshape(SUBJECTS * CRITERIA, -1) for k in range(3))

    raters = values.reshape(-1, values.shape[-1]).T
    trimmed, median = scoring.ScoringRule("trimmed", trim="0.1"), scoring.ScoringRule("median")
    ways = {
        "mean, np.nanmean": (
            lambda: [np.nanmean(part, axis=1) for part in of_class()],
            lambda: scoring.score(scoring.tally(matrix)),
        ),
        "median, np.nanmedian": (
            lambda: [np.nanmedian(part, axis=1) for part in of_class()],
            lambda: scoring.score(scoring.tally(matrix), median),
        ),
        "median, np.median by column": (
            lambda: [_by_column(np.median, part) for part in of_class()],
            lambda: scoring.score(scoring.tally(matrix), median),
        ),
        "trimmed mean, numpy": (
            lambda: [_trimmed(part) for part in of_class()],
            lambda: scoring.score(scoring.tally(matrix), trimmed),
        ),
        "trimmed mean, scipy": (
            lambda: [_by_column(partial(stats.trim_mean, proportiontocut=0.1), part) for part in of_class()],
            lambda: scoring.score(scoring.tally(matrix), trimmed),
        ),
        "standard scores, numpy": (lambda: _standard(values), lambda: scoring.shadow(matrix, "standard")),
        "standard scores, scipy": (
            lambda: np.nanmean(stats.zscore(values, axis=0, ddof=1, nan_policy="omit"), axis=2),
            lambda: scoring.shadow(matrix, "standard"),
        ),
        "alpha of ballots, krippendorff": (
            lambda: krippendorff.alpha(raters, level_of_measurement="interval"),
            lambda: scoring.krippendorff(raters),
        ),
        "alpha in a report, krippendorff": (
            lambda: krippendorff.alpha(raters, level_of_measurement="interval"),
            lambda: _alpha(matrix),
        ),
        f"bootstrap of {DRAWS}, numpy": (
            lambda: [_resampled(values, classes, seed) for seed in range(DRAWS)],
            lambda: scoring.bootstrap(matrix, n=DRAWS),
        ),
        f"bootstrap of {DRAWS}, scipy": (
            lambda: [_drawn(stats.bootstrap, part) for part in of_class()],
            lambda: scoring.bootstrap(matrix, n=DRAWS),
        ),
    }
    print("10,000 ballots, against the obvious way")
    for name, (plain, ours) in ways.items():
        print(f"{name:34}{seconds(plain, 1) / seconds(ours, 5):8.1f} times faster")


def _by_column(function: Callable[[np.ndarray], float], rows: np.ndarray) -> list[float]:
    return [function(row[~np.isnan(row)]) for row in rows]


def _alpha(matrix: scoring.RatingMatrix) -> float:
    counts = scoring.tally(matrix)
    units = counts.counts.sum(0).reshape(-1, len(counts.points))
    return alpha_of_counts(units, [float(value) for value in counts.points])


def _drawn(bootstrap: Callable[..., object], part: np.ndarray) -> object:
    return bootstrap((part,), np.nanmean, n_resamples=DRAWS, axis=1, batch=1, method="percentile", rng=1)


def _trimmed(values: np.ndarray) -> list[float]:
    means = []
    for row in values:
        known = np.sort(row[~np.isnan(row)])
        cut = len(known) // 10
        means.append(known[cut : len(known) - cut].mean())
    return means


def _standard(values: np.ndarray) -> np.ndarray:
    z = (values - np.nanmean(values, axis=0)) / np.nanstd(values, axis=0, ddof=1)
    return np.nanmean(z, axis=2)


def _resampled(values: np.ndarray, classes: np.ndarray, seed: int) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    drawn = [rng.choice(np.flatnonzero(classes == k), (classes == k).sum()) for k in range(3)]
    return [np.nanmean(values[..., ballots], axis=2) for ballots in drawn]


if __name__ == "__main__":
    held = large(int(sys.argv[1]) if len(sys.argv) > 1 else BALLOTS)
    held &= real()
    obvious()
    print("all gates hold" if held else "a gate does not hold")
