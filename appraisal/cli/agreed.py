"""``flask round``: the acts that two people agree on at the terminal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import click

from ..domain.phrase import N_, phrase
from ..domain.waiver import LEAST_SHOWN
from ..services import conduct, sealing, shredding, waiving
from ..services.lamp import unlit
from ..transaction import forget, reading, scrub, transaction
from .looking import looked
from .people import agreeing, ask, two
from .round import group, numbered
from .terminal import say
from .turnout import show_turnout

USUAL_DAYS = 7


@group.command("seal", help=N_("封箱：方案和锁从此固定，接着印选票条。"))
@numbered
@two
def seal(number: int, name: str, second: str) -> None:
    """Seal the prepared box."""
    _agreed(number, name, second, sealing.seal)
    say(phrase("已封箱。下一步：flask slips issue %(number)s --out slips.html", number=number))


@group.command("waive", help=N_("放宽人少票种的限制，封箱前；投票人在选票页上看得到。"))
@numbered
@two
@click.option(
    "--least", default=LEAST_SHOWN, show_default=True, help=N_("票种至少有几张有效票才单独公布，最低 3。")
)
@click.option("--recusal", is_flag=True, help=N_("同意使用会认出人的回避选票。"))
def waive(number: int, name: str, second: str, least: int, recusal: bool) -> None:
    """Do without a protection of the few; what is not asked for again is taken back."""
    _agreed(number, name, second, waiving.waive, least=least, recusal=recusal)
    say(phrase("已登记：满 %(least)s 张票的票种单独公布。修改方案后要重新同意。", least=least))


@group.command("unseal", help=N_("拆封，回到草稿；钥匙卡和选票条全部作废。"))
@numbered
@two
def unseal(number: int, name: str, second: str) -> None:
    """Break the seal while the box is empty."""
    _agreed(number, name, second, sealing.unseal)
    say(phrase("已拆封，钥匙卡和选票条全部作废，请销毁。"))


@group.command("open", help=N_("开始投票；此后方案不能再改。"))
@numbered
@two
@click.option("--reason", default="", help=N_("会前检查有灯不绿时，为什么仍要开始；写进操作记录。"))
def open_(number: int, name: str, second: str, reason: str) -> None:
    """Freeze the settings and open voting; what is not green wants a reason."""
    with reading() as session:
        dark = unlit(looked(session, number)) if not conduct.find(session, number).rehearsal else ()
    _agreed(number, name, second, conduct.open_voting, unlit=dark, reason=reason)
    say(phrase("已开始投票。看进度：flask round status %(number)s", number=number))


@group.command("close", help=N_("截止投票；此后的选票一律不收。"))
@numbered
@two
def close(number: int, name: str, second: str) -> None:
    """Close voting, then rewrite the files so that their layout tells nothing about the order of votes."""
    _agreed(number, name, second, conduct.close)
    with reading() as session:
        rehearsal = conduct.find(session, number).rehearsal
        turnout = conduct.turnout(session, round_id=number)
    scrub(rehearsal=rehearsal)
    say(phrase("已截止投票。"))
    show_turnout(turnout)
    say(phrase("若实际发出的票数与方案不同，先登记：flask round issued %(number)s A=… B=…", number=number))
    say(phrase("下一步：flask round count %(number)s（需要两张钥匙卡）", number=number))


@group.command("publish", help=N_("公布结果；票数对不上、选票条没清点时不能公布。"))
@numbered
@two
@click.option("--days", default=USUAL_DAYS, show_default=True, help=N_("异议期多少天。"))
@click.option(
    "--reason", default="", help=N_("选票多于实到人数时，为什么仍要公布；记录在案，印在票数报告上。")
)
def publish(number: int, name: str, second: str, days: int, reason: str) -> None:
    """Publish the result; more ballots than people present want a reason."""
    until = date.today() + timedelta(days=days)
    _agreed(number, name, second, conduct.publish, objections_until=until, reason=reason)
    say(phrase("已公布。异议期到 %(until)s 为止。", until=until))


@group.command("shred", help=N_("异议期过后，销毁选票和钥匙；结果和公示板保留。"))
@numbered
@two
def shred(number: int, name: str, second: str) -> None:
    """Destroy ballots and keys."""
    _agreed(number, name, second, shredding.shred, today=date.today())
    forget()
    say(phrase("选票、票码和钥匙已销毁。请撕毁钥匙卡，并在销毁记录上签字。"))


@group.command("abandon", help=N_("开箱前放弃本轮；不会再有结果。"))
@numbered
@two
@click.option("--reason", required=True, help=N_("原因，写进操作记录。"))
def abandon(number: int, name: str, second: str, reason: str) -> None:
    """Give a round up before its box is opened."""
    _agreed(number, name, second, shredding.abandon, reason=reason)
    forget()
    say(phrase("本轮已放弃，票箱没有打开，选票已销毁。"))


def _agreed(number: int, name: str, second: str, act: Callable[..., object], **details: object) -> None:
    passwords = (ask(name), ask(second))
    with transaction() as session:
        both = agreeing(session, number, (name, second), passwords)
        act(session, round_id=number, actor=both, **details)
