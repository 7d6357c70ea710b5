"""Does the tally add up, and does it hide exactly what it must (V9 and V10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..domain.phrase import Phrase, phrase
from ..domain.waiver import LEAST_EVER, LEAST_SHOWN
from .contents import Contents
from .figures import Cell, Figures
from .mean import known, value


def cells(figures: Figures) -> Iterator[Phrase]:
    """V9: every cell accounts for every ballot of its class."""
    plan = figures.plan
    low, high = min(plan.points), max(plan.points)
    for (k, s, c), cell in figures.cells.items():
        if cell is None:
            continue
        whole = cell.n + cell.abstained + cell.not_asked
        is_right = (cell.counts is None or sum(cell.counts) == cell.n) and (
            cell.total is None or low * cell.n <= cell.total <= high * cell.n
        )
        if not is_right or (figures.ballots[k].is_told and whole != figures.ballots[k].counted):
            yield phrase(
                "%(letter)s票 %(subject)s %(criterion)s：票数相加不对",
                letter=plan.letters[k],
                subject=plan.subjects[s],
                criterion=plan.criteria[c],
            )


@dataclass(frozen=True)
class Shown:
    """How one class is shown about one subject: not at all, with its sum, with all counts; mixed is wrong."""

    is_withheld: bool
    has_counts: bool
    is_mixed: bool
    marks: int
    is_unanimous: bool


def hiding(contents: Contents, figures: Figures) -> Iterator[Phrase]:
    """V10: small classes are hidden, nothing hidden can be subtracted out, and nothing else is hidden."""
    frozen = contents.documents["round.json"]
    limits = frozen["limits"]
    yield from _floor(frozen["settings"].get("waiver"), limits["shown"])
    yield from _columns(figures, limits["shown"])
    for s, subject in enumerate(figures.plan.subjects):
        shown = [_shown(figures, k, s) for k in range(len(figures.plan.letters))]
        for k, each in enumerate(shown):
            if _is_wrong(figures, k, each, limits["shown"], limits["distribution"]):
                yield phrase(
                    "%(letter)s票 %(subject)s：显示得太多或太少",
                    letter=figures.plan.letters[k],
                    subject=subject,
                )
        if _can_be_found(figures, shown, limits["shown"]):
            yield phrase("%(subject)s：隐去的票种可以减出来", subject=subject)
        yield from _sums(contents, figures, s, shown)


def _floor(waiver: Any, least: int) -> Iterator[Phrase]:
    """The limit is five, or what two people agreed on, which is three at least."""
    agreed = waiver.get("least_shown") if isinstance(waiver, dict) else LEAST_SHOWN
    if least != agreed or not LEAST_EVER <= least <= LEAST_SHOWN:
        yield phrase("单独公布的最低票数与约定不同，或低于 %(least)s 张", least=LEAST_EVER)


def _columns(figures: Figures, least: int) -> Iterator[Phrase]:
    lines = figures.ballots
    for letter, line in zip(figures.plan.letters, lines, strict=True):
        if line.valid is not None and 0 < line.valid < least:
            yield phrase("%(letter)s票：票数太少，不应单独列出", letter=letter)
    hidden = [line.cast for line in lines if not line.is_told]
    if hidden and any(line.valid for line in lines) and (len(hidden) == 1 or sum(hidden) < least):
        yield phrase("隐去的票种可以减出来")


def _shown(figures: Figures, k: int, s: int) -> Shown:
    row = figures.row(k, s)
    told = known(row)
    marks = min((cell.n for cell in told if cell.n), default=0)
    return Shown(
        is_withheld=not told,
        has_counts=any(cell.counts is not None for cell in told),
        is_mixed=0 < len(told) < len(row) or len({cell.counts is None for cell in told}) > 1,
        marks=marks,
        is_unanimous=any(_is_at_an_end(figures, cell) for cell in told),
    )


def _is_at_an_end(figures: Figures, cell: Cell) -> bool:
    plan = figures.plan
    return plan.is_mean and value([cell], plan.earned) in (min(plan.points), max(plan.points))


def _is_wrong(figures: Figures, k: int, shown: Shown, least: int, distribution: int) -> bool:
    if shown.is_mixed:
        return True
    if shown.is_withheld:
        return False
    is_small = 0 < shown.marks < distribution
    return (
        not figures.ballots[k].is_told
        or 0 < shown.marks < least
        or shown.has_counts == is_small
        or (is_small and shown.is_unanimous)
    )


def _can_be_found(figures: Figures, shown: list[Shown], least: int) -> bool:
    """Say whether one class is hidden alone, or fewer ballots together than a class needs."""
    most = [
        line.cast if line.valid is None else line.valid
        for line, each in zip(figures.ballots, shown, strict=True)
        if each.is_withheld
    ]
    return bool(most) and any(each.marks for each in shown) and (len(most) == 1 or sum(most) < least)


def _sums(contents: Contents, figures: Figures, s: int, shown: list[Shown]) -> Iterator[Phrase]:
    """The answers of all classes together stand exactly where they give nobody away."""
    width = len(figures.plan.criteria)
    rows = contents.documents["result.json"]["distribution"][s * width : (s + 1) * width]
    told = [row["counts"] is not None for row in rows]
    hidden = sum(not each.has_counts for each in shown)
    if len(rows) != width or (hidden == 0 and not all(told)) or (hidden == 1 and any(told)):
        yield phrase("%(subject)s：合计票数显示得不对", subject=figures.plan.subjects[s])
