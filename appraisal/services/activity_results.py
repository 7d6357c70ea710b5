"""Turn counted rounds into the tables of a whole inspection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..documents.activity_table import ActivityTable, Alternative, NamedTable, NearHalf, ProjectRow, UnitRow
from ..documents.table import ResultTable
from ..domain.activity import Activity, ActivityRound
from . import composing
from .completeness import coverage
from .composing import Ballots
from .outcome import Exact, Outcome
from .placing import order, place_within, tie_chain
from .results import table
from .unit_tables import UnitTables

BOTTOM = 2  # units of an internal list


def activity_table(
    activity: Activity,
    outcomes: Mapping[str, Outcome],
    *,
    ballots: Mapping[str, Ballots] | None = None,
    tables: Mapping[str, ResultTable] | None = None,
    full: bool = False,
) -> ActivityTable:
    """Make all tables of an activity.

    Parameters
    ----------
    activity : Activity
    outcomes : mapping of round name to Outcome
        Of every round.
    ballots : mapping of round name to Ballots, optional
        Where they are at hand: one alternative rule needs them whole.
    tables : mapping of round name to ResultTable, optional
        Where they were made already, with what the log knows of the round.
    full : bool
        Show small classes too. For the one who holds the ballots anyway, never for a filed table.

    Raises
    ------
    ReturnsOutOfBalance, TallyOutOfBalance
        As `results.table`.
    """
    units = UnitTables(activity, outcomes, full=full)
    tour, composite = activity.on_site, units.composite()
    return ActivityTable(
        meeting=activity.meeting,
        rounds=tuple(
            NamedTable(
                each.name,
                tables[each.name] if tables else table(each.plan, outcomes[each.name], full=full),
                each.settings,
            )
            for each in activity.rounds
        ),
        projects=() if tour is None else _projects(tour, outcomes[tour.name], full=full),
        top_projects=() if tour is None else _top_projects(activity, tour, outcomes[tour.name]),
        on_site=units.on_site(),
        indicator_columns=units.indicator_columns(),
        indicators=units.indicators(),
        composite=composite,
        bottom=() if composite is None else tuple(row.subject for row in composite.rows[-BOTTOM:]),
        alternatives=tuple(
            Alternative(key, definition, _ranked(units, totals), has_groups=not activity.is_plain)
            for key, definition, totals in composing.other_rules(activity, outcomes, ballots or {})
            if units.is_complete  # two rules make two equations for what is held back
        ),
    )


def near_half(each: ActivityRound, ballots: Ballots, numbers: Sequence[str]) -> tuple[NearHalf, ...]:
    """List the ballots of a file at or below the least share of subjects, by their number in the file."""
    share = each.plan.rule.least_share
    if share is None:
        return ()
    found = coverage(each.plan, ballots.answers)
    return tuple(
        NearHalf(name, int(asked), int(rated), not void)
        for name, asked, rated, void in zip(
            numbers, found.asked.tolist(), found.rated.tolist(), found.is_void.tolist(), strict=True
        )
        if 0 < rated <= share * asked
    )


def _projects(tour: ActivityRound, outcome: Outcome, *, full: bool) -> tuple[ProjectRow, ...]:
    """List the projects by rank, with their places in the unit and among their kind."""
    plan, totals, chain = tour.plan, outcome.official.totals, tie_chain(tour.plan, outcome)
    in_unit = place_within([subject.unit for subject in plan.subjects], totals, chain)
    in_kind = place_within([subject.kind for subject in plan.subjects], totals, chain)
    places = {subject.name: s for s, subject in enumerate(plan.subjects)}
    return tuple(
        ProjectRow(
            subject=row.subject,
            unit=plan.subjects[s].unit,
            kind=plan.subjects[s].kind,
            class_scores=row.class_scores,
            total=row.total,
            rank=row.rank,
            rank_in_unit=in_unit[s] or None,
            rank_in_kind=in_kind[s] or None,
            decided_by=row.decided_by,
        )
        for row in table(plan, outcome, full=full).rows
        for s in (places[row.subject],)
    )


def _top_projects(activity: Activity, tour: ActivityRound, outcome: Outcome) -> tuple[str, ...]:
    """Name the best projects; all that share the last place are named."""
    top = 0 if activity.roll_up is None else activity.roll_up.top
    ranks = outcome.official.ranks
    return tuple(tour.plan.subjects[s].name for s in order(ranks) if 0 < ranks[s] <= top)


def _ranked(units: UnitTables, totals: Sequence[Exact]) -> tuple[UnitRow, ...]:
    rows = units.ranked(totals, [()] * len(totals))
    return tuple(row for row in rows if row.rank is not None)
