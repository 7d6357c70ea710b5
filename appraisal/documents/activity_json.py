"""The tables of a whole inspection as canonical JSON: exact fractions, shown texts, no floats."""

from __future__ import annotations

from typing import Any, BinaryIO

from ..domain.activity import ON_SITE, RANKING
from ..domain.encoding import canonical_json
from ..domain.phrase import unchanged
from .activity_table import ActivityTable, Alternative, ProjectRow, UnitRow, UnitTable
from .json import TOO_FEW, Translate, digest, number, returns
from .json import document as round_document
from .table import ResultTable
from .verdict_json import told


def write(table: ActivityTable, out: BinaryIO, translate: Translate = unchanged) -> None:
    """Write the tables; the same tables give the same bytes."""
    out.write(canonical_json(document(table, translate)))


def fingerprint(table: ActivityTable, translate: Translate = unchanged) -> str:
    """Return the first digits of the SHA-256 of the file that `write` makes, in groups for reading aloud."""
    return digest(canonical_json(document(table, translate)))


def document(table: ActivityTable, translate: Translate = unchanged) -> dict[str, Any]:
    """Return the tables as plain values: the first round as it would stand alone, and what joins the rounds.

    What is withheld or not there is null; parts that the activity does not have are left out.
    """
    first, *others = table.rounds
    found = _round(first.table, translate)
    found["title"] = table.title.render(translate) if others else found["title"]
    if first.settings:
        found["rules"] = _settings(first.settings)
    if table.alternatives:
        found["alternatives"] = {each.key: _alternative(each, translate) for each in table.alternatives}
    if first.name == ON_SITE:
        del found["official"]  # the projects, which say more
        found |= _tour(table, first.table)
    for each in others:
        if each.settings:
            found["rank_rules" if each.name == RANKING else f"{each.name}规则"] = _settings(each.settings)
        found["rank_ballot" if each.name == RANKING else each.name] = _ranking(each.table)
    if table.indicators is not None:
        found["indicators"] = [_unit(row, table.indicators, "indicators") for row in table.indicators.rows]
    if table.composite is not None:
        found["composite"] = [_unit(row, table.composite, "parts") for row in table.composite.rows]
        found["bottom_two"] = list(table.bottom)
    return found


def _round(table: ResultTable, translate: Translate = unchanged) -> dict[str, Any]:
    """Return a round as it stands alone, without what says nothing here.

    Subjects with too few samples are listed apart, pooled votes have no scores by class, and of the many
    answers of a scale of numbers only those that were given are counted.
    """
    found = round_document(table, translate) | told(table)
    found["official"] = [row for row in found["official"] if row.get("status") != TOO_FEW]
    if table.is_pooled:
        for row in found["official"]:
            del row["class_scores"]
    if not table.shows_grades:
        for cell in (*found["cells"], *found["distribution"]):
            cell["counts"] = cell["counts"] and {g: n for g, n in cell["counts"].items() if n}
    if "quorum" not in found["returns"]:
        found["returns"].pop("spare_slips", None)  # only who asks how many came back asks for these
    return found


def _tour(table: ActivityTable, first: ResultTable) -> dict[str, Any]:
    letters = [column.letter for column in first.columns]
    found: dict[str, Any] = {
        "projects": [_project(row, letters) for row in table.projects],
        "top_projects": list(table.top_projects),
    }
    if table.on_site is not None:
        rows = table.on_site.rows
        found["units_on_site"] = [{**_scored(row), "class_scores": _by_letter(row, letters)} for row in rows]
    if table.near_half is not None:
        found["ballots_near_half"] = [
            {"ballot": each.ballot, "asked": each.asked, "scored": each.rated, "kept": each.is_kept}
            for each in table.near_half
        ]
    return found


def _project(row: ProjectRow, letters: list[str]) -> dict[str, Any]:
    found = {
        "subject": row.subject,
        "class_scores": {
            letter: number(score) for letter, score in zip(letters, row.class_scores, strict=True)
        },
        "total": number(row.total),
        "rank": row.rank,
        "unit": row.unit,
        "rank_in_unit": row.rank_in_unit,
        "kind": row.kind,
        "rank_in_kind": row.rank_in_kind,
    }
    return found if row.decided_by is None else found | {"tie_decided_by": row.decided_by}


def _scored(row: UnitRow) -> dict[str, Any]:
    found = {
        "subject": row.subject,
        "group": row.group,
        "total": number(row.total),
        "rank": row.rank,
        "group_rank": row.group_rank,
    }
    return found if row.decided_by is None else found | {"tie_decided_by": row.decided_by}


def _by_letter(row: UnitRow, letters: list[str]) -> dict[str, Any]:
    return {letter: number(score) for letter, score in zip(letters, row.parts, strict=True)}


def _unit(row: UnitRow, table: UnitTable, title: str) -> dict[str, Any]:
    parts = zip(table.names, row.parts, strict=True)
    return {**_scored(row), title: {name: number(part) for name, part in parts}}


def _alternative(found: Alternative, translate: Translate) -> dict[str, Any]:
    rows = [_scored(row) for row in found.rows]
    for row in rows:
        row.pop("tie_decided_by", None)  # places are shared under other rules, no chain decides
        if not found.has_groups:
            del row["group"], row["group_rank"]
    return {"definition": found.definition.render(translate), "results": rows}


def _ranking(table: ResultTable) -> dict[str, Any]:
    """Return a further round: its returns, its results, and how often each answer was given."""
    line = returns(table)
    places = {cell.subject: cell.counts for cell in table.distribution}
    results = []
    for row in _round(table)["official"]:
        counts = places[row["subject"]]
        results.append(row | {"places": counts and dict(zip(table.grades, counts, strict=True))})
    return {
        "returns": {"all": line["all"], "by_class": line["by_class"]},
        "results": results,
        "points": {
            grade: int(value) if value.denominator == 1 else str(value)
            for grade, value in zip(table.grades, table.points, strict=True)
        },
    }


def _settings(pairs: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Return the rules as they were written: whole numbers as numbers, what was left empty as null."""
    return {item: int(text) if text.isdecimal() else text or None for item, text in pairs}
