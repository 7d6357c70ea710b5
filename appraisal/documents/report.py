"""The evidence beside a result as canonical JSON: for analysts, never a filed table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO

from ..domain.encoding import canonical_json
from ..domain.phrase import unchanged
from .evidence import Classes, Estimate, Evidence, Note
from .table import Number

SCHEMA = 1

Translate = Callable[[str], str]


def write(evidence: Evidence, out: BinaryIO, translate: Translate = unchanged) -> None:
    """Write the evidence; the same ballots in any order give the same bytes."""
    out.write(canonical_json(document(evidence, translate)))


def document(evidence: Evidence, translate: Translate = unchanged) -> dict[str, Any]:
    """Return the evidence as plain values; numbers that are not whole are decimal strings."""
    names = [row.subject for row in evidence.estimates]
    moves = zip(*(row.moves for row in evidence.estimates), strict=True)
    return {
        "schema": SCHEMA,
        "title": evidence.title,
        "standing": "evidence, not a result",
        "ballots": evidence.ballots,
        "replicates": evidence.replicates,
        "verdict": evidence.verdict.render(translate),
        "sayable": evidence.sayable.render(translate),
        "unsayable": evidence.unsayable.render(translate),
        "subjects": [_subject(row) for row in evidence.estimates],
        "rules": [
            {
                "rule": rule.key,
                "name": rule.name.render(translate),
                "moved": rule.moved,
                "places": dict(zip(names, (move.rank for move in column), strict=True)),
            }
            for rule, column in zip(evidence.rules, moves, strict=False)
        ],
        "methods": {name: dict(zip(names, ranks, strict=True)) for name, ranks in evidence.others},
        "reliability": [_note(note, translate) for note in evidence.reliability],
        "quality": [_note(note, translate) for note in evidence.quality],
        "classes": evidence.classes and _classes(evidence.classes, translate),
    }


def _subject(row: Estimate) -> dict[str, Any]:
    return {
        "subject": row.subject,
        "group": row.group,
        "rank": row.rank,
        "score": _number(row.total),
        "se": _number(row.se),
        "interval": [_number(row.low), _number(row.high)],
        "rank_interval": row.likely,
        "rank_set": row.possible,
        "rank_probability": [_share(share.value) for share in row.ranked],
        "leading": _share(row.leading.value),
        "above_ahead": _share(row.above.value),
        "steady_weights": _share(row.steady.value),
    }


def _number(number: Number) -> str | None:
    if number.is_empty:
        return None
    if number.exact is not None:
        return str(number.exact)
    return number.rounded or number.shown


def _share(value: float | None) -> str | None:
    return None if value is None else f"{value:.4f}"


def _note(note: Note, translate: Translate) -> dict[str, Any]:
    return {"about": note.key, "well": note.is_well, "sentence": note.sentence.render(translate)}


def _classes(classes: Classes, translate: Translate) -> dict[str, Any]:
    return {
        "letters": classes.letters,
        "widest": {slope.subject: slope.places for slope in classes.slopes},
        "notes": [_note(note, translate) for note in classes.notes],
    }
