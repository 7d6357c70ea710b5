"""``flask keys``: each holder's card, printed once, and the drill with two of them."""

from __future__ import annotations

import click

from ..documents.card_text import card_text
from ..domain.phrase import N_, phrase
from ..services import conduct, keys
from ..transaction import transaction
from .cards import two_cards
from .command import Noun
from .people import acting, ask, one
from .terminal import said, say

group = Noun("keys", help=N_("钥匙卡：两位持卡人各做各的卡，试开票箱。"))
numbered = click.argument("number", metavar="ID", type=int)


@group.command("make", help=N_("制作自己的钥匙卡，只显示这一次。"))
@numbered
@one
@click.option("--replace", is_flag=True, help=N_("原卡作废，另做一张（仅限草稿）。"))
def make(number: int, name: str, replace: bool) -> None:
    """Make the actor's own card for a draft round and print it; it is stored nowhere."""
    make_card, password = keys.replace_card if replace else keys.make_card, ask(name)
    with transaction() as session:
        card = make_card(session, round_id=number, actor=acting(session, number, name, password))
        title = conduct.find(session, number).appraisal.title
    click.echo(said(card_text(title, card.printed)))
    say(phrase("请现在抄写或打印，封存好，不要给另一位持卡人看到。"))
    say(phrase("两张卡都做好后：flask keys drill %(number)s", number=number))


@group.command("drill", help=N_("用两张卡试开票箱；试过才能封箱。"))
@numbered
@one
def drill(number: int, name: str) -> None:
    """Open a test ballot with two cards; what was typed is forgotten."""
    password = ask(name)
    cards = two_cards()
    with transaction() as session:
        keys.drill(session, round_id=number, cards=cards, actor=acting(session, number, name, password))
    say(phrase("两张卡打开了试验选票。下一步：flask round seal %(number)s", number=number))
