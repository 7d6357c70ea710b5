"""``flask round``: watch, count and export from the terminal."""

from __future__ import annotations

import time
from pathlib import Path

import click

from ..documents.evidence import Evidence
from ..documents.table import ResultTable
from ..domain.errors import EvidenceMissing, NotCounted
from ..domain.lifecycle import COUNTED
from ..domain.phrase import N_, phrase
from ..services import conduct, finished, opening, reconciling, stating
from ..services.conduct import LONGEST_NOTICE
from ..transaction import reading, transaction
from .cards import two_cards
from .command import Noun
from .filing import file_everything, file_result
from .handed_out import handed_out, in_hand
from .people import SCRUTINEER, acting, ask, one
from .progress import opening_bar
from .ranking import show_ranking
from .terminal import say
from .turnout import show_next, show_state, show_turnout

group = Noun("round", help=N_("投票：开始，看进度，截止，开箱，公布，导出。"))
numbered = click.argument("number", metavar="ID", type=int)
FOLDER = click.Path(path_type=Path, file_okay=False)


@group.command("status", help=N_("显示状态和收回票数，从不显示评分。"))
@numbered
def status(number: int) -> None:
    """Show where a round stands, how many ballots are in, and what comes next."""
    with reading() as session:
        found = conduct.find(session, number)
        turnout, missing = conduct.turnout(session, round_id=number), conduct.missing(session, found)
        title, state = found.appraisal.title, found.state
    show_state(title, state, number)
    show_turnout(turnout)
    show_next(state, number, missing)


@group.command("issued", help=N_("登记各票种实际发出的票数，例如 A=28 B=28。"))
@numbered
@click.argument("counts", metavar="A=28 B=28 …", nargs=-1)
@click.option("--present", metavar="N", type=click.IntRange(0), help=N_("会场里清点的实到人数。"))
@one
def issued(number: int, counts: tuple[str, ...], present: int | None, name: str) -> None:
    """Write down who was there and how many slips were handed out; classes left out keep their number."""
    password = ask(name)
    with transaction() as session:
        actor = acting(session, number, name, password)
        found = conduct.find(session, number)
        stated = handed_out(counts, found.plan.classes, conduct.issued_per_class(found))
        stating.state_issued(session, round_id=number, issued=stated, present=present, actor=actor)
    say(phrase("已登记发出票数，共 %(total)s 张。", total=sum(stated)))


@group.command("announce", help=N_("预告几分钟后截止，显示在大屏和主持台上；0 取消。到时间不会自动截止。"))
@numbered
@click.argument("minutes", metavar="N", type=click.IntRange(0, LONGEST_NOTICE))
@one
def announce(number: int, minutes: int, name: str) -> None:
    """Announce when voting is to end, put it off, or take that back."""
    password = ask(name)
    with transaction() as session:
        actor = acting(session, number, name, password)
        conduct.announce(session, round_id=number, minutes=minutes, now=int(time.time()), actor=actor)
    say(phrase("已预告 %(n)s 分钟后截止。", n=minutes) if minutes else phrase("已取消预告。"))


@group.command("slips", help=N_("监票人登记选票条清点，例如 A=3/1 B=0/0（剩余/写坏作废）。"))
@numbered
@click.argument("counts", metavar="A=3/1 B=0/0 …", nargs=-1, required=True)
@click.option("--as", "name", default=SCRUTINEER, show_default=True, help=N_("以哪个账户操作；会问密码。"))
def slips(number: int, counts: tuple[str, ...], name: str) -> None:
    """Write down the slips counted by hand, per class: left over and spoiled."""
    password = ask(name)
    with transaction() as session:
        classes = conduct.find(session, number).plan.classes
        unused, spoiled = in_hand(counts, classes)
        counted = [{"unused": left, "spoiled": bad} for left, bad in zip(unused, spoiled, strict=True)]
        actor = acting(session, number, name, password)
        lines = reconciling.reconcile(session, round_id=number, counts=counted, actor=actor)
    say(phrase("已登记。没有收回的共 %(count)s 条。", count=sum(line.not_returned or 0 for line in lines)))


@group.command("count", help=N_("用两张钥匙卡开箱计票；只留下汇总数字。"))
@numbered
@one
def count(number: int, name: str) -> None:
    """Open the box with the cards, which are asked for or read from a pipe, and show the ranking."""
    password, cards = ask(name), two_cards()
    with opening_bar() as told, transaction() as session:
        actor = acting(session, number, name, password)
        opening.open_box(session, round_id=number, cards=cards, actor=actor, progress=told)
    show_ranking(_result(number))
    say(phrase("导出：flask round export %(number)s --out 文件夹", number=number))


@group.command("export", help=N_("把结果写成 Excel、Word、CSV、JSON 文件；加 --all 写出全部存档文件。"))
@numbered
@click.option("--out", "folder", required=True, type=FOLDER, help=N_("写入哪个文件夹。"))
@click.option("--report", "doubt", is_flag=True, help=N_("另写 report.json：名次有多稳，供分析，不存档。"))
@click.option("--all", "whole", is_flag=True, help=N_("写出全部存档文件（含 PDF）和每个单位的反馈单。"))
def export(number: int, folder: Path, doubt: bool, whole: bool) -> None:
    """Write the result of a counted round, on request all papers of it, and how sure it is."""
    result, beside = _result(number), _evidence(number) if doubt else None
    write = file_everything if whole else file_result
    for path in write(result, folder, beside):
        say(phrase("已写出 %(path)s", path=path))


def _result(number: int) -> ResultTable:
    with reading() as session:
        found = conduct.find(session, number)
        if found.state not in COUNTED:
            raise NotCounted
        return finished.finished(session, round_id=number)[0]


def _evidence(number: int) -> Evidence:
    with reading() as session:
        found = conduct.find(session, number)
        if found.state not in COUNTED:
            raise NotCounted
        beside = finished.finished(session, round_id=number)[1]
    if beside is None:
        raise EvidenceMissing
    return beside
