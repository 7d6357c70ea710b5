"""Put scored subjects in order: overall, within their groups, and what decided between equals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..domain.plan import Plan
from ..scoring import Decision, Scores, ScoringRule, Tally, comparable, decide, ranks, tie_keys
from .outcome import Exact, Standing

SHARED = "并列"  # what every chain of ties ends in

Row = tuple[Exact, ...]


def standing(plan: Plan, counts: Tally, scores: Scores, rule: ScoringRule) -> Standing:
    """Rank subjects by their scores and the rule's chain; group ranks restart at 1 and use the same chain."""
    totals = _enough(plan, counts, _row(scores.values if scores.exact is None else scores.exact))
    classes = scores.classes if scores.exact_classes is None else scores.exact_classes
    keys = tuple(_row(key) for key in tie_keys(counts, scores, rule))
    decision = decide(ranks(totals), *keys)
    places = tuple(decision.ranks.tolist())
    labels = tuple(key.label for key in plan.rule.ties) if rule.ties else ()
    return Standing(
        method=rule.method,
        is_exact=scores.exact is not None,
        totals=totals,
        class_scores=tuple(
            _marked(_row(row), totals, counts.valid[k].sum(-1).tolist()) for k, row in enumerate(classes)
        ),
        ranks=places,
        group_ranks=_group_ranks(plan, totals, keys),
        decided_by=_decided_by(decision, labels),
        ahead_by=_ahead_by(totals, places, keys, labels),
    )


def _enough(plan: Plan, counts: Tally, totals: Row) -> Row:
    """Drop the scores that rest on fewer marks than agreed: no rank, whatever they are."""
    marks = counts.counts.sum(axis=(0, 2, 3)).tolist()
    least = plan.rule.least_marks
    return tuple(None if n < least else total for total, n in zip(totals, marks, strict=True))


def _row(values: Iterable[Any]) -> Row:
    """Return what ranks are decided on: exact numbers, floats to 9 decimals, None for unrated."""
    return tuple(comparable(value) for value in values)


def _marked(row: Row, totals: Row, marks: Sequence[int]) -> Row:
    """Drop the class scores that abstentions alone earned for a subject nobody rated."""
    return tuple(
        None if total is None and not n else value for value, total, n in zip(row, totals, marks, strict=True)
    )


def _group_ranks(plan: Plan, totals: Row, keys: Sequence[Row]) -> tuple[int, ...]:
    members: dict[str, list[int]] = {}
    for position, subject in enumerate(plan.subjects):
        members.setdefault(subject.group, []).append(position)
    found = [0] * len(totals)
    for group in members.values():
        own = decide(ranks([totals[s] for s in group]), *([key[s] for s in group] for key in keys))
        for position, place in zip(group, own.ranks.tolist(), strict=True):
            found[position] = place
    return tuple(found)


def _decided_by(decision: Decision, labels: Sequence[str]) -> tuple[str | None, ...]:
    words = (*labels, SHARED)
    return tuple(None if index < 0 else words[index] for index in decision.decided_by.tolist())


def _ahead_by(
    totals: Row, places: tuple[int, ...], keys: Sequence[Row], labels: Sequence[str]
) -> tuple[str | None, ...]:
    """Name the key that put a subject ahead of the next one with the same score."""
    found: list[str | None] = []
    for s, place in enumerate(places):
        behind = [t for t, total in enumerate(totals) if total == totals[s] and places[t] > place > 0]
        nearest = min(behind, key=places.__getitem__, default=None)
        found.append(
            None
            if nearest is None
            else next(label for label, key in zip(labels, keys, strict=True) if key[s] != key[nearest])
        )
    return tuple(found)
