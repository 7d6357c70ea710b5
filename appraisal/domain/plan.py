"""A whole meeting as it was set up: who is rated, by whom, on what, and how it is counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from .errors import PlanRefused
from .flaws import flaws
from .meeting import Meeting, VoterClass
from .phrase import N_
from .rule import ScoringRule
from .scale import Scale
from .sheet import Criterion, Sheet, Subject, units
from .waiver import FEW_PER_UNIT, NOTHING_WAIVED, Waiver

T = TypeVar("T")


@dataclass(frozen=True)
class Plan:
    """A meeting that can be held; a plan that contradicts itself cannot be made.

    `waiver` is what two people agreed to do without; no workbook and no editor can write it.
    """

    meeting: Meeting
    subjects: tuple[Subject, ...]
    classes: tuple[VoterClass, ...]
    criteria: tuple[Criterion, ...]
    scale: Scale
    rule: ScoringRule
    waiver: Waiver = NOTHING_WAIVED

    def __post_init__(self) -> None:
        found = tuple(
            flaws(
                self.meeting,
                self.subjects,
                self.classes,
                self.criteria,
                self.scale.grades,
                self.rule,
                self.scale.kind,
            )
        )
        if found:
            raise PlanRefused(flaws=tuple(flaw.phrase for flaw in found))

    @property
    def recognisable(self) -> tuple[VoterClass, ...]:
        """The classes whose recusals leave so few slips a unit that a whole ballot names its voter."""
        return tuple(
            group
            for group in self.classes
            if group.recuses_own and group.issued // len(self.units) < FEW_PER_UNIT
        )

    @property
    def has_paper(self) -> bool:
        """Some paper ballots may be handed out."""
        return any(group.paper for group in self.classes)

    @property
    def has_public(self) -> bool:
        """Some class is a public channel."""
        return any(group.is_public for group in self.classes)

    def in_hall(self, counts: Iterable[int]) -> int:
        """Sum a count of each class up, without public channels: nobody expects or misses their ballots."""
        return sum(count for group, count in zip(self.classes, counts, strict=True) if not group.is_public)

    def in_places(self, counts: Sequence[T], elsewhere: Sequence[T]) -> tuple[T, ...]:
        """Put what was counted of the classes with slips in their places.

        A public channel, and a class that was left out, keeps what it has `elsewhere`.
        """
        of_slips = (place for place, group in enumerate(self.classes) if not group.is_public)
        counted = dict(zip(of_slips, counts, strict=False))
        return tuple(counted.get(place, count) for place, count in enumerate(elsewhere))

    def sheet(self, voter_class: int, recused: int | None = None) -> Sheet:
        """Return the blank form of a voter of this class; a spare slip names no own unit yet."""
        group = self.classes[voter_class]
        recuses = group.recuses_own
        return Sheet(
            subjects=self.subjects,
            criteria=self.criteria,
            scale=self.scale,
            quota=self.rule.quota,
            allow_all_same=self.rule.allow_all_same,
            recused=recused if recuses else None,
            chooses_own=recuses and recused is None,
            least_share=self.rule.least_share,
            allow_partial=self.rule.allow_partial,
            reasons=self.rule.reasons,
            reason_length=self.rule.reason_length if self.rule.asks_reasons else 0,
            is_public=group.is_public,
            waiver=replace(self.waiver, recusal=self.waiver.recusal and group in self.recognisable),
        )

    @property
    def subject_word(self) -> str:
        """What heads a column of names."""
        return N_("项目") if all(subject.parent for subject in self.subjects) else N_("单位")

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The units that subjects belong to; without parents, the subjects themselves."""
        return units(self.subjects)

    @cached_property
    def unit_positions(self) -> tuple[int, ...]:
        """The position of every subject's unit, subject by subject."""
        return tuple(self.units.index(subject.unit) for subject in self.subjects)

    def recusals(self, voter_class: int) -> tuple[int | None, ...]:
        """List, per slip handed out, the own unit it names: the units in list order, equally often."""
        group = self.classes[voter_class]
        if not group.recuses_own:
            return (None,) * group.issued
        return tuple(range(len(self.units))) * (group.issued // len(self.units))
