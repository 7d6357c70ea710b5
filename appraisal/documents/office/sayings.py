"""Sentences for the chair to read and for the news to quote."""

from __future__ import annotations

from ...domain.phrase import N_, Phrase, phrase
from ..json import fingerprint
from ..table import ResultTable, count_text
from . import heads
from .heads import Translate
from .model import Heading, OfficePaper, Saying

RETURNED = {
    True: N_(
        "发出选票%(issued)s张，收回%(returned)s张，收回票数等于发出票数，收回率%(rate)s%(quorum)s。%(verdict)s"
    ),
    False: N_(
        "发出选票%(issued)s张，收回%(returned)s张，收回票数少于发出票数，收回率%(rate)s%(quorum)s。%(verdict)s"
    ),
}


def announcement(table: ResultTable) -> Phrase:
    """Say whether the vote is valid: more ballots than slips never get this far."""
    total, quorum = table.returns.total, table.returns.quorum
    is_met = quorum is None or quorum.met
    share = quorum and quorum.share
    told: Phrase | str = ""
    if quorum is not None:
        told = phrase("，达到%(share)s", share=share) if is_met else phrase("，未达到%(share)s", share=share)
    return Phrase(
        RETURNED[total.returned == total.issued],
        {
            "issued": total.issued,
            "returned": total.returned,
            "rate": total.rate.shown,
            "quorum": told,
            "verdict": phrase("本次测评有效。") if is_met else phrase("本次测评结果仅供参考。"),
        },
    )


def news(table: ResultTable) -> Phrase:
    """Say where the ballots went, ready to paste."""
    total = table.returns.total
    return phrase(
        "发出测评票%(issued)s张，收回%(returned)s张，其中有效票%(valid)s张、无效票%(void)s张、弃权票%(abstained)s张，"
        "收回率%(rate)s。",
        issued=total.issued,
        returned=total.returned,
        valid=count_text(total.valid),
        void=count_text(total.void),
        abstained=count_text(total.abstained),
        rate=total.rate.shown,
    )


def sayings(table: ResultTable, translate: Translate) -> OfficePaper:
    """Draw up the page of sentences."""
    name = translate(N_("宣布用语"))
    return OfficePaper(
        name=name,
        title=heads.titles(table.meeting.title, name),
        lines=(),
        blocks=(
            Heading(translate(N_("一、主持人宣布"))),
            Saying(announcement(table).render(translate)),
            Heading(translate(N_("二、新闻稿用语"))),
            Saying(news(table).render(translate)),
            Heading(translate(N_("三、名次"))),
            Saying(phrase("%(places)s。", places=_places(table)).render(translate)),
        ),
        mark=fingerprint(table, translate),
    )


def _places(table: ResultTable) -> tuple[Phrase, ...]:
    return tuple(
        phrase(
            "第%(rank)s名%(subject)s（%(total)s分）",
            rank=row.rank,
            subject=row.subject,
            total=row.total.shown,
        )
        if row.rank
        else phrase("%(subject)s（%(why)s）", subject=row.subject, why=row.note)
        for row in table.rows
    )
