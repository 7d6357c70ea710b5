"""How sure a ranking is, as a terminal shows it."""

from __future__ import annotations

from ..documents.evidence import Evidence, Move, places_text
from ..documents.table import count_text
from ..domain.phrase import N_, Phrase, phrase
from .terminal import said, say, show, table

HEADS = (N_("名次"), N_("单位"), N_("得分"), "±", N_("多半在"), N_("同时成立"))


def show_doubt(evidence: Evidence) -> None:
    """Draw the verdict, and the scores with standard errors and ranges of ranks."""
    say(phrase("旁证，不是正式结果：%(verdict)s", verdict=evidence.verdict))
    say(phrase("能说准的：%(sayable)s", sayable=evidence.sayable))
    say(phrase("说不准的：%(unsayable)s", unsayable=evidence.unsayable))
    rows = [
        (
            count_text(row.rank),
            row.subject,
            row.total.shown,
            row.se.shown,
            places_text(row.likely),
            places_text(row.possible),
        )
        for row in evidence.estimates
    ]
    show(table(HEADS, rows, right=(0, 2, 3, 4, 5)))
    say(
        phrase(
            "±：标准误；多半在：%(n)s 次重抽里 95%% 落在的名次；同时成立：全部单位同时成立的名次范围。",
            n=evidence.replicates,
        )
    )


def show_evidence(evidence: Evidence) -> None:
    """Draw all of it: the doubt, the first places under other rules, reliability and quality."""
    show_doubt(evidence)
    names = (said(rule.name) for rule in evidence.rules)
    rows = [
        (row.subject, count_text(row.rank), *map(_place, row.moves))
        for row in evidence.estimates[: evidence.top]
    ]
    show(table((N_("单位"), N_("正式办法"), *names), rows))
    notes = evidence.classes.notes if evidence.classes else ()
    for note in (*evidence.reliability, *evidence.quality, *notes):
        say(_marked(note.sentence, is_well=note.is_well))


def _place(move: Move) -> str:
    return f"{count_text(move.rank)} {move.mark}".rstrip()


def _marked(sentence: Phrase, *, is_well: bool) -> Phrase:
    return phrase("%(sign)s %(sentence)s", sign="●" if is_well else "▲", sentence=sentence)
