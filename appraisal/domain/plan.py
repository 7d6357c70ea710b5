"""A whole meeting as it was set up: who is rated, by whom, on what, and how it is counted."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import PlanRefused
from .flaws import flaws
from .meeting import Meeting, VoterClass
from .rule import ScoringRule
from .scale import Scale
from .sheet import Criterion, Sheet, Subject, units


@dataclass(frozen=True)
class Plan:
    """A meeting that can be held; a plan that contradicts itself cannot be made."""

    meeting: Meeting
    subjects: tuple[Subject, ...]
    classes: tuple[VoterClass, ...]
    criteria: tuple[Criterion, ...]
    scale: Scale
    rule: ScoringRule

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

    def sheet(self, voter_class: int, recused: int | None = None) -> Sheet:
        """Return the blank form of a voter of this class; a spare slip names no own unit yet."""
        recuses = self.classes[voter_class].recuses_own
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
        )

    @property
    def units(self) -> tuple[str, ...]:
        """The units that subjects belong to; without parents, the subjects themselves."""
        return units(self.subjects)

    def recusals(self, voter_class: int) -> tuple[int | None, ...]:
        """List, per slip handed out, the own unit it names: the units in list order, equally often."""
        group = self.classes[voter_class]
        if not group.recuses_own:
            return (None,) * group.issued
        return tuple(range(len(self.units))) * (group.issued // len(self.units))
