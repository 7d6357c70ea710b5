"""What joins the rounds of an activity as one canonical document, and back."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from fractions import Fraction
from typing import Any

from .activity import Activity, ActivityRound, Part, RollUp
from .encoding import canonical_json
from .indicator import Conversion, Indicator, Method
from .meeting import Meeting
from .settings import exact, plain
from .sheet import Subject

VERSION = 1
JOINS = ("units", "roll_up", "indicators", "parts")


def dump(activity: Activity) -> bytes:
    """Write all of an activity but its meeting and its rounds, which are stored as rounds are."""
    fields = {name: plain(value) for name, value in asdict(activity).items() if name in JOINS}
    return canonical_json({"version": VERSION, **fields})


def load(document: bytes, *, meeting: Meeting, rounds: tuple[ActivityRound, ...]) -> Activity:
    """Put an activity together again; `ValueError` for a version this program does not know."""
    fields = json.loads(document)
    if fields.get("version") != VERSION:
        raise ValueError(f"an activity of version {fields.get('version')} needs a newer program")
    return Activity(
        meeting=meeting,
        units=tuple(Subject(**unit) for unit in fields["units"]),
        rounds=rounds,
        roll_up=fields["roll_up"] and _roll_up(fields["roll_up"]),
        indicators=tuple(_indicator(item) for item in fields["indicators"]),
        parts=tuple(
            Part(part["name"], Fraction(part["weight"]), _conversion(part["conversion"]))
            for part in fields["parts"]
        ),
    )


def titled(meeting: Meeting, name: str) -> Meeting:
    """Name the round wherever the title of the meeting stands: on sheets, slips, screens and papers."""
    return replace(meeting, title=f"{meeting.title}（{name}）")


def _roll_up(fields: dict[str, Any]) -> RollUp:
    kinds = tuple((kind, Fraction(weight)) for kind, weight in fields["kinds"])
    return RollUp(best=fields["best"], kinds=kinds, top=fields["top"])


def _indicator(fields: dict[str, Any]) -> Indicator:
    own = fields["conversion"]
    return Indicator(
        **{
            **fields,
            "weight": Fraction(fields["weight"]),
            "figures": tuple(exact(figure) for figure in fields["figures"]),
            "cap": exact(fields["cap"]),
            "missing": exact(fields["missing"]),
            "conversion": None if own is None else _conversion(own),
        }
    )


def _conversion(fields: dict[str, str]) -> Conversion:
    return Conversion(Method(fields["method"]), Fraction(fields["base"]), Fraction(fields["span"]))
