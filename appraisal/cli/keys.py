"""``flask keys``: make the lock of a round and print its card once."""

from __future__ import annotations

import click

from ..documents.card_text import card_text
from ..domain.phrase import N_, phrase
from ..services import conduct, keys
from ..transaction import transaction
from .command import Noun
from .terminal import ACTOR, said, say

group = Noun("keys", help=N_("钥匙卡：制作票箱的锁和打开它的卡。"))


@group.command("make", help=N_("制作钥匙卡，只显示这一次。"))
@click.argument("number", metavar="ID", type=int)
@click.option("--replace", is_flag=True, help=N_("原卡作废，另做一张（仅限草稿）。"))
def make(number: int, replace: bool) -> None:
    """Make the lock of a draft round and print the card that opens it; it is stored nowhere."""
    make_card = keys.replace_card if replace else keys.make_card
    with transaction() as session:
        card = make_card(session, round_id=number, actor=ACTOR)
        title = conduct.find(session, number).appraisal.title
    click.echo(said(card_text(title, card.printed)))
    say(phrase("请现在抄写或打印，封存好。"))
    say(phrase("下一步：flask slips issue %(number)s --out slips.html", number=number))
