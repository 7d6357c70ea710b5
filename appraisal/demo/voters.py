"""Scripted voters: every one enters a code, fills in the sheet, and takes a receipt home."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from http import HTTPStatus

from ..domain.code import Code
from ..domain.errors import RehearsalFailed
from ..domain.phrase import phrase
from ..domain.reason import NOTHING_WRITTEN, Written
from ..domain.scale import NOT_ASKED, Scale
from ..services.issuing import Slip
from .phone import Page, Phone
from .scenario import Ballot

PRESSES = 5  # of the button, on a machine that is busy
AT_ONCE = 8  # as many as press the button in the same moment
RECEIPT = re.compile(r"R-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")


@dataclass(frozen=True)
class Voter:
    """A slip and what its holder is going to mark; neither is ever printed by accident."""

    code: Code = field(repr=False)
    answers: tuple[int, ...] = field(repr=False)
    scale: Scale | None = None  # of points; a number without a button is typed
    written: Written = NOTHING_WRITTEN

    def fields(self, sheet: Page) -> dict[str, str]:
        """Fill in a sheet, and say why where it asks."""
        why = {f"r{subject}": text for subject, text in self.written.texts.items()}
        return filled_in(sheet, self.answers, self.scale) | why


def hand_out(
    slips: Sequence[Slip], ballots: Sequence[Ballot], scale: Scale | None = None
) -> tuple[Voter, ...]:
    """Give every ballot a slip of its class and own unit; spares are left over."""
    left: dict[tuple[int, int | None], list[Slip]] = {}
    for slip in slips:
        left.setdefault((slip.voter_class, slip.recused), []).append(slip)
    return tuple(
        Voter(left[ballot.voter_class, ballot.own].pop().code, ballot.answers, scale, ballot.written)
        for ballot in ballots
    )


def vote_all(port: int, voters: Sequence[Voter], voted: Callable[[], None]) -> tuple[str, ...]:
    """Let all vote, several at once; return the receipts. `voted` is called after each."""
    with ThreadPoolExecutor(AT_ONCE) as hall:
        votes = [hall.submit(vote, port, voter) for voter in voters]
        receipts = []
        for done in as_completed(votes):
            receipts.append(done.result())
            voted()
    return tuple(receipts)


def vote(port: int, voter: Voter) -> str:
    """Vote once and return the receipt; press again where the page asks for it."""
    with Phone(port) as phone:
        sheet = enter(phone, voter.code)
        fields = voter.fields(sheet)
        for _ in range(PRESSES):
            answer = phone.post(sheet.path, fields)
            if answer.status != HTTPStatus.SERVICE_UNAVAILABLE:
                break
        return receipt(answer)


def enter(phone: Phone, code: Code) -> Page:
    """Type the code in; a usable one leads to the sheet."""
    return phone.post("/v", {**phone.get("/v").hidden, "code": code.printed})


def filled_in(sheet: Page, answers: Sequence[int], scale: Scale | None = None) -> dict[str, str]:
    """Mark the sheet: one radio button in each row that is asked, in the order of the page.

    On a scale of points a number that has no button is typed into the box beside them.
    """
    asked = [answer for answer in answers if answer != NOT_ASKED]
    if len(asked) != len(sheet.choices):
        raise RehearsalFailed(
            why=phrase("测评表有 %(rows)s 行，应有 %(asked)s 行", rows=len(sheet.choices), asked=len(asked))
        )
    marks = {}
    for (name, offered), answer in zip(sheet.choices.items(), asked, strict=True):
        if scale is None or str(answer) in offered:
            marks[name] = str(answer)
        else:
            marks[f"n{name.removeprefix('m')}"] = scale.word(answer)
    return sheet.hidden | marks


def receipt(page: Page) -> str:
    """Read the receipt off the last page."""
    found = RECEIPT.search(page.words)
    if found is None:
        raise RehearsalFailed(why=phrase("没有得到回执，应答 %(status)s", status=page.status))
    return found.group()
