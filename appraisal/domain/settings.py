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
from .rule import Normalisation, Quota, Rounding, ScoringRule, TieKey
from .scale import Grade, Scale
from .sheet import Criterion, Subject

VERSION = 1


def dump(plan: Plan) -> bytes:
    """Write a plan as canonical JSON: one plan, one byte string."""
    return canonical_json({"version": VERSION, **_plain(asdict(plan))})


def load(document: bytes) -> Plan:
    """Read a plan back; `ValueError` for a version this program does not know."""
    fields = json.loads(document)
    if fields.get("version") != VERSION:
        raise ValueError(f"settings of version {fields.get('version')} need a newer program")
    return Plan(
        meeting=_meeting(fields["meeting"]),
        subjects=tuple(Subject(**subject) for subject in fields["subjects"]),
        classes=tuple(
            VoterClass(**{**group, "weight": _exact(group["weight"])}) for group in fields["classes"]
        ),
        criteria=tuple(Criterion(item["name"], Fraction(item["weight"])) for item in fields["criteria"]),
        scale=_scale(fields["scale"]),
        rule=_rule(fields["rule"]),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _meeting(fields: dict[str, Any]) -> Meeting:
    held_on = fields["held_on"]
    return Meeting(**{**fields, "held_on": date.fromisoformat(held_on) if held_on else None})


def _scale(fields: dict[str, Any]) -> Scale:
    grades = tuple(Grade(grade["name"], Fraction(grade["points"])) for grade in fields["grades"])
    return Scale(grades, fields["abstention"])


def _rule(fields: dict[str, Any]) -> ScoringRule:
    exact = {name: _exact(fields[name]) for name in ("abstention_points", "quorum", "spare_share")}
    return ScoringRule(
        **{
            **fields,
            **exact,
            "normalisation": Normalisation(fields["normalisation"]),
            "quota": fields["quota"] and _quota(fields["quota"]),
            "ties": tuple(TieKey(**key) for key in fields["ties"]),
        }
    )


def _quota(fields: dict[str, Any]) -> Quota:
    return Quota(Fraction(fields["share"]), Rounding(fields["rounding"]), fields["per_group"])
