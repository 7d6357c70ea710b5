"""``flask loadtest``: a full hall of scripted phones votes in a rehearsal, at the address on the slips."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import click
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ..demo import hall
from ..demo.hall import MOST_SECONDS, MOST_VOTERS, Seen
from ..domain.code import Code
from ..domain.errors import AppraisalError, RehearsalFailed
from ..domain.phrase import N_, Phrase, phrase
from ..services import trials
from ..transaction import settings
from .command import REFUSED, Verb
from .terminal import said, say, show, table

STEPS = {"enter": N_("打开投票页"), "sheet": N_("输入票码，看到测评表"), "submit": N_("提交，拿到回执")}
FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(
    "loadtest",
    cls=Verb,
    help=N_("压力演练：用演练的票码，在选票条上的网址投票；不过关时退出码为 1。"),
)
@click.argument("slips", type=FILE)
@click.option("--voters", type=click.IntRange(1, MOST_VOTERS), help=N_("多少人投票；默认每个票码一人。"))
@click.option(
    "--over",
    type=click.IntRange(0, MOST_SECONDS),
    default=60,
    help=N_("多少秒内到齐；0 为同时，默认 60。"),
)
@click.pass_context
@with_appcontext
def loadtest(ctx: click.Context, slips: Path, voters: int | None, over: int) -> None:
    """Let all vote whose codes a file of a rehearsal holds; exit code 1 if one is left without receipt."""
    codes = _codes(slips)[:voters]
    if len(codes) < (voters or 1):
        raise RehearsalFailed(why=phrase("文件里只有 %(n)s 个票码", n=len(codes)))
    address = settings().public_url
    say(phrase("%(n)s 部手机在 %(seconds)s 秒内到 %(url)s 投票。", n=len(codes), seconds=over, url=address))
    began = time.monotonic()
    with _bar(len(codes)) as bar:
        seen = hall.fill(address, codes, over, lambda: bar.advance(bar.task_ids[0]))
    _show(seen, time.monotonic() - began)
    verdict, is_good = _verdict(seen, len(codes))
    say(verdict)
    if not is_good:
        ctx.exit(REFUSED)


def _codes(slips: Path) -> list[Code]:
    """Read the codes off a file of slips as ``flask slips issue`` writes it for printing houses."""
    found = []
    with slips.open(encoding="utf-8-sig", newline="", errors="replace") as lines:
        for row in csv.reader(lines):
            found += [code for code in map(_code, row) if code is not None][:1]
    return found


def _code(cell: str) -> Code | None:
    try:
        return Code.parse(cell)
    except AppraisalError:
        return None


def _bar(voters: int) -> Progress:
    err = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=err, transient=True, disable=not err.is_terminal)
    bar.add_task(said(phrase("投票")), total=voters)
    return bar


def _show(seen: Seen, took: float) -> None:
    heads = (N_("步骤"), N_("次数"), N_("一半人等了"), "95 %", "99 %", N_("最慢"))
    rows = []
    for step, name in STEPS.items():
        if times := seen.steps[step]:
            waited = [f"{seen.within(step, share):.0f} ms" for share in (0.5, 0.95, 0.99, 1)]
            rows.append((said(Phrase(name)), str(len(times)), *waited))
    show(table(heads, rows, right=(1, 2, 3, 4, 5)))
    say(phrase("%(n)s 人拿到回执，用了 %(seconds)s 秒。", n=len(seen.receipts), seconds=round(took)))


def _verdict(seen: Seen, voters: int) -> tuple[Phrase, bool]:
    if len(seen.receipts) < voters:
        why = tuple(f"{reason} ×{count}" for reason, count in seen.wrong.most_common(5))
        text = phrase(
            "不过关：%(n)s 人没有回执（%(why)s）。核对地址、无线接入点和服务器，再试一遍。",
            n=voters - len(seen.receipts),
            why=why,
        )
        return text, False
    slowest = seen.within("submit", 0.99) / 1000
    if slowest > trials.SLOW:
        text = phrase(
            "票都收到了，但有人要等 %(seconds)s 秒。关掉别的程序，或请大家分批提交。",
            seconds=round(slowest),
        )
        return text, True
    return phrase("过关：人人有回执，99%% 的人 2 秒内拿到。现在请“结束演练”，这些票码随之作废。"), True
