"""Who acts at the terminal: a name as an option, the password asked for or read from a pipe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click
from sqlalchemy.orm import Session

from ..domain.phrase import N_, phrase
from ..domain.roles import Actor
from ..services import accounts, consent, people
from .terminal import said, secret

Command = TypeVar("Command", bound=Callable[..., Any])

ORGANIZER, SCRUTINEER = accounts.FIRST, "scrutineer"


def one(command: Command) -> Command:
    """Give a command the option that names who acts."""
    return click.option(
        "--as", "name", default=ORGANIZER, show_default=True, help=N_("以哪个账户操作；会问密码。")
    )(command)


def two(command: Command) -> Command:
    """Give a command the options that name the two who agree."""
    second = click.option(
        "--with", "second", default=SCRUTINEER, show_default=True, help=N_("另一位的账户；也会问密码。")
    )
    return one(second(command))


def ask(name: str) -> str:
    """Ask for the password of an account."""
    return secret(said(phrase("“%(name)s”的密码（输入时不显示）：", name=name)))


def acting(session: Session, number: int, name: str, password: str) -> Actor:
    """Return an account in its role, once its password is right."""
    account = accounts.log_in(session, name=name, password=password)
    return people.acting(session, round_id=number, account_id=account.id)


def agreeing(session: Session, number: int, names: tuple[str, str], passwords: tuple[str, str]) -> Actor:
    """Return two people who both gave their passwords here."""
    return consent.two(session, round_id=number, names=names, passwords=passwords)
