"""One row of a file of ballots: a class, a number and an answer in every cell."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from ..domain.exact import read, shown
from ..domain.phrase import Phrase, phrase
from ..domain.plan import Plan
from ..domain.scale import ABSTAINED, NOT_ASKED, ScaleKind
from ..domain.sheet import Marks
from ..domain.validity import Finding, check
from .ballot_columns import BallotColumns
from .grid import FaultLog, Grid, key, tidy

RECUSED, VOID = "回避", "废票"
VOIDED = -4  # only in this file; such a ballot has no answers
UNREAD = -5  # the cell is a fault


@dataclass(frozen=True)
class BallotRow:
    """A returned ballot: its row in the file, its class, and its answers or None if it is void."""

    row: int
    voter_class: int
    answers: tuple[int, ...] | None = field(repr=False)


def _word(plan: Plan, text: str) -> str:
    """Reduce an answer to what it is recognised by; a number may be written in more than one way."""
    word = key(text)
    if plan.scale.kind is ScaleKind.GRADES:
        return word
    try:
        return str(read(word))
    except ValueError:
        return word


def _offered(plan: Plan, subject: str) -> Phrase:
    """Say which answers a cell may hold."""
    scale = plan.scale
    if scale.kind is ScaleKind.GRADES:
        words = (*(grade.name for grade in scale.grades), scale.abstention)
        return phrase("%(subject)s：%(choices)s 之一", subject=subject, choices=words)
    if scale.kind is ScaleKind.PLACES:
        return phrase("%(subject)s：应为 1 到 %(last)s 的名次", subject=subject, last=len(scale.grades))
    return phrase(
        "%(subject)s：应为 %(lowest)s 到 %(highest)s 的分数（间隔 %(step)s）或“%(abstention)s”",
        subject=subject,
        lowest=shown(scale.points[0]),
        highest=shown(scale.points[-1]),
        step=shown(scale.step),
        abstention=scale.abstention,
    )


class RowReader:
    """Reads ballots row by row and notes every fault."""

    def __init__(self, grid: Grid, columns: BallotColumns, plan: Plan, log: FaultLog) -> None:
        self._grid, self._columns, self._plan, self._log = grid, columns, plan, log
        self._letters = {group.letter: position for position, group in enumerate(plan.classes)}
        self._words = {_word(plan, grade.name): index for index, grade in enumerate(plan.scale.answers)}
        self._words |= {key(plan.scale.abstention): ABSTAINED, RECUSED: NOT_ASKED, VOID: VOIDED}
        self._first_of_number: dict[str, int] = {}

    def read(self, row: int) -> BallotRow | None:
        """Return the ballot of a row, None if its class is unknown; what is wrong with it is in the log."""
        self._check_number(row)
        self._check_surplus_cells(row)
        voter_class = self._voter_class(row)
        answers = tuple(self._answer(row, cell) for cell in range(len(self._columns.cells)))
        if voter_class is None:
            return None
        if set(answers) == {VOIDED}:
            return BallotRow(row, voter_class, None)
        faults = len(self._log)
        self._check_partly_void(row, answers)
        recused = self._recused(row, voter_class, answers)
        if UNREAD not in answers and len(self._log) == faults:
            self._check_rules(row, voter_class, recused, answers)
        return BallotRow(row, voter_class, answers)

    def _fault(self, row: int, column: int, expected: Phrase, found: str | None = None) -> None:
        text = self._grid.text(row, column) if found is None else found
        self._log.add(self._grid.name, row, column, text, expected)

    def _check_number(self, row: int) -> None:
        number = tidy(self._grid.text(row, self._columns.number))
        first = self._first_of_number.setdefault(number, row)
        if not number:
            self._fault(row, self._columns.number, phrase("要填写票号"))
        elif first != row:
            self._fault(row, self._columns.number, phrase("票号与第 %(row)s 行重复", row=first + 1))

    def _check_surplus_cells(self, row: int) -> None:
        for column in range(len(self._grid.rows[row])):
            untitled = column not in self._columns.known and not self._grid.text(0, column)
            if untitled and self._grid.text(row, column):
                self._fault(row, column, phrase("这一列没有表头"))

    def _voter_class(self, row: int) -> int | None:
        letter = unicodedata.normalize("NFKC", tidy(self._grid.text(row, self._columns.letter)))
        if letter not in self._letters:
            letters = tuple(self._letters)
            self._fault(row, self._columns.letter, phrase("应为以下票种之一：%(choices)s", choices=letters))
        return self._letters.get(letter)

    def _answer(self, row: int, cell: int) -> int:
        column = self._columns.cells[cell]
        text = _word(self._plan, self._grid.text(row, column))
        if text not in self._words:
            subject = self._plan.subjects[cell // len(self._plan.criteria)].name
            self._fault(row, column, _offered(self._plan, subject))
        return self._words.get(text, UNREAD)

    def _check_partly_void(self, row: int, answers: tuple[int, ...]) -> None:
        for cell, answer in enumerate(answers):
            if answer == VOIDED:
                self._fault(row, self._columns.cells[cell], phrase("废票应在每一格都写“废票”"))

    def _recused(self, row: int, voter_class: int, answers: tuple[int, ...]) -> int | None:
        """Return the own unit of this ballot, after noting recusals that should not be there, or should."""
        width = len(self._plan.criteria)
        cells = [cell for cell, answer in enumerate(answers) if answer == NOT_ASKED]
        subjects = sorted({cell // width for cell in cells})
        if not self._plan.classes[voter_class].recuses_own:
            for cell in cells:
                self._fault(row, self._columns.cells[cell], phrase("这个票种不回避"))
        elif not subjects:
            self._fault(row, self._columns.number, phrase("这个票种的每张票应有一个对象为“回避”"))
        units = sorted({self._plan.units.index(self._plan.subjects[s].unit) for s in subjects})
        own = self._plan.sheet(voter_class, units[0]) if units else None
        for subject in subjects:
            if own is not None and own.asks(subject):
                self._fault(row, self._columns.cells[subject * width], phrase("一张票只能回避一个对象"))
        for subject in range(len(self._plan.subjects)):
            if own is not None and not own.asks(subject):
                self._check_left_out(row, range(subject * width, subject * width + width), cells)
        return units[0] if units else None

    def _check_left_out(self, row: int, own: range, recused: list[int]) -> None:
        for cell in own:
            if cell not in recused:
                self._fault(row, self._columns.cells[cell], phrase("回避的对象应在每个指标都写“回避”"))

    def _check_rules(self, row: int, voter_class: int, recused: int | None, answers: tuple[int, ...]) -> None:
        sheet = self._plan.sheet(voter_class, recused)
        number = tidy(self._grid.text(row, self._columns.number))
        for finding in check(Marks(answers), sheet):
            if finding.kind == "over-quota":
                self._note_quota(row, number, finding)
            elif finding.kind.startswith("place"):
                self._fault(row, self._columns.cells[finding.cells[-1]], finding.phrase, number)
            else:
                word = self._plan.scale.word(next(answer for answer in answers if answer != NOT_ASKED))
                expected = phrase("不能对所有对象评同一等次")
                self._fault(row, self._columns.number, expected, f"{number}：{word}")

    def _note_quota(self, row: int, number: str, finding: Finding) -> None:
        values = finding.phrase.values
        first_above = finding.cells[int(str(values["limit"]))]
        expected = phrase(
            "“%(grade)s”最多 %(limit)s 个（%(criterion)s）",
            grade=values["grade"],
            limit=values["limit"],
            criterion=values["criterion"],
        )
        found = f"{number}：{values['grade']} × {values['count']}"
        self._fault(row, self._columns.cells[first_above], expected, found)
