"""How far ballots and classes agree, in a word and a sentence for people who are no statisticians."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

import numpy as np

from .. import scoring
from ..documents.evidence import Classes, Note, Slope
from ..domain.phrase import N_, Phrase, phrase
from ..domain.plan import Plan
from .disclosure import Disclosure
from .findings import Findings
from .other_rules import shifts
from .outcome import Outcome

HIGH, MIDDLE = 0.8, 2 / 3  # Krippendorff's advice: rely on 0.8, draw tentative conclusions from 2/3
MOST_SLOPES = 4
SO_IT_IS = {
    "高": N_("换一批同类的人来评，得分的高低大体还是这样。"),
    "中": N_("换一批同类的人来评，得分的高低会有些出入。"),
    "低": N_("得分的差别里偶然的成分大，不宜细排。"),
}
AND_SO = {
    "高": N_("各人看法相近。"),
    "中": N_("各人看法有同有异。"),
    "低": N_("各人看法差别大，靠人数多才平均得稳。"),
}


def word(value: float) -> str:
    """Call an agreement high, middling or low."""
    return N_("高") if value >= HIGH else N_("中") if value >= MIDDLE else N_("低")


def reliability(plan: Plan, found: Findings) -> Iterator[Note]:
    """Tell how reliable the totals are, and how far single ballots agree."""
    if found.reliability is not None:
        called = word(found.reliability)
        told = {"word": Phrase(called), "value": two(found.reliability), "so": Phrase(SO_IT_IS[called])}
        text = N_("总得分的可靠程度：%(word)s（%(value)s）。%(so)s")
        yield Note("reliability", found.reliability >= MIDDLE, Phrase(text, told))
    for criterion, alpha in zip(plan.criteria, found.alpha, strict=False):
        if alpha is None:
            continue
        called = word(alpha)
        told = {
            "word": Phrase(called),
            "value": two(alpha),
            "so": Phrase(AND_SO[called]),
            "name": criterion.name,
        }
        yield Note("alpha", alpha >= MIDDLE, Phrase(_alpha_text(plan), told))


def _alpha_text(plan: Plan) -> str:
    if len(plan.criteria) > 1:
        return N_("单张选票在“%(name)s”上的一致程度：%(word)s（%(value)s）。%(so)s")
    return N_("单张选票之间的一致程度：%(word)s（%(value)s）。%(so)s")


def classes(plan: Plan, outcome: Outcome, found: Findings, may: Disclosure) -> Classes | None:
    """Compare the classes; None where there is one alone or one may not be told apart."""
    if len(plan.classes) < 2 or not all(map(all, may.scores)):
        return None
    rows = outcome.official.class_scores
    known = [k for k, row in enumerate(rows) if any(score is not None for score in row)]
    if len(known) < 2:
        return None
    places = [scoring.ranks(rows[k]).tolist() for k in known]
    letters = tuple(plan.classes[k].letter for k in known)
    notes = (*_agreements(letters, [rows[k] for k in known]), *_without(plan, outcome, found))
    return Classes(letters, tuple(_slopes(plan, places)), notes)


def _slopes(plan: Plan, places: list[list[int]]) -> Iterator[Slope]:
    """Pick the subjects the classes part most about."""
    by_subject = list(zip(*places, strict=True))
    gaps = [max(ranks) - min(ranks) if all(ranks) else 0 for ranks in by_subject]
    widest = sorted(range(len(gaps)), key=lambda s: (-gaps[s], s))[:MOST_SLOPES]
    for s in sorted(widest):
        if gaps[s]:
            yield Slope(plan.subjects[s].name, tuple(rank or None for rank in by_subject[s]))


def _agreements(letters: tuple[str, ...], rows: list[tuple[Fraction | None, ...]]) -> Iterator[Note]:
    values = [np.array([np.nan if score is None else float(score) for score in row]) for row in rows]
    tau = scoring.method_agreement(dict(zip(letters, values, strict=True))).tau
    for i, j in combinations(range(len(letters)), 2):
        agreed = float(tau[i, j])
        if not np.isnan(agreed):
            called = word(agreed)
            sentence = phrase(
                "%(one)s票与%(other)s票排出的名次，一致程度：%(word)s（%(value)s）。",
                one=letters[i],
                other=letters[j],
                word=Phrase(called),
                value=two(agreed),
            )
            yield Note("classes", agreed >= MIDDLE, sentence)


def _without(plan: Plan, outcome: Outcome, found: Findings) -> Iterator[Note]:
    official = outcome.official.ranks
    for k, group in enumerate(plan.classes):
        ranks = found.places.get(f"without class {k}")
        if ranks is not None:
            moved = [s for s, shift in enumerate(shifts(official, ranks)) if shift]
            keeps = not any(official[s] == 1 for s in moved)
            text = (
                N_("不计%(letter)s票，%(moved)s 个单位的名次会变，第 1 名不变。")
                if keeps
                else N_("不计%(letter)s票，%(moved)s 个单位的名次会变，第 1 名也变。")
            )
            yield Note("without class", keeps, Phrase(text, {"letter": group.letter, "moved": len(moved)}))


def two(value: float) -> str:
    """Write a coefficient with two decimals."""
    return scoring.published(Fraction(str(round(value, 9))), 2)
