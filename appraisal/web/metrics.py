"""Totals for whoever watches the machine: nothing in them leads to a person or to a moment of voting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from threading import Lock

from flask import Response
from prometheus_client import PROCESS_COLLECTOR, CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from ..notices import notices
from ..services.conduct import Totals
from ..services.watched import STEP

KINDS = ("2xx", "3xx", "4xx", "5xx")


class Answers:
    """How many answers of each kind were given; known in steps alone: no single one can be watched."""

    def __init__(self) -> None:
        self._counted: Counter[str] = Counter()
        self._lock = Lock()

    def count(self, response: Response) -> Response:
        """Count one answer."""
        self.note(response.status)
        return response

    def note(self, status: str) -> None:
        """Count an answer by the first digit of its status; every full step is told to other processes."""
        kind = f"{status[0]}xx"
        with self._lock:
            self._counted[kind] += 1
            is_step = self._counted[kind] % STEP == 0
        if is_step and notices().is_common:
            notices().add(kind, STEP)

    def read(self) -> dict[str, int]:
        """Return the counts, of all processes where they can tell each other."""
        with self._lock:
            counted = {kind: count - count % STEP for kind, count in sorted(self._counted.items())}
        if not notices().is_common:
            return counted
        return {kind: notices().sum(kind) for kind in KINDS}


class _Ours(Collector):
    """The numbers of one moment."""

    def __init__(self, totals: Totals, answers: Mapping[str, int], has_failed: bool) -> None:
        self._totals, self._answers, self._has_failed = totals, answers, has_failed

    def collect(self) -> Iterable[Metric]:
        """Write them down."""
        rounds = GaugeMetricFamily("appraisal_rounds", "Rounds by state.", labels=["state"])
        for state, count in self._totals.rounds.items():
            rounds.add_metric([state], count)
        yield rounds
        yield GaugeMetricFamily(
            "appraisal_ballots",
            f"Ballots in all boxes; in steps of {STEP} while one is open.",
            self._totals.ballots,
        )
        answers = CounterMetricFamily(
            "appraisal_answers", f"Answers by status, in steps of {STEP}.", labels=["status"]
        )
        for kind, count in self._answers.items():
            answers.add_metric([kind], count)
        yield answers
        yield GaugeMetricFamily(
            "appraisal_disk_failed", "1 while the disk refuses to be written.", self._has_failed
        )
        yield from PROCESS_COLLECTOR.collect()


def registry(totals: Totals, answers: Mapping[str, int], *, has_failed: bool) -> CollectorRegistry:
    """Gather the numbers of this moment."""
    found = CollectorRegistry()
    found.register(_Ours(totals, answers, has_failed))
    return found
