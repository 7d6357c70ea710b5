"""A round that is open, its voters, and what is in the box: what the faults are tried on."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import partial

from sqlalchemy import func, select

from appraisal.ballotbox import board, box
from appraisal.services import voting
from appraisal.services.voting import Booth
from appraisal.storage.database import Database
from appraisal.storage.models import Ballot, Credential, Round
from tests.factories import PEPPER, OpenRound, all_marked, make_class, make_plan


def open_hall(database: Database, voters: int) -> tuple[int, list[str]]:
    """Open a round of one class; return its number and its codes."""
    with database.transaction() as session:
        plan = make_plan(classes=(make_class("A", 100, voters),), spare_share=0)
        made = OpenRound(session, plan)
    return made.id, made.codes("A")


def booths(database: Database, codes: Sequence[str]) -> list[Booth]:
    with database.reading() as session:
        return [voting.enter(session, typed=code, pepper=PEPPER) for code in codes]


def cast(database: Database, booth: Booth, nonce: bytes | None = None) -> str:
    """Cast as the pages do and return the receipt; it is held only once the commit is through."""
    marks = all_marked(booth.sheet)
    ballot = voting.fill_in(booth=booth, marks=marks, nonce=nonce or secrets.token_bytes(16))
    return database.together(partial(voting.drop, booth=booth, ballot=ballot)).text


def on_the_board(database: Database, round_id: int) -> set[str]:
    with database.reading() as session:
        return {board.Receipt(leaf).text for leaf in box.leaves(session, session.get_one(Round, round_id))}


def stored(database: Database) -> tuple[int, int]:
    """Ballots in the box, codes spent."""
    with database.reading() as session:
        ballots = session.scalar(select(func.count()).select_from(Ballot))
        return ballots, session.scalar(select(func.count()).where(Credential.spent))
