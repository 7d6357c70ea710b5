"""The organizer's face."""

from ..day import day, minute
from . import (
    activity,
    activity_files,
    activity_setup,
    activity_slips,
    acts,
    archived,
    cards,
    documents,
    edit,
    evidence,
    findings,
    history,
    home,
    opening,
    paper,
    people,
    plan,
    preflight,
    public,
    reasons,
    reconciliation,
    results,
    round,
    slips,
    so_far,
)
from .door import bp

bp.add_app_template_filter(day)
bp.add_app_template_filter(minute)

__all__ = [
    "activity",
    "activity_files",
    "activity_setup",
    "activity_slips",
    "acts",
    "archived",
    "bp",
    "cards",
    "documents",
    "edit",
    "evidence",
    "findings",
    "history",
    "home",
    "opening",
    "paper",
    "people",
    "plan",
    "preflight",
    "public",
    "reasons",
    "reconciliation",
    "results",
    "round",
    "slips",
    "so_far",
]
