"""Does the paper add up: every slip printed is in the box, in hand, or known to be missing (V8, V12)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..domain.phrase import Phrase, phrase
from .contents import Contents
from .figures import Figures


def slips(contents: Contents, figures: Figures) -> Iterator[Phrase]:
    """V8: printed = in the box + unused + spoiled + not returned, for every class."""
    counted = contents.documents["returns.json"]["reconciliation"]
    if counted is None or len(counted) != len(figures.ballots):
        yield phrase("没有各票种的选票条清点")
        return
    for letter, line, paper in zip(figures.plan.letters, figures.ballots, counted, strict=True):
        if paper["printed"] != line.cast + paper["unused"] + paper["spoiled"] + paper["not_returned"]:
            yield phrase("%(letter)s票：印制不等于投入票箱、剩余、作废、没有收回之和", letter=letter)


def printed(contents: Contents, acts: Sequence[Any]) -> Iterator[Phrase]:
    """V12: no more slips than were printed at the opening and exchanged by two people since."""
    counted = contents.documents["returns.json"]["reconciliation"] or []
    at_opening = contents.documents["round.json"]["printed"]
    letters = [group["letter"] for group in contents.documents["round.json"]["settings"]["classes"]]
    exchanged = [act["detail"].get("class") for act in acts if act["act"] == "replace-slip"]
    for letter, paper, frozen in zip(letters, counted, at_opening, strict=False):
        if paper["printed"] != frozen + exchanged.count(letter):
            yield phrase("%(letter)s票：印制张数与操作记录里补发的不符", letter=letter)
