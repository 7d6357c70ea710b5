"""How satisfied people are with every subject: counts, rates and, where there is one, a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...domain.phrase import N_, Phrase, phrase
from ..json import fingerprint
from ..table import ResultTable, ReturnsLine
from . import heads
from .grades import answers_of, cells_of
from .heads import Translate
from .model import Column, Grid, OfficePaper, Value, rate, widest
from .ranking import name_width

WIDEST_COUNT = 84  # pixels; there is one such column for every answer, and one more for its share


def rates(table: ResultTable, translate: Translate) -> OfficePaper:
    """Draw up counts and rates of every subject and criterion, by rank."""
    name = translate(N_("等次比例汇总表"))
    return _paper(table, translate, name, _rows(table), _columns(table, translate, table.grades), ())


def verdicts(
    table: ResultTable,
    translate: Translate,
    *,
    found: Mapping[str, Phrase | str],
    returned: Mapping[str, ReturnsLine],
    rule: Sequence[Phrase] = (),
) -> OfficePaper:
    """Draw up counts, rates, abstentions, ballots and the verdict of every subject.

    Parameters
    ----------
    table : ResultTable
    translate : Translate
    found : mapping of str to Phrase or str
        The verdict by subject; a subject without one has a dash.
    returned : mapping of str to ReturnsLine
        The ballots by subject, where each has its own; else those of the meeting stand in.
    rule : sequence of Phrase
        The rule of the verdicts in words.
    """
    name = translate(N_("满意度测评结果"))
    answers = (*table.grades, table.abstention)
    columns = (
        *_columns(table, translate, answers),
        _headed(translate(N_("发出测评票")), 62),
        _headed(translate(N_("收回测评票")), 62),
        Column(translate(N_("结论")), 84),
    )
    rows = []
    for start in _rows(table, with_abstention=True):
        subject = str(start[1])
        line, verdict = returned.get(subject, table.returns.total), found.get(subject)
        said = verdict.render(translate) if isinstance(verdict, Phrase) else verdict
        rows.append((*start, line.issued, line.returned, said))
    return _paper(table, translate, name, rows, columns, rule)


def concluded(table: ResultTable, translate: Translate) -> OfficePaper:
    """Draw up the verdicts of a meeting whose rule has a verdict table."""
    found = {row.subject: row.verdict or phrase("样本不足") for row in table.verdicts}
    return verdicts(table, translate, found=found, returned={})


def _paper(
    table: ResultTable,
    translate: Translate,
    name: str,
    rows: Sequence[tuple[Value, ...]],
    columns: tuple[Column, ...],
    more: Sequence[Phrase],
) -> OfficePaper:
    legend = phrase(
        "比例以应评票数（含%(word)s）为分母，因四舍五入，合计可能不等于100%%。", word=table.abstention
    )
    return OfficePaper(
        name=name,
        title=heads.titles(table.meeting.title, name, room=58),
        lines=heads.occasion(table, translate),
        blocks=(
            Grid(columns, tuple(rows)),
            heads.remarks(table, translate, *more, legend, *heads.dash(table)),
        ),
        signatures=heads.signatures(translate),
        mark=fingerprint(table, translate),
    )


def _columns(table: ResultTable, translate: Translate, answers: Sequence[str]) -> tuple[Column, ...]:
    shared = translate(N_("民主测评情况"))
    return (
        Column(translate(N_("序号")), 44),
        Column(translate(table.subject_word), name_width(table)),
        *([Column(translate(N_("指标")), 96)] if len(table.criteria) > 1 else ()),
        *(
            column
            for word in answers
            for column in (
                _headed(phrase("%(grade)s票", grade=word).render(translate), 52, shared),
                _headed(phrase("%(grade)s率", grade=word).render(translate), 68, shared),
            )
        ),
    )


def _headed(heading: str, least: int, shared: str = "") -> Column:
    """A column as wide as its heading, so that no word of it is broken."""
    return Column(heading, widest([heading], least, WIDEST_COUNT), shared)


def _rows(table: ResultTable, *, with_abstention: bool = False) -> list[tuple[Value, ...]]:
    cells, found = cells_of(table), []
    for number, row in enumerate(table.rows, start=1):
        for criterion, _ in table.criteria:
            cell = cells[None, row.subject, criterion]
            counts = answers_of(cell, len(table.grades))
            told = counts if with_abstention else counts[:-1]
            pairs = [value for count in told for value in (count, rate(count, cell.asked))]
            start: list[Value] = [number, row.subject, *([criterion] if len(table.criteria) > 1 else ())]
            found.append((*start, *pairs))
    return found
