"""The papers an office files of a meeting, in the order of the folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from ...domain.phrase import N_, Phrase
from ..table import ResultTable
from .count_report import count_report
from .grade_chart import grade_chart
from .grades import grades
from .heads import Translate
from .model import OfficePaper
from .ranking import ranking
from .satisfaction import concluded, rates
from .sayings import sayings
from .unit import units

Draw = Callable[[ResultTable, Translate], tuple[OfficePaper, ...]]


@dataclass(frozen=True)
class Filed:
    """One document: the number it sorts by, what it is called, what it is for, what draws it up.

    `needs_words` says that it has a column for every answer, which a scale of points has too many for.
    """

    number: int
    name: Phrase
    purpose: Phrase
    draw: Draw
    needs_words: bool = False


def _alone(draw: Callable[[ResultTable, Translate], OfficePaper]) -> Draw:
    return lambda table, translate: (draw(table, translate),)


SHELF = MappingProxyType(
    {
        "count-report": Filed(
            1, Phrase(N_("计票报告单")), Phrase(N_("签字、盖章、归档")), _alone(count_report)
        ),
        "ranking": Filed(2, Phrase(N_("汇总表")), Phrase(N_("名次、得分和计分办法")), _alone(ranking)),
        "grades": Filed(
            3, Phrase(N_("等次分布")), Phrase(N_("每个等次的票数")), _alone(grades), needs_words=True
        ),
        "rates": Filed(
            4,
            Phrase(N_("等次比例汇总表")),
            Phrase(N_("每个等次的票数和比例")),
            _alone(rates),
            needs_words=True,
        ),
        "units": Filed(5, Phrase(N_("单个对象测评表")), Phrase(N_("每个单位一页")), units, needs_words=True),
        "sayings": Filed(
            6, Phrase(N_("宣布用语")), Phrase(N_("主持人宣布、新闻稿用的句子")), _alone(sayings)
        ),
        "chart": Filed(
            7,
            Phrase(N_("等次分布图")),
            Phrase(N_("一眼看出各等次多少")),
            _alone(grade_chart),
            needs_words=True,
        ),
    }
)
VERDICTS = Filed(8, Phrase(N_("满意度测评结果")), Phrase(N_("票数、比例和结论")), _alone(concluded))


def offered(table: ResultTable) -> dict[str, Filed]:
    """Return the documents that can be drawn up of this table, by their keys."""
    found = {key: filed for key, filed in SHELF.items() if table.shows_grades or not filed.needs_words}
    return {**found, "verdicts": VERDICTS} if table.verdicts else found
