"""One class per stored thing; the schema itself keeps the promises."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import (
    CheckConstraint,
    Enum,
    ForeignKey,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import JSON

from ..domain.flaws import MOST_REASON
from ..domain.lifecycle import State
from ..domain.plan import Plan
from ..domain.reason import FollowUp
from ..domain.roles import Role
from .plans import load_plan

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
STATES = ", ".join(f"'{state}'" for state in State)
ROLES = ", ".join(f"'{role}'" for role in Role)
FOLLOW_UPS = ", ".join(f"'{state}'" for state in FollowUp)
ROLE = Enum(Role, native_enum=False, length=12, create_constraint=False, values_callable=list)
STATE = Enum(State, native_enum=False, length=12, create_constraint=False, values_callable=list)

FOLLOW_UP = Enum(FollowUp, native_enum=False, length=12, create_constraint=False, values_callable=list)


class Model(DeclarativeBase):
    """Every table; constraints have names, so that migrations can speak of them."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {bytes: LargeBinary}


class Installation(Model):
    """The one row that says which pepper this database belongs to, and which key signs its receipts."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    pepper_id: Mapped[bytes]
    receipt_key: Mapped[bytes | None]


class Account(Model):
    """Somebody who runs meetings; voters have none. `is_initial`: somebody else still knows the password."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    password_hash: Mapped[str] = mapped_column(String(200))
    session_version: Mapped[int] = mapped_column(default=0)
    is_initial: Mapped[bool] = mapped_column(default=False)


class Appraisal(Model):
    """The whole event; it has one or more rounds.

    `joining` is the canonical document of what joins several rounds, None where there is one alone.
    """

    __tablename__ = "appraisal"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    joining: Mapped[bytes | None]
    rounds: Mapped[list[Round]] = relationship(back_populates="appraisal", order_by="Round.position")


