"""A sheet for one unit's eyes: its own grades and scores beside the middle of its group, no other name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ...domain.phrase import N_, Phrase, phrase
from ..chart import bar
from ..json import fingerprint
from ..paper import text_width
from ..table import EMPTY, Cell, Number, ResultTable, Row
from . import heads
from .grades import answers_of, cells_of
from .heads import Translate
from .middle import Middle, longest, peers, rates
from .model import Block, Column, Drawing, Grid, Heading, Note, OfficePaper, Value, rate

WIDEST_HEADLINE = 220  # pixels of usual print: two lines of large print in its column
NUMBERED = (N_("一、%(title)s"), N_("二、%(title)s"), N_("三、%(title)s"))


def feedbacks(
    table: ResultTable, translate: Translate, bands: Mapping[str, str] | None = None
) -> Iterator[OfficePaper]:
    """Draw up the sheet of every subject, by rank.

    Parameters
    ----------
    table : ResultTable
    translate : Translate
    bands : mapping of str to str, optional
        The places that are likely for each subject; left out where nothing is known.
    """
    cells, mark, known = cells_of(table), fingerprint(table, translate), bands or {}
    middles: dict[str, Middle] = {}
    dash = heads.dash(table)
    for row in table.rows:
        if row.group not in middles:
            middles[row.group] = Middle(table, cells, peers(table, row))
        band = known.get(row.subject)
        yield Feedback(table, row, translate, middles[row.group], cells, mark, band, dash).paper


@dataclass(frozen=True)
class Feedback:
    """What goes into one sheet; `band` are the places that are likely, `dash` says what a dash means."""

    table: ResultTable
    row: Row
    translate: Translate
    middle: Middle
    cells: Mapping[tuple[str | None, str, str], Cell]
    mark: str
    band: str | None
    dash: tuple[Phrase, ...]

    @property
    def paper(self) -> OfficePaper:
        """The sheet."""
        name = self.translate(N_("民主评议反馈单"))
        return OfficePaper(
            name=self.row.subject,
            title=(name,),
            lines=(self.table.meeting.title, heads.labelled(self.table.facts[:1], self.translate)),
            blocks=(self._standing(), *self._parts(), self._note()),
            mark=self.mark,
        )

    def _parts(self) -> tuple[Block, ...]:
        titled: list[tuple[str, Grid]] = []
        if self.table.shows_grades:
            titled.append((self.translate(N_("等次分布")), self._distribution()))
        titled.append((self.translate(N_("各票种得分")), self._classes()))
        if len(self.table.criteria) > 1:
            titled.append((self.translate(N_("各指标得分")), self._criteria()))
        return tuple(
            block
            for text, (title, grid) in zip(NUMBERED, titled, strict=False)
            for block in (Heading(Phrase(text, {"title": title}).render(self.translate)), grid)
        )

    def _standing(self) -> Grid:
        row, table = self.row, self.table
        places = [(N_("名次"), row.rank)]
        if table.has_groups:
            places.append((N_("组内名次"), row.group_rank))
        values: list[Value] = [row.subject, row.total, self.middle.total, *(place for _, place in places)]
        headings = [N_("单位"), table.total_name.text, N_("中间值"), *(label for label, _ in places)]
        if self.band is not None:
            headings.append(N_("名次段"))
            values.append(self.band)
        widths = (200, *(80 for _ in headings[1:]))
        columns = zip(map(self.translate, headings), widths, strict=True)
        return Grid(
            tuple(Column(*each) for each in columns),
            (tuple(values),),
            has_total=True,
            is_headline=text_width(row.subject) <= WIDEST_HEADLINE,
        )

    def _distribution(self) -> Grid:
        rows, many = [], len(self.table.criteria) > 1
        ends = self._longest_of_all
        for criterion, _ in self.table.criteria:
            cell, middles = self.cells[None, self.row.subject, criterion], self.middle.shares[criterion]
            counts, own = answers_of(cell, len(self.table.grades)), rates(cell, len(self._words))
            for word, count, share, typical in zip(self._words, counts, own, middles, strict=True):
                start = (criterion,) if many else ()
                drawing = self._bar(word, share, typical, ends)
                rows.append((*start, word, count, share, typical, drawing))
            start = (criterion,) if many else ()
            total = rate(cell.asked, cell.asked)
            key = "" if many else self.translate(N_("黑条是本单位，竖线是中间值"))
            rows.append((*start, self.translate(N_("合计")), cell.asked, total, None, key))
        return Grid(
            (
                *([Column(self.translate(N_("指标")), 100)] if many else ()),
                Column(self.translate(N_("等次")), 76),
                Column(self.translate(N_("票数")), 60),
                Column(self.translate(N_("比例")), 80),
                Column(self.translate(N_("中间值")), 80),
                Column(phrase("图示，0–%(end)s", end=f"{100 * ends}%").render(self.translate), 240),
            ),
            tuple(rows),
        )

    @property
    def _longest_of_all(self) -> Fraction:
        """What the whole width of every bar stands for."""
        cells = (self.cells[None, self.row.subject, name] for name, _ in self.table.criteria)
        own = (share for cell in cells for share in rates(cell, len(self._words)))
        return longest([*own, *(share for shares in self.middle.shares.values() for share in shares)])

    def _bar(self, word: str, share: Number, typical: Number, full: Fraction) -> Value:
        if share.exact is None:
            return EMPTY
        across = None if typical.exact is None else float(typical.exact)
        words = f"{word} {share.shown}，{self.translate(N_('中间值'))} {typical.shown}"
        return Drawing(bar(float(share.exact), across, float(full)), words)

    @property
    def _words(self) -> tuple[str, ...]:
        return (*self.table.grades, self.table.abstention)

    def _classes(self) -> Grid:
        heard = [
            phrase("%(letter)s票　%(name)s", letter=column.letter, name=column.name)
            for column in self.table.columns
        ]
        names = [each.render(self.translate) for each in heard]
        own, middles = self.row.class_scores, self.middle.class_scores
        return self._scores(N_("票种"), names, own, middles, rated=self._rated)

    @property
    def _rated(self) -> tuple[int | None, ...]:
        """How many of each class gave an answer; nothing where criteria would each have their own number."""
        if len(self.table.criteria) > 1:
            return ()
        ((criterion, _),) = self.table.criteria
        letters = (column.letter for column in self.table.columns)
        return tuple(self.cells[letter, self.row.subject, criterion].rated for letter in letters)

    def _criteria(self) -> Grid:
        names = [name for name, _ in self.table.criteria]
        own = [self.cells[None, self.row.subject, name].score for name in names]
        return self._scores(N_("指标"), names, own, self.middle.criterion_scores)

    def _scores(
        self,
        what: str,
        names: Sequence[str],
        own: Sequence[Number],
        middles: Sequence[Number],
        rated: Sequence[int | None] = (),
    ) -> Grid:
        """Put the own numbers beside the middle of the others; `rated` is how many gave them, where known."""
        counted = ((N_("有效划票"), 90),) if rated else ()
        columns = ((what, 260), *counted, (N_("得分"), 90), (N_("中间值"), 90))
        parts = (names, *((rated,) if rated else ()), own, middles)
        return Grid(
            tuple(Column(self.translate(word), width) for word, width in columns),
            tuple(zip(*parts, strict=True)),
        )

    def _note(self) -> Note:
        table = self.table
        compared = (
            (
                phrase(
                    "中间值取自%(peers)s，各数分别取正中一个（或正中两个的平均），不指向任何单位。",
                    peers=self.middle.peers.words,
                ),
            )
            if self.middle.peers.words
            else (phrase("单位太少，不列中间值。"),)
        )
        said = (
            *table.remarks[:3],
            *compared,
            *((phrase("图示：黑条是本单位，竖线是中间值。"),) if len(table.criteria) > 1 else ()),
            phrase("比例以应评票数（含%(word)s）为分母，合计可能不等于100%%。", word=table.abstention),
            *((phrase("名次段是换一批同类评议人员时名次的大致范围。"),) if self.band is not None else ()),
            *self.dash,
            phrase("本单只发本单位。"),
        )  # fmt: skip
        return Note(self.translate(N_("说明")), heads.numbered(said, self.translate))
