"""A round in a line and in rows: the facts every page of the desk repeats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Protocol

from ...documents.table import MOST_GRADES
from ...domain import duration
from ...domain.exact import shown
from ...domain.lifecycle import STATE_NAME, State
from ...domain.meeting import VoterClass
from ...domain.phrase import Phrase, phrase
from ...domain.plan import Plan
from ...domain.remarks import remarks
from ...domain.scale import Scale


class Held(Protocol):
    """A round as services return it."""

    @property
    def id(self) -> int: ...
    @property
    def state(self) -> State: ...
    @property
    def plan(self) -> Plan: ...
    @property
    def rehearsal(self) -> bool: ...


@dataclass(frozen=True)
class Summary:
    """What identifies a round at a glance."""

    round_id: int
    title: str
    held_on: date | None
    venue: str
    subjects: int
    letters: tuple[str, ...]
    issued: int
    state: State
    rehearsal: bool = False
    asks_reasons: bool = False
    public_letters: tuple[str, ...] = ()

    @property
    def has_public(self) -> bool:
        """Some class is a public channel."""
        return bool(self.public_letters)

    @property
    def slip_letters(self) -> tuple[str, ...]:
        """The letters of the classes that have slips."""
        return tuple(letter for letter in self.letters if letter not in self.public_letters)

    @property
    def state_name(self) -> Phrase:
        """The word of the state."""
        name = Phrase(STATE_NAME[self.state])
        return phrase("演练 · %(state)s", state=name) if self.rehearsal else name

    @property
    def classes(self) -> Phrase:
        """The classes by their letters."""
        return phrase("%(letters)s票", letters=self.letters)

    @property
    def public_classes(self) -> Phrase:
        """The public channels by their letters."""
        return phrase("%(letters)s票", letters=self.public_letters)


@dataclass(frozen=True)
class ClassRow:
    """A class as the table of the draft shows it."""

    letter: str
    name: str
    weight: str
    issued: int
    spares: int
    scope: Phrase


@dataclass(frozen=True)
class Estimate:
    """How long a ballot takes, in words, and whether that is too long for the end of a meeting."""

    usual: Phrase
    slow: Phrase
    is_long: bool


def summary(held: Held) -> Summary:
    """Sum a round up."""
    plan = held.plan
    return Summary(
        round_id=held.id,
        title=plan.meeting.title,
        held_on=plan.meeting.held_on,
        venue=plan.meeting.venue,
        subjects=len(plan.subjects),
        letters=tuple(group.letter for group in plan.classes),
        issued=sum(group.slips for group in plan.classes),
        state=held.state,
        rehearsal=held.rehearsal,
        asks_reasons=plan.rule.asks_reasons,
        public_letters=tuple(group.letter for group in plan.classes if group.is_public),
    )


def described(plan: Plan) -> dict[str, Any]:
    """Say what a plan holds, as the pages show it: who is rated, by whom, on what, counted how."""
    return {
        "groups": subject_groups(plan),
        "classes": class_rows(plan),
        "criteria": tuple((item.name, shown(item.weight)) for item in plan.criteria),
        "grades": tuple((grade.name, shown(grade.points)) for grade in plan.scale.grades),
        "span": span(plan.scale),
        "remarks": remarks(plan),
        "estimate": estimate(plan),
    }


def span(scale: Scale) -> Phrase | None:
    """Sum up a scale of points or places, which has too many answers to list; None for one of words."""
    if len(scale.grades) <= MOST_GRADES:
        return None
    points = scale.points
    high, low = shown(max(points)), shown(min(points))
    return phrase("%(high)s 分到 %(low)s 分，共 %(n)s 档", high=high, low=low, n=len(points))


def class_rows(plan: Plan) -> tuple[ClassRow, ...]:
    """List the classes with what each is given to rate."""
    return tuple(
        ClassRow(
            group.letter,
            group.name,
            "" if plan.rule.pooled or group.weight is None else shown(group.weight),
            group.slips,
            plan.rule.spares(group.slips),
            _scope(group),
        )
        for group in plan.classes
    )


def _scope(group: VoterClass) -> Phrase:
    if group.is_public:
        return phrase("公开渠道，扫码领票，最多 %(n)s 张", n=group.issued)
    return phrase("不评本单位") if group.recuses_own else phrase("评全部")


def subject_groups(plan: Plan) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Gather the subjects of one group, in list order."""
    return tuple(_grouped(plan))


def estimate(plan: Plan) -> Estimate:
    """Tell the time a voter needs, and a slow one, to the half minute."""
    subjects, criteria = len(plan.subjects), len(plan.criteria)
    usual = duration.seconds_per_voter(subjects, criteria, reasons=plan.rule.asks_reasons)
    slow = duration.in_words(usual * duration.SLOW)
    return Estimate(duration.in_words(usual), slow, usual > duration.LONGEST)


def _grouped(plan: Plan) -> Iterator[tuple[str, tuple[str, ...]]]:
    order = list(dict.fromkeys(subject.group for subject in plan.subjects))
    members = sorted(plan.subjects, key=lambda subject: order.index(subject.group))
    for name, run in groupby(members, key=lambda subject: subject.group):
        yield name, tuple(subject.name for subject in run)
