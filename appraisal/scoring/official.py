"""Official scores: exact functions of the tally."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .cells import cell_values, share_cells
from .combine import Table, across, rows
from .exact import exact
from .majority import majority_scores
from .outcome import Exact, Flag, Scores, floats
from .presence import presence_flags, rated
from .registry import METHODS
from .rules import DEFAULT_RULE, ScoringRule
from .tally import Tally, pooled


def score(tally: Tally, rule: ScoringRule = DEFAULT_RULE) -> Scores:
    """Score every subject exactly, by a rule that needs the tally alone.

    Parameters
    ----------
    tally : Tally
    rule : ScoringRule

    Returns
    -------
    Scores
        NaN and None where nobody rated a subject.

    Raises
    ------
    ValueError
        If the rule needs the ballots, names an answer or class that does not exist, or refuses a missing
        class.
    """
    if rule.needs_ballots:
        raise ValueError(f"method {rule.method!r} needs the ballots: score_ballots(matrix, rule)")
    require_known(rule, tally)
    return (METHODS[rule.method].score or weighted_scores)(tally, rule)


def require_known(rule: ScoringRule, tally: Tally) -> None:
    """Refuse a rule that names an answer, a class or a criterion the tally does not have."""
    classes, _, criteria, grades = tally.counts.shape[-4:]
    limits = {"count": grades, "class": classes, "criterion": criteria, "top": 1}
    named = [(key.partition(":")[0], int(key.partition(":")[2] or 0)) for key in rule.ties]
    named += [("count", g) for g in (*(rule.top or ()), *rule.low)]
    named += [("class", k) for k in rule.trim_classes or ()]
    for kind, index in named:
        if not 0 <= index < limits[kind]:
            raise ValueError(f"the rule names {kind} {index}, there are {limits[kind]}")


def weighted_scores(tally: Tally, rule: ScoringRule) -> Scores:
    """Combine criteria into class scores, and class scores into the score."""
    own, source = cell_values(tally, rule), pooled(tally) if rule.pooled else tally
    judged = cell_values(source, rule) if rule.pooled else own
    values = judged.fractions
    by_class = [rows(table, tally.criterion_weights) for table in values]
    total = rows(list(zip(*by_class, strict=True)), source.class_weights)
    shown = [rows(table, tally.criterion_weights) for table in own.fractions] if rule.pooled else by_class
    skipped = np.argwhere(judged.skipped.transpose(1, 2, 0)).tolist()
    flags = [Flag("trim_skipped", s, c, None if rule.pooled else k) for s, c, k in skipped]
    return _scores(tally, rule, total, across(values, source.class_weights), shown, flags)


def step_scores(tally: Tally, rule: ScoringRule) -> Scores:
    """Look up the points of every criterion by its shares of excellent and poor answers."""
    source = pooled(tally) if rule.pooled else tally
    top, low = (share_cells(source, rule, answers).fractions for answers in step_answers(tally, rule))
    by_criterion = _looked_up(rule, across(top, source.class_weights), across(low, source.class_weights))
    own = [share_cells(tally, rule, answers).fractions for answers in step_answers(tally, rule)]
    shown = [rows(_looked_up(rule, *shares), tally.criterion_weights) for shares in zip(*own, strict=True)]
    return _scores(tally, rule, rows(by_criterion, tally.criterion_weights), by_criterion, shown, [])


def order_scores(tally: Tally, rule: ScoringRule) -> Scores:
    """Put minus the majority rank in the place of points: an order, nothing to add up."""
    source = pooled(tally) if rule.pooled else tally
    return majority_scores(source, presence_flags(tally, rule), tally)


def step_answers(tally: Tally, rule: ScoringRule) -> tuple[Sequence[int], Sequence[int]]:
    """Return the answers counted as excellent and as poor."""
    return (len(tally.points) - 1,) if rule.top is None else rule.top, rule.low


def _looked_up(rule: ScoringRule, top: Table, low: Table) -> list[list[Exact]]:
    return [[_points(rule, u, v) for u, v in zip(*row, strict=True)] for row in zip(top, low, strict=True)]


def _points(rule: ScoringRule, top: Exact, low: Exact) -> Exact:
    if top is None or low is None:
        return None
    return next(exact(step.points) for step in rule.steps if step.admits(top, low))


def _scores(
    tally: Tally,
    rule: ScoringRule,
    total: Sequence[Exact],
    by_criterion: Table,
    by_class: Table,
    flags: Sequence[Flag],
) -> Scores:
    """Pack exact numbers; what nobody rated has no score, whatever an abstention earns."""
    known = rated(tally)
    total = [value if known[s] else None for s, value in enumerate(total)]
    return Scores(
        values=np.array(floats(total)),
        exact=tuple(total),
        criteria=np.array([floats(row) for row in by_criterion]),
        classes=np.array([floats(row) for row in by_class]),
        flags=presence_flags(tally, rule) + tuple(flags),
        exact_criteria=tuple(map(tuple, by_criterion)),
        exact_classes=tuple(map(tuple, by_class)),
    )
