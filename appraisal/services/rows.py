"""The rows of a table: subjects by rank, then list order, each with what must be noted about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from ..documents.table import Row
from ..domain.phrase import N_, Phrase, phrase
from ..domain.plan import Plan
from ..scoring import published
from .conclusions import samples
from .disclosure import Disclosure
from .numbers import number
from .outcome import DECIMALS, Outcome, Standing
from .standing import SHARED

Alike = Mapping[str, set[Fraction]]  # totals by how they are printed


def rows(plan: Plan, outcome: Outcome, may: Disclosure) -> tuple[Row, ...]:
    """List the subjects by rank; what nobody rated comes last."""
    places = outcome.official.ranks
    order = sorted(range(len(places)), key=lambda s: (places[s] == 0, places[s], s))
    alike = _printed_alike(plan, outcome.official)
    return tuple(_row(plan, outcome, may, alike, s) for s in order)


def _printed_alike(plan: Plan, official: Standing) -> Alike:
    """Gather the different totals that print the same."""
    found: dict[str, set[Fraction]] = {}
    for total in official.totals:
        if total is not None:
            found.setdefault(published(total, plan.rule.decimals), set()).add(total)
    return found


def _row(plan: Plan, outcome: Outcome, may: Disclosure, alike: Alike, s: int) -> Row:
    official, beside, decimals = outcome.official, outcome.beside, plan.rule.decimals
    is_telling, too_few = not may.shows_all(s), _too_few(plan, outcome, s)
    shown = [row[s] and too_few is None for row in may.scores]
    return Row(
        subject=plan.subjects[s].name,
        group=plan.subjects[s].group,
        class_scores=tuple(
            number(
                scores[s] if shown[k] else None,
                decimals,
                is_exact=official.is_exact,
            )
            for k, scores in enumerate(official.class_scores)
        ),
        total=number(official.totals[s], decimals, is_exact=official.is_exact, is_telling=is_telling),
        rank=official.ranks[s] or None,
        group_rank=official.group_ranks[s] or None,
        decided_by=_decided_by(official, may, s),
        notes=tuple(_notes(plan, outcome, may, alike, s)),
        beside=number(beside.totals[s], decimals, is_exact=beside.is_exact, is_telling=is_telling),
        beside_rank=beside.ranks[s] or None,
        too_few=too_few,
    )


def _too_few(plan: Plan, outcome: Outcome, s: int) -> int | None:
    marks = samples(outcome, s)
    return marks if 0 < marks < plan.rule.least_marks else None


def _decided_by(official: Standing, may: Disclosure, s: int) -> str | None:
    """Name the tie key, unless it compares classes of which nothing is shown."""
    decided = official.decided_by[s]
    return decided if decided in (None, SHARED) or may.shows_all(s) else CHAIN


CHAIN = "并列规则"


def _notes(plan: Plan, outcome: Outcome, may: Disclosure, alike: Alike, s: int) -> Iterator[Phrase]:
    official = outcome.official
    if not official.ranks[s]:
        is_short = _too_few(plan, outcome, s) is not None
        yield phrase("样本不足，不排名") if is_short else phrase("未评议")
        return
    yield from _near_tie(plan, official, may, alike, s)
    if official.ahead_by[s] is not None:
        key = next(key.words for key in plan.rule.ties if key.label == official.ahead_by[s])
        yield phrase("按%(key)s列前", key=key if may.shows_all(s) else phrase("并列规则"))
    if official.decided_by[s] == SHARED:
        yield phrase("并列")
    kinds = {remark.kind for remark in outcome.remarks if remark.subject == s}
    yield from (Phrase(text) for kind, text in NOTES.items() if kind in kinds)


NOTES = {
    "class_missing": N_("权重归一"),
    "criterion_missing": N_("部分指标无人评"),
    "trim_skipped": N_("部分未去高低"),
}


def _near_tie(plan: Plan, official: Standing, may: Disclosure, alike: Alike, s: int) -> Iterator[Phrase]:
    """Where two printed scores look equal and are not, show the digit that parts them."""
    mine, decimals = official.totals[s], plan.rule.decimals
    if mine is None:
        return
    rivals = alike[published(mine, decimals)] - {mine}
    if not rivals:
        return
    digits = max(_parting_digit(mine, rival, decimals) for rival in rivals)
    if digits > DECIMALS or not may.shows_all(s):
        yield phrase("名次按未舍入的得分排定")
    else:
        yield phrase("未舍入得分%(score)s", score=published(mine, digits))


def _parting_digit(mine: Fraction, rival: Fraction, decimals: int) -> int:
    """Return how many decimals part two numbers in print; one more than we print when none does."""
    tried = range(decimals + 1, DECIMALS + 1)
    return next((d for d in tried if published(mine, d) != published(rival, d)), DECIMALS + 1)
