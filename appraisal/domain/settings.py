"""The frozen settings of a round as one canonical document, and back."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from fractions import Fraction
from typing import Any

from .encoding import canonical_json
from .meeting import Meeting, VoterClass
from .plan import Plan
from .rule import Normalisation, Quota, Reasons, Rounding, ScoringRule, TieKey
from .scale import Grade, Scale, ScaleKind
from .sheet import Criterion, Subject
from .verdict import Band
from .waiver import NOTHING_WAIVED, Waiver

VERSIONS = (1, 2)
LATER = {  # what version 2 added, by part; a plan that uses none of it is written as version 1
    "meeting": ("ends_on", "paper"),
    "subjects": ("kind",),
    "classes": ("paper", "is_public"),
    "scale": ("kind",),
    "rule": (
        "least_share",
        "least_marks",
        "reasons",
        "reason_length",
        "allow_partial",
        "rates_with_abstentions",
        "bands",
    ),
}
PARTS: dict[str, Any] = {
    "meeting": Meeting,
    "subjects": Subject,
    "classes": VoterClass,
    "scale": Scale,
    "rule": ScoringRule,
}


def dump(plan: Plan) -> bytes:
    """Write a plan as canonical JSON: one plan, one byte string; a waiver is written only if there is one."""
    fields = plain(asdict(plan))
    first, second = VERSIONS
    uses_later = [part for part in LATER if _drop_unused(fields, part)]
    if plan.waiver == NOTHING_WAIVED:
        del fields["waiver"]
    version = second if uses_later else first
    return canonical_json({"version": version, **fields})


def _drop_unused(fields: dict[str, Any], part: str) -> bool:
    """Leave out later settings that say nothing; say whether any says something."""
    defaults = {name: plain(PARTS[part].__dataclass_fields__[name].default) for name in LATER[part]}
    rows = fields[part] if isinstance(fields[part], list) else [fields[part]]
    for row in rows:
        for name, default in defaults.items():
            if row[name] == default:
                del row[name]
    return any(name in row for row in rows for name in defaults)


def load(document: bytes) -> Plan:
    """Read a plan back; `ValueError` for a version this program does not know."""
    fields = json.loads(document)
    if fields.get("version") not in VERSIONS:
        raise ValueError(f"settings of version {fields.get('version')} need a newer program")
    return Plan(
        meeting=_meeting(fields["meeting"]),
        subjects=tuple(Subject(**subject) for subject in fields["subjects"]),
        classes=tuple(
            VoterClass(**{**group, "weight": exact(group["weight"])}) for group in fields["classes"]
        ),
        criteria=tuple(Criterion(item["name"], Fraction(item["weight"])) for item in fields["criteria"]),
        scale=_scale(fields["scale"]),
        rule=_rule(fields["rule"]),
        waiver=Waiver(**fields.get("waiver", {})),
    )


DAYS = ("held_on", "ends_on")


def plain(value: Any) -> Any:
    """Turn values into what JSON has; exact numbers and days become text."""
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def exact(text: str | None) -> Fraction | None:
    """Read an exact number back, or that there is none."""
    return None if text is None else Fraction(text)


def _meeting(fields: dict[str, Any]) -> Meeting:
    days = {name: fields[name] and date.fromisoformat(fields[name]) for name in DAYS if name in fields}
    return Meeting(**{**fields, **days})


def _scale(fields: dict[str, Any]) -> Scale:
    grades = tuple(Grade(grade["name"], Fraction(grade["points"])) for grade in fields["grades"])
    return Scale(grades, fields["abstention"], ScaleKind(fields.get("kind", ScaleKind.GRADES)))


def _rule(fields: dict[str, Any]) -> ScoringRule:
    numbers = {name: exact(fields.get(name)) for name in EXACT}
    return ScoringRule(
        **{
            **fields,
            **numbers,
            "normalisation": Normalisation(fields["normalisation"]),
            "reasons": _reasons(fields.get("reasons", Reasons.OFF)),
            "quota": fields["quota"] and _quota(fields["quota"]),
            "ties": tuple(TieKey(**key) for key in fields["ties"]),
            "bands": tuple(_band(band) for band in fields.get("bands", ())),
        }
    )


EXACT = ("abstention_points", "quorum", "spare_share", "least_share")


def _band(fields: dict[str, Any]) -> Band:
    return Band(fields["verdict"], tuple(fields["grades"]), exact(fields["at_least"]))


def _reasons(value: str | bool) -> Reasons:
    """Read whether reasons are asked for; a plain yes, as it was once written, made them compulsory."""
    return Reasons.REQUIRED if value is True else Reasons(str(value))


def _quota(fields: dict[str, Any]) -> Quota:
    return Quota(Fraction(fields["share"]), Rounding(fields["rounding"]), fields["per_group"])
