"""One thing a careful reader says about a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from ..encoding import tagged_hash
from ..errors import PlanRefused
from ..phrase import N_, Phrase, phrase
from ..plan import Plan

Prints = Callable[[str], bool]
MARK_DIGITS = 16  # hexadecimal; tells findings apart, and guards nothing


class Severity(StrEnum):
    """What a finding asks for: an error stops the opening, a warning wants a decision, a hint informs."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


ORDER = MappingProxyType({severity: place for place, severity in enumerate(Severity)})

SEVERITY_NAME = MappingProxyType(
    {Severity.ERROR: N_("阻止"), Severity.WARNING: N_("提醒"), Severity.HINT: N_("说明")}
)


@dataclass(frozen=True)
class Finding:
    """A finding with its place, its reason and a way out.

    `key` is the same as long as the same thing is wrong. `table` is where it is mended: "meeting",
    "subjects", "classes", "criteria", "grades" or "rule". `mended` is the plan with the mend in it, or None
    where only people can decide.
    """

    severity: Severity
    key: str
    table: str
    place: Phrase
    reason: Phrase
    mend: Phrase | None = None
    mended: Plan | None = field(default=None, repr=False)

    @property
    def mark(self) -> str:
        """Name what was read: the same thing with other numbers in it must be read again."""
        return tagged_hash("finding", self.key.encode(), str(self.reason).encode()).hex()[:MARK_DIGITS]


def error(key: str, table: str, place: Phrase, reason: Phrase, **mend: Any) -> Finding:
    """Make a finding that stops the opening."""
    return Finding(Severity.ERROR, key, table, place, reason, **mend)


def warning(key: str, table: str, place: Phrase, reason: Phrase, **mend: Any) -> Finding:
    """Make a finding that wants a decision."""
    return Finding(Severity.WARNING, key, table, place, reason, **mend)


def hint(key: str, table: str, place: Phrase, reason: Phrase) -> Finding:
    """Make a finding that informs."""
    return Finding(Severity.HINT, key, table, place, reason)


def gravest_first(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Order findings by what they ask for, else as they were found."""
    return tuple(sorted(found, key=lambda finding: ORDER[finding.severity]))


def with_rule(plan: Plan, **changes: Any) -> Plan | None:
    """Return the plan with another rule, or None if that would contradict itself."""
    return changed(plan, rule=replace(plan.rule, **changes))


def changed(plan: Plan, **changes: Any) -> Plan | None:
    """Return the plan with other parts, or None if that would contradict itself."""
    try:
        return replace(plan, **changes)
    except PlanRefused:
        return None


def class_place(letter: str) -> Phrase:
    """Name a class as the place of a finding."""
    return phrase("票种 %(letter)s", letter=letter)


def prints_all(_: str) -> bool:
    """Stand in for a font that has every character."""
    return True
