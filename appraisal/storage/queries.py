"""Reads: rounds, turnout, returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, selectinload

from ..domain.errors import NotFound
from ..domain.lifecycle import BEFORE_VOTING, State
from ..domain.plan import Plan
from ..domain.roles import Role
from .models import Appraisal, Ballot, Card, Credential, Member, Round, table
from .plans import load_plan
from .quick import Rows

OPEN_TITLES = (
    select(table(Appraisal).c.title)
    .join(table(Round), table(Round).c.appraisal_id == table(Appraisal).c.id)
    .where(table(Round).c.state == State.OPEN)
    .distinct()  # rounds of one activity have one title
)


@dataclass(frozen=True)
class ClassTurnout:
    """Slips and ballots of one class: slips printed and cancelled, ballots in the box, and those on paper.

    A paper ballot is handed out for a slip, which is cancelled, and spends a credential of its own.
    """

    printed: int
    void: int
    spent: int
    paper_out: int = 0
    paper_spent: int = 0

    @property
    def counts(self) -> list[int]:
        """What shredding keeps of it."""
        return [self.printed, self.void, self.spent, self.paper_out, self.paper_spent]


@dataclass(frozen=True)
class Glimpse:
    """Of a round what every page that watches asks for, again and again."""

    id: int
    state: State
    settings: bytes
    rehearsal: bool
    drilled: str
    issued: list[int] | None
    present: int | None
    ends_at: int | None
    reconciliation: list[dict[str, int]] | None
    slips: list[list[int]] | None

    @property
    def plan(self) -> Plan:
        """The settings as the value they are."""
        return load_plan(self.settings, rehearsal=self.rehearsal)


SLIP = table(Credential)
COUNTED = (
    ~SLIP.c.paper,
    ~SLIP.c.paper & SLIP.c.void,
    SLIP.c.spent,
    SLIP.c.paper & ~SLIP.c.void,
    SLIP.c.paper & SLIP.c.spent,
)
TURNOUT = (
    select(SLIP.c.voter_class, *(func.count().filter(column) for column in COUNTED))
    .where(SLIP.c.round_id == bindparam("round_id"))
    .group_by(SLIP.c.voter_class)
)
GLIMPSE = select(*(table(Round).c[field.name] for field in fields(Glimpse))).where(
    table(Round).c.id == bindparam("round_id")
)
SEATED, MADE = (
    select(table(model).c.role).where(table(model).c.round_id == bindparam("round_id")).order_by(order)
    for model, order in ((Member, table(Member).c.account_id), (Card, table(Card).c.role))
)


def glimpse(connection: Rows, round_id: int) -> Glimpse:
    """Return what pages that watch ask for; a whole round costs three times as much."""
    found = connection.execute(GLIMPSE, {"round_id": round_id}).first()
    if found is None:
        raise NotFound
    return Glimpse(*found)


def ready(connection: Rows, round_id: int) -> tuple[list[Role], list[int]]:
    """Return the roles that are taken, and those whose cards are made."""
    seated, made = (connection.execute(query, {"round_id": round_id}) for query in (SEATED, MADE))
    return list(seated.scalars()), list(made.scalars())


def round_by_id(session: Session, round_id: int, *, lock: bool = False) -> Round:
    """Return a round; `lock` holds it until the transaction ends, so that acts come one after another."""
    query = select(Round).where(Round.id == round_id).options(selectinload(Round.appraisal))
    found = session.scalars(query.with_for_update(of=Round) if lock else query).first()
    if found is None:
        raise NotFound
    return found


def appraisals(session: Session) -> Sequence[Appraisal]:
    """Return all appraisals, the newest first, with their rounds."""
    query = select(Appraisal).options(selectinload(Appraisal.rounds)).order_by(Appraisal.id.desc())
    return session.scalars(query).all()


def open_titles(session: Rows) -> Sequence[str]:
    """Return the titles of the rounds that are open; every phone that comes asks for it."""
    return session.execute(OPEN_TITLES).scalars().all()


def turnout(session: Rows, voting_round: Round | Glimpse) -> tuple[ClassTurnout, ...]:
    """Count slips per class; nothing here knows of a grade. After shredding the counts are what is left.

    A public channel has no slips: from the opening on it stands for as many as its ballots may be.
    """
    if voting_round.slips is not None:
        return tuple(ClassTurnout(*counts) for counts in voting_round.slips)
    rows = session.execute(TURNOUT, {"round_id": voting_round.id})
    counted = {place: ClassTurnout(*counts) for place, *counts in rows}
    has_opened = voting_round.state not in BEFORE_VOTING
    lines = []
    for place, group in enumerate(voting_round.plan.classes):
        line = counted.get(place, ClassTurnout(0, 0, 0))
        lines.append(replace(line, printed=group.issued) if group.is_public and has_opened else line)
    return tuple(lines)


def ballots_per_class(session: Session, voting_round: Round) -> tuple[int, ...]:
    """Count the ballots in the box, or those that were in it."""
    if voting_round.slips is not None:
        return tuple(ClassTurnout(*counts).spent for counts in voting_round.slips)
    query = (
        select(Ballot.voter_class, func.count())
        .where(Ballot.round_id == voting_round.id)
        .group_by(Ballot.voter_class)
    )
    counted = {place: count for place, count in session.execute(query)}  # noqa: C416 - rows are no pairs to a type checker
    return tuple(counted.get(place, 0) for place in range(len(voting_round.plan.classes)))


def totals(session: Session) -> tuple[dict[str, int], int]:
    """Count the rounds of each state, and all ballots."""
    rounds = session.execute(select(Round.state, func.count()).group_by(Round.state)).all()
    ballots = session.scalar(select(func.count()).select_from(Ballot)) or 0
    return {str(state): count for state, count in rounds}, ballots
