"""The result table: the one source of every number on the screen, in the files and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ..domain.meeting import Meeting
from ..domain.phrase import N_, Phrase, phrase
from .number import EMPTY, NOTHING, Number, count_text
from .verdict_row import VerdictRow

__all__ = [
    "EMPTY",
    "Cell",
    "ClassColumn",
    "Number",
    "Quorum",
    "ResultTable",
    "Returns",
    "ReturnsLine",
    "Row",
    "VerdictRow",
    "count_text",
    "date_text",
]

MOST_GRADES = 6  # of a scale of words; points and places are too many for a column each


@dataclass(frozen=True)
class ReturnsLine:
    """Where the ballots went, of one class or of all, on `paper` too; None where that may not be told."""

    issued: int
    returned: int
    valid: int | None
    void: int | None
    abstained: int | None
    rate: Number
    paper: int | None = None

    @property
    def unreturned(self) -> int:
        """Handed out and not given back."""
        return self.issued - self.returned


@dataclass(frozen=True)
class Quorum:
    """The share of ballots that had to come back, as a count, and whether they did."""

    share: Fraction
    needed: int
    met: bool
    sentence: Phrase


@dataclass(frozen=True)
class Returns:
    """The returns line of the whole meeting, and one per class in the order of the columns.

    `spares` are the slips printed in reserve for each class and cancelled unused.
    """

    expected: int | None
    present: int | None
    total: ReturnsLine
    by_class: tuple[ReturnsLine, ...]
    spares: tuple[int, ...]
    quorum: Quorum | None = None

    @property
    def has_paper(self) -> bool:
        """Something may be told of paper ballots."""
        return any(line.paper is not None for line in (self.total, *self.by_class))

    @property
    def line(self) -> tuple[tuple[Phrase, str], ...]:
        """The labels and texts printed above every table; an attendance nobody counted is left out."""
        total = self.total
        heads = ((phrase("应到人数"), self.expected), (phrase("实到人数"), self.present))
        counts = (
            (phrase("发出票数"), total.issued),
            (phrase("收回票数"), total.returned),
            *(() if total.paper is None else ((phrase("其中纸质票"), total.paper),)),
            (phrase("有效票数"), total.valid),
            (phrase("无效票数"), total.void),
            (phrase("弃权票数"), total.abstained),
        )
        known = [pair for pair in heads if pair[1] is not None]
        texts = tuple((label, count_text(count)) for label, count in (*known, *counts))
        return (*texts, (phrase("收回率"), self.total.rate.shown))

    @property
    def sentence(self) -> Phrase:
        """The returns as a news text tells them, ready to paste."""
        return phrase(
            "发出测评票%(issued)s张，收回%(returned)s张，其中有效票%(valid)s张、无效票%(void)s张，收回率%(rate)s。",
            issued=self.total.issued,
            returned=self.total.returned,
            valid=count_text(self.total.valid),
            void=count_text(self.total.void),
            rate=self.total.rate.shown,
        )


@dataclass(frozen=True)
class ClassColumn:
    """A class of voters as a column: its share of the total (None where votes are pooled).

    `is_withheld` says that nothing of the class is shown on its own: it has too few valid ballots, or
    another class could be found by subtraction.
    """

    letter: str
    name: str
    weight: Fraction | None
    heading: Phrase
    is_withheld: bool = False


@dataclass(frozen=True)
class Row:
    """One subject; `rank` and `group_rank` are None where nobody rated it; `notes` fill the last column.

    `too_few` is the number of its marks where these are fewer than a rank needs, else None.
    """

    subject: str
    group: str
    class_scores: tuple[Number, ...]
    total: Number
    rank: int | None
    group_rank: int | None
    decided_by: str | None
    notes: tuple[Phrase, ...]
    beside: Number
    beside_rank: int | None
    too_few: int | None = None

    @property
    def note(self) -> Phrase:
        """All notes as the one text of the last column."""
        return phrase("%(notes)s", notes=self.notes)


@dataclass(frozen=True)
class Cell:
    """The answers about one subject and criterion, of one class or (`voter_class` None) of all.

    `counts` stands in the order of the table's grades. None is withheld.
    """

    voter_class: str | None
    subject: str
    criterion: str
    counts: tuple[int, ...] | None
    rated: int | None
    abstained: int | None
    recused: int | None
    asked: int | None
    score: Number = NOTHING


@dataclass(frozen=True)
class ResultTable:
    """Everything that is shown of a counted round: rows by rank, then list order.

    `grades` are the answer words, best first, and `points` what they earn. `cells` runs by class, subject and
    criterion in list order; `distribution` has the same cells summed over the classes.
    """

    meeting: Meeting
    name: Phrase
    returns: Returns
    columns: tuple[ClassColumn, ...]
    grades: tuple[str, ...]
    abstention: str
    criteria: tuple[tuple[str, Fraction], ...]
    decimals: int
    total_name: Phrase
    beside_name: Phrase
    beside_note: Phrase
    rows: tuple[Row, ...]
    cells: tuple[Cell, ...]
    distribution: tuple[Cell, ...]
    warnings: tuple[Phrase, ...]
    remarks: tuple[Phrase, ...]
    worked: Phrase | None
    verdicts: tuple[VerdictRow, ...] = ()
    is_pooled: bool = False
    points: tuple[Fraction, ...] = ()
    has_reasons: bool = False
    rates_with_abstentions: bool = True
    subject_word: str = N_("单位")  # what heads the column of names

    @property
    def shows_grades(self) -> bool:
        """The answers are few enough for a column each; a scale of points has too many."""
        return len(self.grades) <= MOST_GRADES

    @property
    def title(self) -> Phrase:
        """The meeting and what this table is of it."""
        return phrase("%(meeting)s%(name)s", meeting=self.meeting.title, name=self.name)

    @property
    def facts(self) -> tuple[tuple[Phrase, Phrase | str], ...]:
        """What is known of the occasion, by its label."""
        meeting = self.meeting
        known = (
            (phrase("时间"), meeting.held_on and date_text(meeting.held_on)),
            (phrase("地点"), meeting.venue),
            (phrase("组织单位"), meeting.host),
            (phrase("评议内容"), meeting.topic),
        )
        return tuple((label, value) for label, value in known if value)

    @property
    def class_returns(self) -> tuple[Phrase, ...]:
        """The returns of every class as a sentence."""
        return tuple(
            phrase(
                "%(letter)s票 发出%(issued)s 收回%(returned)s 有效%(valid)s 无效%(void)s 弃权%(abstained)s",
                letter=column.letter,
                issued=line.issued,
                returned=line.returned,
                valid=count_text(line.valid),
                void=count_text(line.void),
                abstained=count_text(line.abstained),
            )
            for column, line in zip(self.columns, self.returns.by_class, strict=True)
        )

    @property
    def beside_rank_name(self) -> Phrase:
        """The heading of the ranks beside the official ones."""
        return phrase("%(score)s名次", score=self.beside_name)

    @property
    def has_groups(self) -> bool:
        """Subjects are ranked among themselves too."""
        return any(row.group for row in self.rows)


def date_text(day: date) -> Phrase:
    """Write a date as files do: 2020年5月13日."""
    return phrase("%(year)s年%(month)s月%(day)s日", year=day.year, month=day.month, day=day.day)
