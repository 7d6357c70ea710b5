"""The tie-break chain of a rule: its keys, and the ranks it settles."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .majority import answer_shares
from .outcome import Exact, Scores
from .presence import weighty
from .ranking import Decision, Values, decide, ranks
from .rules import ScoringRule
from .tally import Tally, pooled


def settle(tally: Tally, scores: Scores, rule: ScoringRule) -> Decision:
    """Rank scores as the rule says: rounding first, then its chain of ties.

    Parameters
    ----------
    tally : Tally
    scores : Scores
    rule : ScoringRule

    Returns
    -------
    Decision
        `decided_by` indexes ``rule.ties``; ``len(rule.ties)`` means the place is still shared.
    """
    totals: Values = scores.values if scores.exact is None else scores.exact
    return decide(ranks(totals, decimals=rule.decimals), *tie_keys(tally, scores, rule))


def tie_keys(tally: Tally, scores: Scores, rule: ScoringRule) -> tuple[Values, ...]:
    """Return one sequence of S numbers per key of the chain, higher is better, exact where scores are."""
    return tuple(_key(tally, scores, rule, key) for key in rule.ties)


def _key(tally: Tally, scores: Scores, rule: ScoringRule, key: str) -> Values:
    kind, _, index = key.partition(":")
    return KEYS[kind](tally, scores, rule, int(index or 0))


def _count(tally: Tally, scores: Scores, rule: ScoringRule, answer: int) -> Values:
    """Count marks with this answer; what has no weight does not decide."""
    classes, criteria = weighty(tally)
    counts: Sequence[int] = tally.counts[classes][:, :, criteria, answer].sum((0, 2)).tolist()
    return counts


def _top(tally: Tally, scores: Scores, rule: ScoringRule, _: int) -> Values:
    source = pooled(tally) if rule.pooled else tally
    answers: Sequence[int] = (len(tally.points) - 1,) if rule.top is None else rule.top
    found: list[Exact] = [
        None if row is None else sum((row[g] for g in answers), row[0] * 0) for row in answer_shares(source)
    ]
    return found


def _class(tally: Tally, scores: Scores, rule: ScoringRule, k: int) -> Values:
    return scores.classes[k] if scores.exact_classes is None else scores.exact_classes[k]


def _criterion(tally: Tally, scores: Scores, rule: ScoringRule, c: int) -> Values:
    if scores.exact_criteria is None:
        return scores.criteria[:, c]
    return [row[c] for row in scores.exact_criteria]


KEYS: dict[str, Callable[[Tally, Scores, ScoringRule, int], Values]] = {
    "count": _count,
    "top": _top,
    "class": _class,
    "criterion": _criterion,
}
