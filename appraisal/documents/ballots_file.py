"""A file of returned ballots: read against a plan, or refused with every fault by row and column."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..domain.errors import BallotsRefused, FileRefused
from ..domain.phrase import phrase
from ..domain.plan import Plan
from . import intake
from .ballot_columns import BallotColumns, cell_titles, read_columns
from .ballot_rows import BallotRow, RowReader
from .grid import FaultLog, Grid, tidy

SHEET = "选票"  # what a file without sheets is called in its faults
MOST_ROWS = 20_000
MOST_FAULTS = 1_000  # a wholly wrong file has one fault a cell; nobody reads on
SPARE_COLUMNS = 10  # of a spreadsheet, so that superfluous columns are named rather than counted


@dataclass(frozen=True)
class BallotsFile:
    """The returned ballots of a meeting, in the order of the file.

    `answers` holds a tuple per ballot that is not void: one answer index per cell, subject by subject, with
    `ABSTAINED` and `NOT_ASKED`; `voter_classes` the position of its class and `numbers` its number in the
    file. `void` counts the void ballots of each class of the plan.
    """

    voter_classes: tuple[int, ...]
    answers: tuple[tuple[int, ...], ...] = field(repr=False)
    void: tuple[int, ...]
    numbers: tuple[str, ...] = field(default=(), compare=False, repr=False)


def read_ballots(file: Path | str | bytes, plan: Plan) -> BallotsFile:
    """Read a .csv (UTF-8 or GBK) or the first sheet of a spreadsheet.

    Raises
    ------
    FileRefused
        If it is no such file, or unsafe to read.
    BallotsRefused
        With every fault, ballots that break the plan's rules among them.
    """
    grid = _grid(intake.content_of(file), plan)
    log = FaultLog((grid.name,))
    columns = read_columns(grid, plan, log)
    if not columns.complete:
        raise BallotsRefused(log.in_order())
    ballots = _ballots(grid, columns, plan, log)
    _refuse_surplus(ballots, columns, plan, log)
    if faults := log.in_order():
        raise BallotsRefused(faults)
    valid = [ballot for ballot in ballots if ballot.answers is not None]
    void = Counter(ballot.voter_class for ballot in ballots if ballot.answers is None)
    return BallotsFile(
        voter_classes=tuple(ballot.voter_class for ballot in valid),
        answers=tuple(ballot.answers for ballot in valid if ballot.answers is not None),
        void=tuple(void[position] for position in range(len(plan.classes))),
        numbers=tuple(tidy(grid.text(ballot.row, columns.number)) for ballot in valid),
    )


def matching(content: bytes, plans: Sequence[Plan]) -> int:
    """Return the position of the plan whose columns a file of ballots has most of.

    Every fault of the file is told by `read_ballots` afterwards, against that plan.
    """
    wide = max(plans, key=lambda plan: len(plan.subjects) * len(plan.criteria))
    grid = _grid(content, wide)
    titles = {tidy(text) for text in (grid.rows[0] if grid.rows else ())}
    known = [len(titles & set(cell_titles(plan))) for plan in plans]
    return known.index(max(known))


def _grid(content: bytes, plan: Plan) -> Grid:
    if intake.is_spreadsheet(content):
        cells = len(plan.subjects) * len(plan.criteria)
        grids = intake.read(content, most_columns=cells + SPARE_COLUMNS)
        return grids[0] if grids else Grid(SHEET, ())
    try:
        rows = tuple(map(tuple, csv.reader(io.StringIO(_decoded(content), newline=""))))
    except csv.Error:
        raise FileRefused(why=phrase("不是逗号分隔的文本（CSV）")) from None
    if len(rows) > MOST_ROWS:
        raise FileRefused(why=phrase("选票超过 %(most)s 行", most=MOST_ROWS))
    return Grid(SHEET, rows)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FileRefused(why=phrase("不是 UTF-8 或 GBK 编码的文本（CSV）"))


def _ballots(grid: Grid, columns: BallotColumns, plan: Plan, log: FaultLog) -> list[BallotRow]:
    reader, ballots = RowReader(grid, columns, plan, log), []
    for row in range(1, len(grid.rows)):
        if not any(text.strip() for text in grid.rows[row]):
            continue
        ballot = reader.read(row)
        if ballot is not None:
            ballots.append(ballot)
        if len(log) > MOST_FAULTS:
            log.add(grid.name, row + 1, 0, "", phrase("错误太多，从这一行起没有再检查"))
            break
    return ballots


def _refuse_surplus(ballots: list[BallotRow], columns: BallotColumns, plan: Plan, log: FaultLog) -> None:
    if len(log) > MOST_FAULTS:
        return  # not all were read
    for position, group in enumerate(plan.classes):
        returned = [ballot for ballot in ballots if ballot.voter_class == position]
        if len(returned) > group.issued:
            expected = phrase("%(letter)s票只发出 %(issued)s 张", letter=group.letter, issued=group.issued)
            first_surplus = returned[group.issued].row
            log.add(log.sheets[0], first_surplus, columns.letter, str(len(returned)), expected)
