"""The blank form a voter is asked to fill in, and the marks made on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from functools import cached_property
from itertools import groupby

from .rule import Quota, Reasons
from .scale import ABSTAINED, NOT_ASKED, UNANSWERED, Scale
from .waiver import NOTHING_WAIVED, Waiver


@dataclass(frozen=True)
class Subject:
    """A unit, project or person to be rated; a project may have a parent unit and a kind."""

    name: str
    group: str = ""
    parent: str = ""
    kind: str = ""

    @property
    def unit(self) -> str:
        """The unit whose head does not rate this subject: its parent, or itself."""
        return self.parent or self.name


def units(subjects: Iterable[Subject]) -> tuple[str, ...]:
    """Name the units that subjects belong to, in list order: each subject its own, or fewer parents."""
    return tuple(dict.fromkeys(subject.unit for subject in subjects))


@dataclass(frozen=True)
class Criterion:
    """One column of judgement; weights are in percent."""

    name: str
    weight: Fraction


@dataclass(frozen=True)
class Sheet:
    """Subjects x criteria x scale, minus a recusal.

    `recused` is the position among `units` of the voter's own unit, or None. `chooses_own` says that the
    voter belongs to one of the units but the slip does not name it: the voter does. `least_share` of the
    asked subjects must be rated, or the ballot counts as void. `reasons` of at most
    `reason_length` characters go with the lowest grade. `waiver` is what this voter is told was agreed on,
    `is_public` that the ballot was drawn by whoever came, and is informal.
    """

    subjects: tuple[Subject, ...]
    criteria: tuple[Criterion, ...]
    scale: Scale
    quota: Quota | None = None
    allow_all_same: bool = False
    recused: int | None = None
    chooses_own: bool = False
    least_share: Fraction | None = None
    allow_partial: bool = False
    reasons: Reasons = Reasons.OFF
    reason_length: int = 0
    waiver: Waiver = NOTHING_WAIVED
    is_public: bool = False

    def __hash__(self) -> int:
        """Return the hash of everything on it, found once: pages are kept by their sheet."""
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash(tuple(getattr(self, each.name) for each in fields(self)))

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The units a voter may belong to."""
        return units(self.subjects)

    def recusing(self, unit: int) -> Sheet:
        """Return the sheet of a voter who has named the own unit."""
        return replace(self, recused=unit, chooses_own=False)

    def asks(self, subject: int) -> bool:
        """Say whether the voter rates this subject: it is not of the own unit."""
        return self.recused is None or self.subjects[subject].unit != self.units[self.recused]

    @property
    def cells(self) -> int:
        """How many cells a ballot has, asked or not."""
        return len(self.subjects) * len(self.criteria)

    @cached_property
    def asked_subjects(self) -> tuple[int, ...]:
        """Positions of the subjects this voter rates."""
        return tuple(s for s in range(len(self.subjects)) if self.asks(s))

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
        asked = set(sheet.asked_subjects)
        return cls(
            tuple(
                UNANSWERED if subject in asked else NOT_ASKED
                for subject in range(len(sheet.subjects))
                for _ in sheet.criteria
            )
        )

    def with_rest_abstained(self) -> Marks:
        """Return the ballot of a voter who said that the empty cells are abstentions."""
        return Marks(tuple(ABSTAINED if answer == UNANSWERED else answer for answer in self.answers))
