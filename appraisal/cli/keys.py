"""``flask keys``: make the lock of a round and print its card once."""

from __future__ import annotations

import click

from ..domain.phrase import N_
from ..services import keys
from ..transaction import transaction
from .command import Noun
from .terminal import ACTOR, say

group = Noun("keys", help=N_("钥匙卡：制作票箱的锁和打开它的卡。"))
ROWS = (slice(0, 5), slice(5, 10))  # ten groups of four, as on the printed card


@group.command("make", help=N_("制作钥匙卡，只显示这一次。"))
@click.argument("number", metavar="ID", type=int)
@click.option("--replace", is_flag=True, help=N_("原卡作废，另做一张（仅限草稿）。"))
def make(number: int, replace: bool) -> None:
    """Make the lock of a draft round and print the card that opens it; it is stored nowhere."""
    make_card = keys.replace_card if replace else keys.make_card
    with transaction() as session:
        card = make_card(session, round_id=number, actor=ACTOR)
    say("第 %(number)s 号测评的钥匙卡，只显示这一次，系统不保存。请抄写或打印两份，分开封存：", number=number)
    groups = card.printed.split("-")
    for row in ROWS:
        click.echo("    " + "  ".join(groups[row]))
    say("没有它，谁也打不开票箱。下一步：flask slips issue %(number)s --out slips.html", number=number)
