"""The page of a whole activity: its rounds, what comes next, what joins them, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from ...documents import filing
from ...documents.activity_table import ActivityTable
from ...documents.office.inspection import on_shelf
from ...domain.activity import Activity
from ...domain.errors import NotFound
from ...domain.lifecycle import TOLD, State
from ...domain.phrase import Phrase, phrase
from ...domain.review import review_activity
from ...domain.roles import Role
from ...services import activities, conduct, finished
from ...services.unit_tables import UnitTables
from ...services.weighing import sentence, weighed
from ...transaction import reading
from .. import published
from ..roles import actor, may
from .door import bp
from .findings import rows_of
from .home import URGENCY
from .step import GO, STANDING, Step
from .summary import Summary, summary

SLIPS = Step(
    phrase("下一步：印制选票条"),
    phrase("各轮票箱都已封好。每人一条，一个票码管全部轮次；票码只显示一次，请先接好打印机。"),
    phrase("印制选票条"),
    "desk.activity_slips",
)
DONE = Step(phrase("各轮结果都已公布"), phrase("下载综合结果，签字盖章后归档。"))


@dataclass(frozen=True)
class RoundLine:
    """One round in the list: where it stands and where its page is."""

    name: str
    summary: Summary
    standing: Phrase
    go: Phrase
    endpoint: str
    printed: int
    tone: str


@bp.get("/<int:round_id>/activity")
@may(*Role)
def activity(round_id: int) -> ResponseReturnValue:
    """Show the activity of a round to those who take part in all its rounds."""
    with reading() as session:
        found = activities.of_round(session, round_id, account_id=current_user.account_id)
        agreed = activities.assembled(found)
        lines = tuple(_lines(session, found))
        table = finished.joined(session, found)
        change = _change(found)
    step = next_step(lines, actor().role)
    return render_template(
        "desk/activity.html",
        round_id=round_id,
        activity=agreed,
        meeting=agreed.meeting,
        lines=lines,
        step=step,
        step_url=url_for(step.endpoint, round_id=step.values.get("round_id", round_id))
        if step.button
        else "",
        change=change if actor().role == Role.ORGANIZER else None,
        **_agreed(agreed),
        table=table,
        reader_address=published.address(round_id, agreed.meeting.scope, "published.show_activity")
        if all(line.summary.state in TOLD for line in lines)
        else None,
        **({} if table is None else _results(agreed, table)),
    )


def next_step(lines: Sequence[RoundLine], role: Role) -> Step:
    """Return what comes next in the activity: slips for all rounds, or the first round that is not over."""
    states = {line.summary.state for line in lines}
    if states == {State.SEALED} and not any(line.printed for line in lines) and role == Role.ORGANIZER:
        return SLIPS
    waiting = [line for line in lines if line.summary.state in URGENCY]
    if not waiting:
        return DONE
    first = min(waiting, key=lambda line: URGENCY.index(line.summary.state))
    return Step(
        phrase("下一步：%(name)s", name=Phrase(first.name)),
        first.standing,
        first.go,
        first.endpoint,
        {"round_id": str(first.summary.round_id)},
    )


def _lines(session: Session, found: Any) -> Iterator[RoundLine]:
    for each in found.rounds:
        about = summary(each)
        turnout = conduct.turnout(session, round_id=each.id)
        is_told = each.state in TOLD
        yield RoundLine(
            name=each.name,
            summary=about,
            standing=Phrase(STANDING[each.state]),
            go=Phrase(GO[each.state]),
            endpoint="desk.results" if is_told else "desk.round",
            printed=sum(line.printed for line in turnout.classes),
            tone="done" if is_told else "" if each.state in (State.DRAFT, State.SEALED) else "now",
        )


def _change(found: Any) -> Phrase | None:
    """Say what a corrected workbook may still change."""
    if activities.may_replace(found):
        return phrase("方案有变，换一张表格")
    return phrase("更正指标数值") if activities.may_correct(found) else None


def _agreed(activity: Activity) -> dict[str, Any]:
    """Tell how all comes together, the figures before and after conversion, and how those of one unit are."""
    tables = UnitTables(activity, {}, full=False)
    columns, points = tables.indicator_columns(), tables.indicators()
    names = [each.name for each in activity.units]
    unit = request.args.get("unit", points.rows[0].subject if points else names[0])
    if unit not in names:
        raise NotFound
    return {
        "terms": tables.terms(),
        "rows": rows_of(review_activity(activity)),
        "columns": columns,
        "points": points,
        "unit": unit,
        "worked": tuple(each.worked[unit] for each in columns),
    }


def _results(activity: Activity, table: ActivityTable) -> dict[str, Any]:
    groups = tuple(dict.fromkeys(unit.group for unit in activity.units if unit.group))
    chosen = request.args.get("group", "")
    if chosen and chosen not in groups:
        raise NotFound
    weighing = weighed(table, activity.parts)
    return {
        "groups": groups if len(groups) > 1 else (),
        "chosen": chosen,
        "tables": tuple(each for each in (table.composite, table.on_site) if each),
        "weighing": weighing,
        "turns": () if weighing is None else tuple(map(sentence, weighing.turns)),
        "shelf": on_shelf(table),
        "kinds": tuple(filing.PAPERS),
        "data": tuple(filing.JOINED),
    }
