"""A round's settings, read as the plan they are."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from ..domain import settings
from ..domain.meeting import REHEARSAL
from ..domain.plan import Plan

KEPT = 64  # plans in memory; every desk and screen asks for the same one every two seconds


@lru_cache(maxsize=KEPT)
def load_plan(document: bytes, *, rehearsal: bool = False) -> Plan:
    """Read the settings of a round; a rehearsal says so wherever its title stands."""
    plan = settings.load(document)
    if not rehearsal:
        return plan
    return replace(plan, meeting=replace(plan.meeting, title=f"{REHEARSAL}{plan.meeting.title}"))
