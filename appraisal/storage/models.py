"""One class per stored thing; the schema itself keeps the promises."""

from __future__ import annotations

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

from ..domain import settings
from ..domain.lifecycle import State
from ..domain.plan import Plan

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
STATES = ", ".join(f"'{state}'" for state in State)
STATE = Enum(State, native_enum=False, length=12, create_constraint=False, values_callable=list)


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
    """Somebody who runs meetings; voters have no account."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    password_hash: Mapped[str] = mapped_column(String(200))
    session_version: Mapped[int] = mapped_column(default=0)


class Appraisal(Model):
    """The whole event; it has one or more rounds."""

    __tablename__ = "appraisal"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    rounds: Mapped[list[Round]] = relationship(back_populates="appraisal", order_by="Round.position")


class Round(Model):
    """One ballot: its settings, its state, the public half of its lock, the seal of its closed box.

    `settings` is the canonical document of a `Plan`; subjects, classes and criteria live in it, because they
    are frozen and hashed as a whole. `form` is everything that froze when voting opened, `form_hash` its
    hash, `code_root` the root over the codes it opened with. The `board_` columns are set when voting closes
    and stay when the ballots are gone: the leaves in order, 32 bytes each, and the ballots of each class.
    `scrubbed` is set when the files were rewritten after that.
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
    board_root: Mapped[bytes | None]
    board_fingerprint: Mapped[bytes | None]
    board_leaves: Mapped[bytes | None]
    board_ballots: Mapped[list[int] | None] = mapped_column(JSON)
    scrubbed: Mapped[bool] = mapped_column(default=False)

    appraisal: Mapped[Appraisal] = relationship(back_populates="rounds")
    wraps: Mapped[list[KeyWrap]] = relationship(order_by="KeyWrap.pair", cascade="all, delete-orphan")

    @property
    def plan(self) -> Plan:
        """The settings as the value they are."""
        return settings.load(self.settings)


class KeyWrap(Model):
    """The round's private key, readable only with the cards of one pair."""

    __tablename__ = "key_wrap"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    pair: Mapped[str] = mapped_column(String(2), primary_key=True)
    wrapped: Mapped[bytes]


class Credential(Model):
    """What a code stands for. No time, no number, no slip position, no name; nothing leads to a ballot."""

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
