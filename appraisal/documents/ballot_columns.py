"""The header of a file of ballots: which column holds which cell of the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..domain.phrase import phrase
from ..domain.plan import Plan
from .grid import FaultLog, Grid, key, tidy

LETTER, NUMBER = "票种", "票号"


@dataclass(frozen=True)
class BallotColumns:
    """Columns of class and number, and of the cells subject by subject; `complete` if none is missing."""

    letter: int
    number: int
    cells: tuple[int, ...]
    complete: bool

    @property
    def known(self) -> frozenset[int]:
        """Every column that has a meaning."""
        return frozenset((self.letter, self.number, *self.cells))


def read_columns(grid: Grid, plan: Plan, log: FaultLog) -> BallotColumns:
    """Find every column by its title in the first row; missing, unknown and repeated ones are faults."""
    width = len(grid.rows[0]) if grid.rows else 0
    titles = [LETTER, NUMBER, *cell_titles(plan)]
    found = _found(grid, width, _spellings(plan, titles), log)
    missing = [title for title in titles if title not in found]
    for place, title in enumerate(missing):
        log.add(grid.name, 0, width + place, "", phrase("应有“%(title)s”一列", title=title))
    columns = [found.get(title, 0) for title in titles]
    return BallotColumns(columns[0], columns[1], tuple(columns[2:]), not missing)


def cell_titles(plan: Plan) -> list[str]:
    """Return the titles of the cells, subject by subject: the subject, with the criterion if several."""
    if len(plan.criteria) == 1:
        return [subject.name for subject in plan.subjects]
    return [f"{subject.name}/{criterion.name}" for subject in plan.subjects for criterion in plan.criteria]


def _spellings(plan: Plan, titles: list[str]) -> dict[str, str]:
    """Map everything a header may say to the title it means; the exact title comes before a looser one."""
    loose = {key(title): title for title in titles}
    if len(plan.criteria) == 1:
        only = plan.criteria[0].name
        loose |= {key(f"{title}/{only}"): title for title in titles[2:]}
    return loose | {title: title for title in titles}


def _found(grid: Grid, width: int, spellings: Mapping[str, str], log: FaultLog) -> dict[str, int]:
    found: dict[str, int] = {}
    for column in range(width):
        text = tidy(grid.text(0, column))
        title = spellings.get(text, spellings.get(key(text)))
        if title in found:
            log.add(grid.name, 0, column, text, phrase("这一列重复，只能保留一列"))
        elif title is not None:
            found[title] = column
        elif text:
            log.add(grid.name, 0, column, text, phrase("不是本次的评议对象，请核对名称或删去这一列"))
    return found
