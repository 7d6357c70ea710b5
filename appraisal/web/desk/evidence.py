"""How sure the ranking is: on a page of its own, and as the file of an analyst."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from ...documents import chart, report, slope_chart
from ...documents.evidence import Estimate, Evidence, Note, places_text
from ...documents.filing import file_name
from ...domain.errors import EvidenceMissing
from ...domain.meeting import Meeting
from ...domain.phrase import phrase
from ...domain.roles import Role
from ...services import conduct, opening
from ...services import evidence as services
from ...transaction import reading
from ..language import said, translate
from ..roles import may
from .door import bp
from .filing import handed_out
from .lamps import Lamp
from .summary import Summary, summary


@dataclass(frozen=True)
class Drawn:
    """A row of the table with its two drawings."""

    row: Estimate
    score: Markup
    ranks: Markup
    likely: str
    possible: str
    span: str


@bp.get("/<int:round_id>/evidence")
@may(*Role)
def evidence(round_id: int) -> ResponseReturnValue:
    """Show how sure the ranking is, and what other rules would change."""
    about, _, found = _found(round_id)
    scores, ranks = _axes(found)
    drawn = tuple(_drawn(found, scores, ranks))
    only_moved = request.args.get("only") == "moved"
    return render_template(
        "desk/evidence.html",
        summary=about,
        evidence=found,
        rows=drawn,
        moved=[item for item in drawn if item.row.is_moved or not only_moved],
        only_moved=only_moved,
        score_scale=_markup(chart.scale(scores)),
        rank_scale=_markup(chart.scale(ranks)),
        key=_key(),
        reliability=[lamp(note) for note in found.reliability],
        quality=[lamp(note) for note in found.quality],
        classes=[lamp(note) for note in found.classes.notes] if found.classes else [],
        **_slopes(found),
    )


@bp.get("/<int:round_id>/report.json")
@may(*Role)
def report_file(round_id: int) -> ResponseReturnValue:
    """Hand the evidence out as one file."""
    _, meeting, found = _found(round_id)
    name = file_name(meeting, said(phrase("名次旁证")), "json")
    write = partial(report.write, found, translate=translate)
    return handed_out(write, "application/json", name, plain=f"report-{round_id}.json")


def lamp(note: Note) -> Lamp:
    """Show a note as a lamp: a shape, a word and a colour for the same thing."""
    return Lamp(
        "ok" if note.is_well else "ask", phrase("正常") if note.is_well else phrase("留意"), note.sentence
    )


def _found(round_id: int) -> tuple[Summary, Meeting, Evidence]:
    with reading() as session:
        voting_round = conduct.find(session, round_id)
        outcome = opening.outcome(session, round_id=round_id)
        plan, about = voting_round.plan, summary(voting_round)
        found = services.evidence(plan, outcome, opening.findings(session, round_id=round_id))
    if found is None:
        raise EvidenceMissing
    return about, plan.meeting, found


def _axes(found: Evidence) -> tuple[chart.Axis, chart.Axis]:
    numbers = [
        float(number.shown)
        for row in found.estimates
        for number in (row.low, row.total, row.high)
        if not number.is_empty
    ]
    return chart.score_axis(numbers), chart.rank_axis(len(found.estimates))


def _drawn(found: Evidence, scores: chart.Axis, ranks: chart.Axis) -> Iterator[Drawn]:
    for row in found.estimates:
        value = None if row.total.is_empty else float(row.total.shown)
        reach = None if row.low.is_empty else (float(row.low.shown), float(row.high.shown))
        yield Drawn(
            row,
            _markup(chart.line(scores, value, reach)),
            _markup(chart.line(ranks, row.rank, row.likely, row.possible)),
            places_text(row.likely),
            places_text(row.possible),
            places_text(row.span),
        )


def _slopes(found: Evidence) -> dict[str, object]:
    """Draw the places by every class of the subjects they part most about, and a sample of each line."""
    if found.classes is None:
        return {}
    names = [said(phrase("%(letter)s票", letter=letter)) for letter in found.classes.letters]
    courses = [slope.places for slope in found.classes.slopes]
    drawing = slope_chart.slopes(names, courses, len(found.estimates))
    return {
        "slopes": _markup(drawing),
        "samples": [_markup(one) for one in slope_chart.samples(len(courses))],
    }


def _key() -> dict[str, Markup]:
    """Draw one sample of every sign for the legend."""
    axis = chart.Axis(0.0, 1.0, ())
    return {
        "score": _markup(chart.line(axis, 0.5, (0.0, 1.0))),
        "bar": _markup(chart.line(axis, 0.5, (0.1, 0.9), (0.1, 0.9))),
        "line": _markup(chart.line(axis, None, None, (0.0, 1.0))),
    }


def _markup(drawing: str) -> Markup:
    """Pass a drawing on: it is made of numbers, and of words that are escaped where it is made."""
    return Markup(drawing)  # noqa: S704
