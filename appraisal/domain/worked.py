"""The first row of a table worked out on paper, so that anyone can follow the rule with a pencil."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .exact import shown
from .phrase import N_, Phrase, phrase
from .plan import Plan
from .rule import Normalisation
from .scale import ScaleKind

Counts = tuple[Sequence[int], int]  # answers per grade, best first, and abstentions


def worked_line(
    plan: Plan,
    subject: str,
    counts: Sequence[Counts],
    class_scores: Sequence[str],
    total: str,
    *,
    adds_up: bool,
) -> Phrase | None:
    """Write out how one subject came by its score; None where a pencil is not enough.

    Parameters
    ----------
    plan : Plan
    subject : str
    counts : sequence of K counts
        Of the only criterion; what is given is not used where there are several.
    class_scores : sequence of K str
        As printed.
    total : str
        As printed.
    adds_up : bool
        The printed class scores give the printed total; if not, the line says that nothing was rounded on
        the way.
    """
    rule = plan.rule
    is_long = plan.scale.kind is ScaleKind.POINTS  # nearly a term for every ballot
    if is_long or rule.trim or rule.normalisation is not Normalisation.NONE:
        return None
    is_weighted = len(plan.classes) > 1 and not rule.pooled
    text = WORKED.get((is_weighted, len(plan.criteria) > 1))
    if text is None:
        return None
    return phrase(
        text,
        subject=subject,
        letter=plan.classes[0].letter,
        mean=_mean(plan, counts[0] if is_weighted else _pooled(counts)),
        score=class_scores[0],
        terms=_terms([group.weight for group in plan.classes], class_scores),
        total=total,
        unrounded="" if adds_up else phrase("（按未舍入的数计算）"),
    )


# classes weighted?, several criteria?; no line where the criteria of one class would have to be spelt out
WORKED = {
    (True, False): N_(
        "%(subject)s：%(letter)s票%(mean)s=%(score)s；总得分%(terms)s=%(total)s%(unrounded)s。"
    ),
    (True, True): N_("%(subject)s：总得分%(terms)s=%(total)s%(unrounded)s。"),
    (False, False): N_("%(subject)s：%(mean)s=%(total)s。"),
}


def _mean(plan: Plan, counts: Counts) -> Phrase:
    """Write a cell as a sum of points over the number of marks: （18×100+7×80+1×60）÷26."""
    given, abstained = counts
    terms = [(n, grade.points) for n, grade in zip(given, plan.scale.grades, strict=True)]
    if plan.rule.abstention_points is not None:
        terms.append((abstained, plan.rule.abstention_points))
    products = "+".join(f"{n}×{_signed(points)}" for n, points in terms if n)
    return phrase("（%(products)s）÷%(n)s", products=products, n=sum(n for n, _ in terms))


def _signed(points: Fraction) -> str:
    return f"({shown(points)})" if points < 0 else shown(points)


def _terms(weights: Sequence[Fraction | None], scores: Sequence[str]) -> str:
    pairs = zip(scores, weights, strict=True)
    return "+".join(f"{score}×{shown(weight)}%" for score, weight in pairs if weight)


def _pooled(counts: Sequence[Counts]) -> Counts:
    columns = zip(*(given for given, _ in counts), strict=True)
    return tuple(map(sum, columns)), sum(abstained for _, abstained in counts)
