"""Count ballots in memory by the rule that was agreed, and keep nothing but aggregates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..domain.errors import ClassMissing
from ..domain.plan import Plan
from ..domain.rule import Normalisation, TieKey
from ..domain.scale import NOT_ASKED
from ..scoring import RatingMatrix, Scores, ScoringRule, Tally, cell_values, score_ballots, tally
from .completeness import complete
from .outcome import Outcome, PaperReturned, Remark, Returned, Standing
from .standing import standing


def count(
    plan: Plan,
    answers: ArrayLike,
    voter_class: ArrayLike,
    *,
    void: Sequence[int] | None = None,
    unopenable: Sequence[tuple[int, bytes]] = (),
    paper: Sequence[PaperReturned] = (),
) -> Outcome:
    """Count ballots.

    Parameters
    ----------
    plan : Plan
    answers : array_like of int, shape (N, S, C) or (N, S * C)
        Answer indices of every ballot that is not void, blank ones included: 0 the worst grade, ABSTAINED,
        NOT_ASKED. Those that rate too few subjects for the rule are voided here.
    voter_class : array_like of int, shape (N,)
        Position of each ballot's class in the plan.
    void : sequence of K int, optional
        Void ballots of each class; none when absent.
    unopenable : sequence of (int, bytes)
        Class and id of what lay in the box and is no ballot.
    paper : sequence of K PaperReturned, optional
        What came back on paper; those of them that count are among the answers, the void ones are not.

    Raises
    ------
    ClassMissing
        If the rule refuses to share out the weight of a class without marks.
    ValueError
        If the marks or classes are none of this plan.
    """
    kept, voided = complete(plan, answers, voter_class)
    nothing = (0,) * len(plan.classes)
    on_paper = [sum(line.void) for line in paper] or nothing
    spoilt = [sum(counts) for counts in zip(void or nothing, on_paper, voided, strict=True)]
    rule = scoring_rule(plan)
    matrix = rating_matrix(plan, *kept)
    counts = tally(matrix)
    scores = score_ballots(matrix, rule, counts)
    _require_classes(plan, scores)
    cells = cell_values(counts, rule)
    return Outcome(
        returns=_returns(matrix, spoilt, unopenable),
        counts=_tuples(counts.counts.tolist()),
        abstained=_tuples(counts.abstained.tolist()),
        not_asked=_tuples(counts.not_asked.tolist()),
        cell_scores=_tuples(cells.fractions),
        official=standing(plan, counts, scores, rule),
        beside=_beside(plan, matrix, counts, rule),
        remarks=tuple(
            Remark(flag.kind, flag.subject, flag.criterion, flag.voter_class) for flag in scores.flags
        ),
        unopenable=tuple(sorted(ballot_id.hex() for _, ballot_id in unopenable)),
        paper=tuple(paper),
    )


def scoring_rule(plan: Plan) -> ScoringRule:
    """Say the agreed rule in the indices that scoring counts by."""
    rule = plan.rule
    normalises = rule.normalisation is not Normalisation.NONE
    plain = "trimmed" if rule.trim else "mean"
    return ScoringRule(
        method=rule.normalisation.value if normalises else plain,
        drop_low=rule.trim,
        drop_high=rule.trim,
        trim_above=rule.trim_above,
        abstentions="excluded" if rule.abstention_points is None else rule.abstention_points,
        pooled=rule.pooled,
        ties=tuple(_tie_index(plan, key) for key in rule.ties),
    )


def rating_matrix(
    plan: Plan, answers: ArrayLike, voter_class: ArrayLike, *, with_homes: bool = False
) -> RatingMatrix:
    """Store ballots by index; pooled classes have no weights and get equal ones, which nothing uses.

    With homes it is told where ballots belong: the one subject that a ballot of a recused class was not
    asked about. Only counts may ever be kept of what such a ballot does.
    """
    marks = np.asarray(answers)
    marks = marks.reshape(len(marks), len(plan.subjects), len(plan.criteria))
    classes = np.asarray(voter_class, dtype=np.int64)
    return RatingMatrix.build(
        marks,
        classes,
        points=plan.scale.points,
        class_weights=[1 if plan.rule.pooled else group.weight or 0 for group in plan.classes],
        criterion_weights=[criterion.weight for criterion in plan.criteria],
        home=_homes(plan, marks, classes) if with_homes else None,
    )


def _homes(plan: Plan, marks: NDArray[np.int16], classes: NDArray[np.int64]) -> NDArray[np.int64]:
    recused = (marks == NOT_ASKED).all(axis=2)
    belongs = np.array([group.recuses_own for group in plan.classes])[classes] & (recused.sum(1) == 1)
    return np.where(belongs, recused.argmax(1), -1)


def _tie_index(plan: Plan, key: TieKey) -> str:
    if key.kind == "class":
        return f"class:{[group.letter for group in plan.classes].index(key.name)}"
    return f"count:{plan.scale.index(key.name)}"


def _require_classes(plan: Plan, scores: Scores) -> None:
    if plan.rule.share_missing_class:
        return
    for flag in scores.flags:
        if flag.kind == "class_missing" and flag.subject is not None and flag.voter_class is not None:
            raise ClassMissing(
                voter_class=plan.classes[flag.voter_class].letter, subject=plan.subjects[flag.subject].name
            )


def _returns(
    matrix: RatingMatrix, void: Sequence[int], unopenable: Sequence[tuple[int, bytes]]
) -> tuple[Returned, ...]:
    blank = np.asarray((matrix.answers < 0).all(axis=(0, 1)))
    edges = matrix.edges.tolist()
    lost = Counter(voter_class for voter_class, _ in unopenable)
    return tuple(
        Returned(
            valid=int((~blank[start:stop]).sum()),
            void=spoilt,
            blank=int(blank[start:stop].sum()),
            unopenable=lost[k],
        )
        for k, (start, stop, spoilt) in enumerate(zip(edges[:-1], edges[1:], void, strict=True))
    )


def _beside(plan: Plan, matrix: RatingMatrix, counts: Tally, rule: ScoringRule) -> Standing:
    """Score once more without a chain of ties: standard scores beside a plain rule, else the plain mean."""
    method = "mean" if rule.needs_ballots else Normalisation.STANDARD.value
    other = ScoringRule(method=method, pooled=rule.pooled)
    return standing(plan, counts, score_ballots(matrix, other, counts), other)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
