"""Speed of the scoring engine as ratios to one plain sum over the same matrix.

Run with ``python bench/scoring.py``; a smaller number of ballots may be given. One thread, CPU time, best of
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
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from appraisal import scoring

BALLOTS, SUBJECTS, CRITERIA = 1_000_000, 17, 3
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


def meeting(ballots: int, subjects: int, criteria: int, *, top: int = 100) -> scoring.RatingMatrix:
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
    return scoring.RatingMatrix.build(
        answers, classes, points=range(top + 1), class_weights=(40, 30, 30), criterion_weights=weights
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
        matrix = meeting(116, subjects, criteria, top=top)
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
    matrix = meeting(10_000, SUBJECTS, CRITERIA)
    values, classes = matrix.values, matrix.classes
    ways = {
        "mean of classes": (
            lambda: [np.nanmean(values[..., classes == k], axis=2) for k in range(3)],
            lambda: scoring.score(scoring.tally(matrix)),
        ),
        "median": (
            lambda: [np.nanmedian(values[..., classes == k], axis=2) for k in range(3)],
            lambda: scoring.score(scoring.tally(matrix), scoring.ScoringRule("median")),
        ),
        "trimmed mean": (
            lambda: [_trimmed(values[..., classes == k]) for k in range(3)],
            lambda: scoring.score(scoring.tally(matrix), scoring.ScoringRule("trimmed", trim="0.1")),
        ),
        "standard scores": (lambda: _standard(values), lambda: scoring.shadow(matrix, "standard")),
        "bootstrap, 20 replicates": (
            lambda: [_resampled(values, classes, seed) for seed in range(20)],
            lambda: scoring.bootstrap(matrix, n=20),
        ),
    }
    print("10,000 ballots, against the obvious way")
    for name, (plain, ours) in ways.items():
        print(f"{name:34}{seconds(plain, 2) / seconds(ours, 5):8.1f} times faster")


def _trimmed(values: np.ndarray) -> list[float]:
    means = []
    for row in values.reshape(-1, values.shape[-1]):
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