class Round(Model):
    """One ballot: its settings, its state, the public half of its lock, the seal of its closed box.

    `name` tells it from the others of its appraisal. `settings` is the canonical document of a `Plan`, which
    is frozen and hashed as a whole. `acknowledged` says who read which warning, `drilled` which pairs of
    cards have opened a test ballot. `form` is everything that froze when voting opened, `form_hash` its hash,
    `code_root` the root over the codes it opened with. `issued` and `present` are the slips handed out per
    class and the people counted in the hall, written down after closing where they are not as planned.
    `ends_at` is the announced end, in seconds since 1970; nothing closes by it. The `board_` columns are set
    at closing and stay: the leaves in order, 32 bytes each, and the ballots of each class. `scrubbed`: the
    files were rewritten then. `reason_root` is the root over the sealed reasons at closing, `reason_faults`
    counts what was wrong with them at the opening. `reconciliation` are the slips counted by hand, `slips`
    what shredding keeps of the codes. A `rehearsal` has one card and is wiped.
    """

    __tablename__ = "round"
    __table_args__ = (
        UniqueConstraint("uid"),
        UniqueConstraint("appraisal_id", "position"),
        CheckConstraint(f"state IN ({STATES})", name="known_state"),
        CheckConstraint("length(uid) = 16", name="uid_length"),
        CheckConstraint("public_key IS NULL OR length(public_key) = 32", name="public_key_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[bytes]
    appraisal_id: Mapped[int] = mapped_column(ForeignKey("appraisal.id"))
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(40), default="")
    state: Mapped[State] = mapped_column(STATE, default=State.DRAFT)
    mode: Mapped[str] = mapped_column(String(16), default="server-sealed")
    settings: Mapped[bytes]
    form: Mapped[bytes | None]
    form_hash: Mapped[bytes | None]
    code_root: Mapped[bytes | None]
    keyset_id: Mapped[bytes | None]
    keyset_fingerprint: Mapped[bytes | None]
    public_key: Mapped[bytes | None]
    issued: Mapped[list[int] | None] = mapped_column(JSON)
    present: Mapped[int | None]
    ends_at: Mapped[int | None]
    board_root: Mapped[bytes | None]
    board_fingerprint: Mapped[bytes | None]
    board_leaves: Mapped[bytes | None]
    board_ballots: Mapped[list[int] | None] = mapped_column(JSON)
    reason_root: Mapped[bytes | None]
    reason_faults: Mapped[dict[str, int] | None] = mapped_column(JSON)
    scrubbed: Mapped[bool] = mapped_column(default=False)
    rehearsal: Mapped[bool] = mapped_column(default=False)
    drilled: Mapped[str] = mapped_column(String(12), default="")
    reconciliation: Mapped[list[dict[str, int]] | None] = mapped_column(JSON)
    objections_until: Mapped[date | None]
    slips: Mapped[list[list[int]] | None] = mapped_column(JSON)
    acknowledged: Mapped[dict[str, str] | None] = mapped_column(JSON)

    appraisal: Mapped[Appraisal] = relationship(back_populates="rounds")
    wraps: Mapped[list[KeyWrap]] = relationship(order_by="KeyWrap.pair", cascade="all, delete-orphan")
    cards: Mapped[list[Card]] = relationship(order_by="Card.role", cascade="all, delete-orphan")
    members: Mapped[list[Member]] = relationship(order_by="Member.account_id", cascade="all, delete-orphan")
    proposal: Mapped[Proposal | None] = relationship(cascade="all, delete-orphan")

    @property
    def plan(self) -> Plan:
        """The settings as the value they are; a rehearsal says so wherever its title stands."""
        return load_plan(self.settings, rehearsal=self.rehearsal)


class KeyWrap(Model):
    """The round's private key, readable only with the cards of one pair."""

    __tablename__ = "key_wrap"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    pair: Mapped[str] = mapped_column(String(2), primary_key=True)
    wrapped: Mapped[bytes]


class Card(Model):
    """The public half of a key card; the card itself is on paper only."""

    __tablename__ = "card"
    __table_args__ = (CheckConstraint("length(public_key) = 32", name="public_key_length"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    role: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    public_key: Mapped[bytes]


class Member(Model):
    """What an account is to a round; one thing, never two."""

    __tablename__ = "member"
    __table_args__ = (CheckConstraint(f"role IN ({ROLES})", name="known_role"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(ROLE)

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class Proposal(Model):
    """An act that one person asked for and the other has not confirmed; one at a time in a round.

    `made_at` is in seconds since 1970; `detail` is canonical JSON without any secret.
    """

    __tablename__ = "proposal"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    act: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    detail: Mapped[bytes]
    made_at: Mapped[int]


class Credential(Model):
    """What a code or a `paper` ballot stands for. No time, number, name; nothing leads to a ballot."""

    __tablename__ = "credential"
    __table_args__ = (
        CheckConstraint("length(digest) = 32", name="digest_length"),
        {"sqlite_with_rowid": False},
    )

    digest: Mapped[bytes] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    voter_class: Mapped[int]
    recused_subject: Mapped[int | None]
    spent: Mapped[bool] = mapped_column(default=False)
    void: Mapped[bool] = mapped_column(default=False)
    paper: Mapped[bool] = mapped_column(default=False)


class Ballot(Model):
    """A sealed ballot under a random id. No time, no order, no credential, no source, ever."""

    __tablename__ = "ballot"
    __table_args__ = (
        CheckConstraint("length(id) = 16", name="id_length"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[bytes] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    voter_class: Mapped[int]
    sealed: Mapped[bytes]


class SealedReason(Model):
    """Why somebody gave the lowest grade, or that nobody did: every ballot drops one row for each subject.

    No ballot, class, subject, code, order or time, ever; an empty one looks like any other.
    """

    __tablename__ = "sealed_reason"
    __table_args__ = (
        CheckConstraint("length(id) = 16", name="id_length"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[bytes] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    sealed: Mapped[bytes]


class ReleasedReason(Model):
    """A reason that two people may read, under a random id of its own, and what came of looking into it."""

    __tablename__ = "released_reason"
    __table_args__ = (
        CheckConstraint("length(id) = 16", name="id_length"),
        CheckConstraint(f"state IN ({FOLLOW_UPS})", name="known_state"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[bytes] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    subject: Mapped[int]
    text: Mapped[str] = mapped_column(String(MOST_REASON))
    state: Mapped[FollowUp] = mapped_column(FOLLOW_UP, default=FollowUp.PENDING)


class Result(Model):
    """What a count leaves behind: aggregates only, as canonical documents.

    `report` is None where the count was made before there were reports, or allowed none.
    """

    __tablename__ = "result"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    document: Mapped[bytes]
    report: Mapped[bytes | None]


class AuditEntry(Model):
    """One act of an organizer, chained to the one before; never an act of a voter."""

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("prev"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry: Mapped[bytes]
    prev: Mapped[bytes]
    hash: Mapped[bytes]


def table(model: type[Model]) -> Table:
    """Return the plain table of a model, for statements that are put together once."""
    return model.metadata.tables[model.__tablename__]
