"""The tables of a whole inspection: projects, units on site, indicators, and what they add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ..domain.meeting import Meeting
from ..domain.phrase import Phrase, phrase
from .table import Number, ResultTable


@dataclass(frozen=True)
class ProjectRow:
    """One project in the order of its rank, and its place in its unit and among projects of its kind."""

    subject: str
    unit: str
    kind: str
    class_scores: tuple[Number, ...]
    total: Number
    rank: int | None
    rank_in_unit: int | None
    rank_in_kind: int | None
    decided_by: str | None


@dataclass(frozen=True)
class UnitRow:
    """One unit: what its total is made of, and its places; `rank` is None where a part is missing."""

    subject: str
    group: str
    parts: tuple[Number, ...]
    total: Number
    rank: int | None
    group_rank: int | None
    decided_by: str | None = None


@dataclass(frozen=True)
class UnitTable:
    """Units by rank under named columns: `names` of the parts, `columns` as headings.

    `formula` says how the total comes about, `worked` for one unit.
    """

    name: Phrase
    names: tuple[str, ...]
    columns: tuple[Phrase, ...]
    rows: tuple[UnitRow, ...]
    formula: tuple[Phrase, ...]
    worked: Phrase | None = None


@dataclass(frozen=True)
class IndicatorColumn:
    """One objective indicator as it was handed in; `figures` by unit, `worked` how each becomes points."""

    name: str
    unit: str
    weight: Fraction
    direction: Phrase
    conversion: Phrase
    figures: Mapping[str, str]
    worked: Mapping[str, Phrase]
    is_constant: bool = False


@dataclass(frozen=True)
class Alternative:
    """The ranking of units under another rule: every score exact, places shared, no chain of ties."""

    key: str
    definition: Phrase
    rows: tuple[UnitRow, ...]
    has_groups: bool = True


@dataclass(frozen=True)
class NearHalf:
    """A ballot of a file at or below the least share of subjects; `is_kept` where it counts."""

    ballot: str
    asked: int
    rated: int
    is_kept: bool


@dataclass(frozen=True)
class NamedTable:
    """The result of one round under its name, and its rules as the organizer wrote them."""

    name: str
    table: ResultTable
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ActivityTable:
    """Everything that is shown of a counted activity.

    `projects` and `on_site` are empty without a tour, `indicators` and `composite` without their sheets.
    `bottom` names the last units of the composite, for an internal list. `near_half` is told of ballots that
    were read from a file, where they have a number.
    """

    meeting: Meeting
    rounds: tuple[NamedTable, ...]
    projects: tuple[ProjectRow, ...] = ()
    top_projects: tuple[str, ...] = ()
    on_site: UnitTable | None = None
    indicator_columns: tuple[IndicatorColumn, ...] = ()
    indicators: UnitTable | None = None
    composite: UnitTable | None = None
    bottom: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    near_half: tuple[NearHalf, ...] | None = None

    @property
    def title(self) -> Phrase:
        """The meeting and what this table is of it."""
        return phrase("%(meeting)s%(name)s", meeting=self.meeting.title, name=phrase("综合结果"))


@dataclass(frozen=True)
class WeightCase:
    """The places of the units with the weight of one part moved `by` percentage points."""

    part: str
    by: Fraction
    ranks: Mapping[str, int]


@dataclass(frozen=True)
class Turn:
    """Below and above which weight, in percent, of a part another unit comes first; None where none does."""

    part: str
    agreed: Fraction
    below: Fraction | None = None
    then_below: str = ""
    above: Fraction | None = None
    then_above: str = ""


@dataclass(frozen=True)
class Weighing:
    """How the places of the composite hang on its weights; never part of what is filed."""

    step: Fraction
    cases: tuple[WeightCase, ...]
    turns: tuple[Turn, ...]

    @property
    def cases_of(self) -> Mapping[str, int]:
        """How many cases each part has, in their order."""
        return Counter(case.part for case in self.cases)
