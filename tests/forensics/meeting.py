"""A meeting whose truth is known: two hundred voters, every one with marks nobody else has."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from appraisal.ballotbox.board import Receipt
from appraisal.ballotbox.seal import ballot_id
from appraisal.domain.code import Code
from appraisal.domain.sheet import Marks
from appraisal.services import conduct, voting
from appraisal.storage import hygiene
from appraisal.storage.database import Database
from tests.factories import PEPPER, OpenRound, make_class, make_plan

VOTERS, SUBJECTS, GRADES = 200, 10, 4
CRITERIA = ("工作完成情况", "工作作风")
CELLS = SUBJECTS * len(CRITERIA)


@dataclass(frozen=True)
class Voter:
    """Somebody whose slip and marks are known."""

    code: str
    answers: tuple[int, ...]
    nonce: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    @property
    def digest(self) -> bytes:
        return Code.parse(self.code).digest(PEPPER)


class MarkedMeeting:
    """An open round on a database, and the votes of its voters one after another."""

    def __init__(self, database: Database, voters: int = VOTERS) -> None:
        self.database = database
        with database.transaction() as session:
            self.round = OpenRound(session, marked_plan(voters))
            self.uid = conduct.find(session, self.round.id).uid
        self.voters = [Voter(*pair) for pair in zip(self.round.codes("A"), marks_of(voters), strict=True)]

    def vote(self, voter: Voter) -> Receipt:
        with self.database.transaction() as session:
            booth = voting.enter(session, typed=voter.code, pepper=PEPPER)
            return voting.cast(session, booth=booth, marks=Marks(voter.answers), nonce=voter.nonce)

    def vote_all(self, then: Callable[[], object] = lambda: None) -> None:
        for voter in self.voters:
            self.vote(voter)
            then()

    def close(self) -> None:
        with self.database.transaction() as session:
            self.round.close(session)
        hygiene.scrub(self.database)

    def open_box(self) -> None:
        with self.database.transaction() as session:
            self.round.open_box(session)

    def ballot_of(self, voter: Voter) -> bytes:
        """The id under which a voter's ballot lies in the box."""
        return ballot_id(self.uid, voter.nonce)


def marked_plan(voters: int = VOTERS):
    return make_plan(
        subjects=SUBJECTS,
        criteria=CRITERIA,
        classes=(make_class("A", 100, voters),),
        spare_share=Fraction(0),
        allow_all_same=True,
    )


def marks_of(voters: int = VOTERS) -> list[tuple[int, ...]]:
    """Marks by voter, no two alike; the first is never the worst, so that no spelling begins with zeros."""
    numbers = random.SystemRandom().sample(range(GRADES ** (CELLS - 1), GRADES**CELLS), voters)
    return [tuple(number // GRADES**place % GRADES for place in reversed(range(CELLS))) for number in numbers]
