"""What an archive says of the count: tally, returns and result as canonical documents, and their seals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from ..documents import json
from ..domain.encoding import canonical_json, tagged_hash
from ..domain.plan import Plan
from ..domain.rule import Normalisation
from . import head_count, results
from .cells import disclosed
from .disclosure import Disclosure
from .outcome import Outcome
from .sources import sources, void_reasons

TALLY, RETURNS, RESULT = "tally.json", "returns.json", "result.json"
VERSION = 1

Slips = Sequence[dict[str, int]]


def documents(
    plan: Plan,
    outcome: Outcome,
    *,
    issued: Sequence[int],
    present: int | None = None,
    slips: Slips | None = None,
) -> dict[str, bytes]:
    """Write the three documents of a count by the names they have in an archive.

    Parameters
    ----------
    plan : Plan
    outcome : Outcome
    issued : sequence of K int
        Slips handed out.
    present : int, optional
        People counted in the hall, None where the number of the plan stands.
    slips : sequence of K dict, optional
        Slips counted by hand, as `reconciling.counted` tells them; None where nobody counted.
    """
    may = disclosed(plan, outcome)
    result = json.document(results.table(head_count.held(plan, present), outcome, issued=issued))
    result["evidence"]["official"] = False
    return {
        TALLY: canonical_json(_tally(plan, outcome, may)),
        RETURNS: canonical_json(_returns(plan, outcome, may, issued, slips) | _present(present)),
        RESULT: canonical_json(result),
    }


def seals(written: dict[str, bytes]) -> dict[str, str]:
    """Hash the documents, for the log of acts: what was published cannot be exchanged unnoticed."""
    return {name.removesuffix(".json"): seal(name, content) for name, content in sorted(written.items())}


def seal(name: str, content: bytes) -> str:
    """Hash one document under its own name."""
    return tagged_hash(name.removesuffix(".json"), content).hex()


def _tally(plan: Plan, outcome: Outcome, may: Disclosure) -> dict[str, Any]:
    return {"cells": list(_cells(plan, outcome, may)), "format": "appraisal-tally", "version": VERSION}


def _cells(plan: Plan, outcome: Outcome, may: Disclosure) -> Iterator[dict[str, Any]]:
    for k, group in enumerate(plan.classes):
        for s, subject in enumerate(plan.subjects):
            for c, criterion in enumerate(plan.criteria):
                place = {"class": group.letter, "subject": subject.name, "criterion": criterion.name}
                yield place | _cell(plan, outcome, may, k, s, c)


def _cell(plan: Plan, outcome: Outcome, may: Disclosure, k: int, s: int, c: int) -> dict[str, Any]:
    if not may.scores[k][s]:
        return {"withheld": True}
    counts = outcome.counts[k][s][c]
    found = {
        "abstained": outcome.abstained[k][s][c],
        "n": sum(counts),
        "not_asked": outcome.not_asked[k][s][c],
    }
    if may.counts[k][s]:
        return found | {"counts": counts[::-1]}
    if not _is_mean(plan):
        return found  # beside a trimmed mean the sum would give away what was trimmed
    points = sum((n * worth for n, worth in zip(counts, plan.scale.points, strict=True)), Fraction(0))
    return found | {"sum": str(points)}


def _is_mean(plan: Plan) -> bool:
    return not plan.rule.trim and plan.rule.normalisation is Normalisation.NONE


def _returns(
    plan: Plan, outcome: Outcome, may: Disclosure, issued: Sequence[int], slips: Slips | None
) -> dict[str, Any]:
    return {
        "classes": [
            {
                "abstained": line.blank if may.columns[k] else None,
                "cast": line.returned,
                "class": group.letter,
                "issued": issued[k],
                "valid": line.valid if may.columns[k] else None,
                "void": line.void if may.columns[k] else None,
            }
            for k, (group, line) in enumerate(zip(plan.classes, outcome.returns, strict=True))
        ],
        "format": "appraisal-returns",
        **_paper(plan, outcome),
        "reconciliation": slips and list(slips),
        "unopenable": list(outcome.unopenable),
        "version": VERSION,
    }


def _present(present: int | None) -> dict[str, int]:
    """Tell how many people were counted in the hall; where nobody counted, the plan says how many."""
    return {} if present is None else {"present": present}


def _paper(plan: Plan, outcome: Outcome) -> dict[str, Any]:
    """Tell of paper ballots what may be told; a round without them says nothing."""
    found = sources(plan, outcome)
    if found is None:
        return {}
    void = void_reasons(plan, outcome)
    return {"paper": {"classes": list(found.by_class), "total": found.total, "void": void}}
