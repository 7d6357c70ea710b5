"""The blank form a voter is asked to fill in, and the marks made on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import groupby

from .rule import Quota
from .scale import ABSTAINED, NOT_ASKED, UNANSWERED, Scale


@dataclass(frozen=True)
class Subject:
    """A unit, project or person to be rated; a project may have a parent unit."""

    name: str
    group: str = ""
    parent: str = ""


@dataclass(frozen=True)
class Criterion:
    """One column of judgement; weights are in percent."""

    name: str
    weight: Fraction


@dataclass(frozen=True)
class Sheet:
    """Subjects x criteria x scale, minus a recusal.

    `recused` is the position of the voter's own unit, or None. `chooses_own` says that the voter belongs to
    one of the units but the slip does not name it: the voter does.
    """

    subjects: tuple[Subject, ...]
    criteria: tuple[Criterion, ...]
    scale: Scale
    quota: Quota | None = None
    allow_all_same: bool = False
    recused: int | None = None
    chooses_own: bool = False

    def recusing(self, subject: int) -> Sheet:
        """Return the sheet of a voter who has named the own unit."""
        return replace(self, recused=subject, chooses_own=False)

    @property
    def cells(self) -> int:
        """How many cells a ballot has, asked or not."""
        return len(self.subjects) * len(self.criteria)

    @property
    def asked_subjects(self) -> tuple[int, ...]:
        """Positions of the subjects this voter rates."""
        return tuple(s for s in range(len(self.subjects)) if s != self.recused)

    def groups(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield runs of one group in list order, for headings."""
        for name, run in groupby(range(len(self.subjects)), key=lambda s: self.subjects[s].group):
            yield name, tuple(run)

    def quota_limits(self) -> tuple[tuple[tuple[int, ...], int], ...]:
        """Pair each set of subjects a quota applies to with the most top grades it may get."""
        if self.quota is None:
            return ()
        if not self.quota.per_group:
            return ((self.asked_subjects, self.quota.limit(len(self.asked_subjects))),)
        named: dict[str, list[int]] = {}
        for subject in self.asked_subjects:
            named.setdefault(self.subjects[subject].group, []).append(subject)
        return tuple((tuple(members), self.quota.limit(len(members))) for members in named.values())


@dataclass(frozen=True)
class Marks:
    """One answer index per cell, subject by subject; never printed by accident."""

    answers: tuple[int, ...] = field(repr=False)

    @classmethod
    def blank(cls, sheet: Sheet) -> Marks:
        """Return an untouched form: nothing preselected, the own unit not asked."""
        columns = len(sheet.criteria)
        return cls(
            tuple(
                NOT_ASKED if subject == sheet.recused else UNANSWERED
                for subject in range(len(sheet.subjects))
                for _ in range(columns)
            )
        )

    def with_rest_abstained(self) -> Marks:
        """Return the ballot of a voter who said that the empty cells are abstentions."""
        return Marks(tuple(ABSTAINED if answer == UNANSWERED else answer for answer in self.answers))
