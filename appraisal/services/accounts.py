"""Organizers' accounts: make them, check a password, change it."""

from __future__ import annotations

import secrets
from functools import cache
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from ..domain.encoding import b32_encode, grouped
from ..domain.errors import AccountRefused, AccountUnknown, LoginRefused, PasswordWeak
from ..domain.roles import Actor
from ..storage import audit
from ..storage.models import Account, table
from ..storage.quick import Rows

FIRST = "organizer"
SHORTEST = 12
COMMON = frozenset({"123456789012", "password1234", "passwordpassword", "qwertyuiop12", "111111111111"})
PRINTED_BITS = 80  # a password nobody has to think up

hasher = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=1)


class Login(NamedTuple):
    """What a login is compared with."""

    id: int
    name: str
    session_version: int
    is_initial: bool


LOGIN = select(*(table(Account).c[name] for name in Login._fields)).where(
    table(Account).c.id == bindparam("account_id")
)


def create(
    session: Session, *, name: str, password: str, actor: Actor | str, is_initial: bool = False
) -> Account:
    """Make an account; an initial password is known to somebody else and must be changed at first."""
    name = name.strip()
    if not name or _by_name(session, name):
        raise AccountRefused(name=name)
    account = Account(name=name, password_hash=_hashed(password), is_initial=is_initial)
    session.add(account)
    session.flush()
    audit.record(session, actor=actor, act="create-account", detail={"account": name})
    return account


def create_first(session: Session) -> str | None:
    """Make the organizer of a new installation and return the password, to be printed once."""
    if session.scalar(select(func.count()).select_from(Account)):
        return None
    password = printed_password()
    create(session, name=FIRST, password=password, actor="system")
    return password


def printed_password() -> str:
    """Draw a password that nobody has to think up."""
    return grouped(b32_encode(secrets.randbits(PRINTED_BITS), PRINTED_BITS // 5))


def log_in(session: Session, *, name: str, password: str) -> Account:
    """Return the account whose password this is; the refusal never says which of the two was wrong."""
    account = _by_name(session, name.strip())
    try:
        hasher.verify(account.password_hash if account else _of_nobody(), password)
    except VerificationError:
        raise LoginRefused from None
    if account is None:
        raise LoginRefused
    return account


def require_password(session: Session, *, account_id: int, password: str) -> None:
    """Refuse whoever sits at somebody else's login."""
    log_in(session, name=name_of(session, account_id), password=password)


def by_name(session: Session, name: str) -> Account:
    """Return the account of this name."""
    found = _by_name(session, name.strip())
    if found is None:
        raise AccountUnknown(name=name)
    return found


def name_of(session: Session, account_id: int) -> str:
    """Return the name of an account."""
    return session.get_one(Account, account_id).name


def names(session: Session) -> frozenset[str]:
    """Return the names of all accounts."""
    return frozenset(session.scalars(select(Account.name)))


def find(session: Rows, *, account_id: int) -> Login | None:
    """Return an account that is logged in, if it still exists; every page of the desk asks."""
    found = session.execute(LOGIN, {"account_id": account_id}).first()
    return Login(*found) if found else None


def change_password(session: Session, *, account_id: int, old: str, new: str) -> Account:
    """Change a password; every other login of the account ends."""
    account = session.get_one(Account, account_id)
    require_password(session, account_id=account_id, password=old)
    return _set(session, account, new, actor=account.name)


def reset_password(session: Session, *, name: str, new: str, actor: str) -> Account:
    """Give an account a new password from the server's own terminal."""
    account = _by_name(session, name)
    if account is None:
        raise AccountRefused(name=name)
    return _set(session, account, new, actor=actor)


def _set(session: Session, account: Account, password: str, actor: str) -> Account:
    account.password_hash = _hashed(password)
    account.session_version += 1
    account.is_initial = False
    audit.record(session, actor=actor, act="change-password", detail={"account": account.name})
    return account


def _hashed(password: str) -> str:
    if len(password) < SHORTEST or password.lower() in COMMON:
        raise PasswordWeak
    return hasher.hash(password)


@cache
def _of_nobody() -> str:
    """Return a hash that no password has: an unknown name costs the same time as a wrong password."""
    return hasher.hash(secrets.token_hex())


def _by_name(session: Session, name: str) -> Account | None:
    return session.scalars(select(Account).where(Account.name == name)).first()
