"""Turn what is kept of a report into the rows that pages, the terminal and the report file show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from ..documents.evidence import Estimate, Evidence, Move, OtherRule, Places, Share
from ..documents.table import Number
from ..domain.phrase import Phrase
from ..domain.plan import Plan
from ..domain.waiver import LEAST_SHOWN
from . import agreement, verdicts
from .cells import disclosed
from .disclosure import Disclosure, everything
from .findings import Findings
from .numbers import number
from .other_rules import columns, further, has_grades, shifts
from .outcome import Outcome
from .quality import quality
from .results import SCORE_NAME


def evidence(
    plan: Plan, outcome: Outcome, findings: Findings | None, *, full: bool = False
) -> Evidence | None:
    """Make the evidence beside a result table.

    Parameters
    ----------
    plan : Plan
    outcome : Outcome
    findings : Findings or None
        Of the same count.
    full : bool
        Tell of small classes too. For the one who holds the ballots anyway.

    Returns
    -------
    Evidence or None
        None where nothing was kept, or there are too few ballots to tell anything but the result.
    """
    few = sum(line.valid for line in outcome.returns) < LEAST_SHOWN
    if findings is None or (few and not full):
        return None
    may = everything(len(plan.classes), len(plan.subjects)) if full else disclosed(plan, outcome)
    others = columns(plan, findings)
    source = _Source(plan, outcome, findings, may, tuple(key for key, _ in others))
    estimates = tuple(source.estimate(s) for s in source.order)
    rules = tuple(
        OtherRule(key, name, sum(bool(row.moves[p].shift) for row in estimates))
        for p, (key, name) in enumerate(others)
    )
    told, marks = verdicts.neighbours(estimates, has_grades=has_grades(plan))
    return Evidence(
        title=plan.meeting.title,
        total_name=Phrase(SCORE_NAME[outcome.official.method]),
        top=source.top,
        replicates=findings.replicates,
        ballots=findings.ballots,
        verdict=verdicts.verdict(estimates, rules),
        sayable=verdicts.sayable(estimates, source.top),
        unsayable=verdicts.unsayable(estimates),
        neighbours=told,
        marks_neighbours=marks,
        estimates=estimates,
        rules=rules,
        others=tuple(
            (name, tuple(ranks[s] or None for s in source.order))
            for name, ranks in further(plan, findings, may)
        ),
        reliability=tuple(agreement.reliability(plan, findings)),
        quality=quality(findings, may),
        classes=agreement.classes(plan, outcome, findings, may),
        subject_word=plan.subject_word,
    )


@dataclass(frozen=True)
class _Source:
    """Where the rows come from: everything by subject in list order."""

    plan: Plan
    outcome: Outcome
    found: Findings
    may: Disclosure
    keys: tuple[str, ...]

    @property
    def order(self) -> list[int]:
        """Subjects as the result table lists them."""
        ranks = self.outcome.official.ranks
        return sorted(range(len(ranks)), key=lambda s: (ranks[s] == 0, ranks[s], s))

    @property
    def top(self) -> int:
        return verdicts.leading(len(self.plan.subjects))

    @cached_property
    def shifted(self) -> dict[str, Sequence[int]]:
        """How many places each rule moves every subject."""
        official = self.outcome.official.ranks
        return {key: shifts(official, self.found.places[key]) for key in self.keys}

    def estimate(self, s: int) -> Estimate:
        official, found = self.outcome.official, self.found
        rank, above = official.ranks[s], self._share(found.ahead[s])
        low, high = found.interval[s] or (None, None)
        ranked = tuple(self._share(times) for times in found.ranked[s]) if found.ranked else ()
        return Estimate(
            subject=self.plan.subjects[s].name,
            group=self.plan.subjects[s].group,
            rank=rank or None,
            total=number(
                official.totals[s],
                self.plan.rule.decimals,
                is_exact=official.is_exact,
                is_telling=not self.may.shows_all(s),
            ),
            se=self._number(found.se[s], s),
            low=self._number(low, s),
            high=self._number(high, s),
            likely=found.rank_interval[s],
            possible=found.rank_set[s],
            span=self._span(s),
            leading=_sum(ranked[: self.top]),
            own=ranked[rank - 1] if ranked and rank else Share(),
            steady=Share(found.steady[s]),
            above=above,
            is_unsettled=verdicts.is_unsettled(above),
            moves=tuple(self._move(key, s) for key in self.keys),
            ranked=ranked,
        )

    def _move(self, key: str, s: int) -> Move:
        ranks = self.found.places[key]
        return Move(ranks[s] or None, self.shifted[key][s])

    def _span(self, s: int) -> Places:
        """Bound the places under all rules; a shared place that leaves the official one open counts as it."""
        official = self.outcome.official.ranks[s]
        places = [official - self._move(key, s).shift for key in self.keys]
        return (min(official, *places), max(official, *places)) if official and places else None

    def _number(self, value: float | None, s: int) -> Number:
        exact = None if value is None else Fraction(str(round(value, 9)))
        decimals = self.plan.rule.decimals
        return number(exact, decimals, is_exact=False, is_telling=not self.may.shows_all(s))

    def _share(self, times: int | None) -> Share:
        return Share(None if times is None else times / self.found.replicates)


def _sum(shares: Sequence[Share]) -> Share:
    known = [share.value for share in shares if share.value is not None]
    return Share(min(sum(known), 1.0)) if known else Share()
