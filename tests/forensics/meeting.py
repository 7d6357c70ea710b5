"""A meeting whose truth is known: two hundred voters, every one with marks nobody else has."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from appraisal.ballotbox.board import Receipt
from appraisal.ballotbox.seal import ballot_id
from appraisal.domain.code import Code
from appraisal.domain.reason import Written
from appraisal.domain.rule import Reasons
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
    texts: Mapping[int, str] = field(default_factory=dict)
    nonce: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    @property
    def digest(self) -> bytes:
        return Code.parse(self.code).digest(PEPPER)


class MarkedMeeting:
    """An open round on a database, and the votes of its voters one after another; some are asked why."""

    def __init__(self, database: Database, voters: int = VOTERS, *, asks: bool = False) -> None:
        self.database = database
        with database.transaction() as session:
            self.round = OpenRound(session, marked_plan(voters, asks=asks))
            self.uid = conduct.find(session, self.round.id).uid
        cast = zip(self.round.codes("A"), marks_of(voters), strict=True)
        self.voters = [Voter(code, answers, texts_of(answers) if asks else {}) for code, answers in cast]

    def vote(self, voter: Voter) -> Receipt:
        with self.database.transaction() as session:
            booth = voting.enter(session, typed=voter.code, pepper=PEPPER)
            given = {"marks": Marks(voter.answers), "nonce": voter.nonce, "written": Written(voter.texts)}
            return voting.cast(session, booth=booth, **given)

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


def marked_plan(voters: int = VOTERS, *, asks: bool = False):
    return make_plan(
        subjects=SUBJECTS,
        criteria=CRITERIA,
        classes=(make_class("A", 100, voters),),
        spare_share=Fraction(0),
        allow_all_same=True,
        reasons=Reasons.REQUIRED if asks else Reasons.OFF,
    )


def texts_of(answers: tuple[int, ...]) -> dict[int, str]:
    """Write something that nobody else wrote beside every lowest grade."""
    columns = len(CRITERIA)
    lowest = (subject for subject in range(SUBJECTS) if 0 in answers[subject * columns :][:columns])
    return {subject: f"办事要跑两趟{secrets.token_hex(8)}" for subject in lowest}


def marks_of(voters: int = VOTERS) -> list[tuple[int, ...]]:
    """Marks by voter, no two alike; the first is never the worst, so that no spelling begins with zeros."""
    numbers = random.SystemRandom().sample(range(GRADES ** (CELLS - 1), GRADES**CELLS), voters)
    return [tuple(number // GRADES**place % GRADES for place in reversed(range(CELLS))) for number in numbers]
