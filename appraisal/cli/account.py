"""``flask account``: organizers' accounts, from the server's own terminal."""

from __future__ import annotations

import click

from ..domain.phrase import N_, phrase
from ..services import accounts
from ..transaction import transaction
from .command import Noun
from .terminal import ACTOR, say, secret

group = Noun("account", help=N_("账户：组织者的用户名和密码。"))
PROMPT = N_("新密码（至少 12 个字符，输入时不显示）：")


@group.command("create", help=N_("新建一个组织者账户。"))
@click.argument("name")
def create(name: str) -> None:
    """Make an account; the password is asked for, or read from a pipe."""
    password = secret(PROMPT)
    with transaction() as session:
        accounts.create(session, name=name, password=password, actor=ACTOR)
    say(phrase("已建立账户“%(name)s”。", name=name))


@group.command("password", help=N_("给账户换一个新密码，例如忘记时。"))
@click.argument("name")
def password(name: str) -> None:
    """Give an account a new password and end its logins."""
    chosen = secret(PROMPT)
    with transaction() as session:
        accounts.reset_password(session, name=name, new=chosen, actor=ACTOR)
    say(phrase("“%(name)s”的密码已更换，此前的登录全部退出。", name=name))
