"""``flask round``: open, watch, close, count, publish and export from the terminal."""

from __future__ import annotations

from pathlib import Path

import click

from ..documents.evidence import Evidence
from ..documents.table import ResultTable
from ..domain.errors import EvidenceMissing, NotCounted
from ..domain.lifecycle import State
from ..domain.phrase import N_, phrase
from ..services import conduct, evidence, opening, results
from ..transaction import reading, scrub, transaction
from .command import Noun
from .filing import file_everything, file_result
from .handed_out import handed_out
from .progress import opening_bar
from .ranking import show_ranking
from .terminal import ACTOR, say, secret
from .turnout import show_next, show_state, show_turnout

group = Noun("round", help=N_("投票：开始，看进度，截止，开箱，公布，导出。"))
numbered = click.argument("number", metavar="ID", type=int)
FOLDER = click.Path(path_type=Path, file_okay=False)
CARD = N_("请输入钥匙卡上的十组字符（输入时不显示）：")


@group.command("open", help=N_("开始投票；此后方案不能再改。"))
@numbered
def open_(number: int) -> None:
    """Freeze the settings and open voting."""
    with transaction() as session:
        conduct.open_voting(session, round_id=number, actor=ACTOR)
    say(phrase("已开始投票。看进度：flask round status %(number)s", number=number))


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


@group.command("close", help=N_("截止投票；此后的选票一律不收。"))
@numbered
def close(number: int) -> None:
    """Close voting, then rewrite the files so that their layout tells nothing about the order of votes."""
    with transaction() as session:
        conduct.close(session, round_id=number, actor=ACTOR)
    scrub()
    with reading() as session:
        turnout = conduct.turnout(session, round_id=number)
    say(phrase("已截止投票。"))
    show_turnout(turnout)
    say(phrase("若实际发出的票数与方案不同，先登记：flask round issued %(number)s A=… B=…", number=number))
    say(phrase("下一步：flask round count %(number)s（需要钥匙卡）", number=number))


@group.command("issued", help=N_("登记各票种实际发出的票数，例如 A=28 B=28。"))
@numbered
@click.argument("counts", metavar="A=28 B=28 …", nargs=-1, required=True)
def issued(number: int, counts: tuple[str, ...]) -> None:
    """Write down how many slips were really handed out; classes left out keep their number."""
    with transaction() as session:
        found = conduct.find(session, number)
        stated = handed_out(counts, found.plan.classes, conduct.issued_per_class(found))
        conduct.state_issued(session, round_id=number, issued=stated, actor=ACTOR)
    say(phrase("已登记发出票数，共 %(total)s 张。", total=sum(stated)))


@group.command("count", help=N_("用钥匙卡开箱计票；只留下汇总数字。"))
@numbered
def count(number: int) -> None:
    """Open the box with the card, which is asked for or read from a pipe, and show the ranking."""
    card = secret(CARD)
    with opening_bar() as told, transaction() as session:
        opening.open_box(session, round_id=number, cards=[card], actor=ACTOR, progress=told)
    show_ranking(_result(number))
    say(phrase("导出：flask round export %(number)s --out 文件夹", number=number))


@group.command("publish", help=N_("公布结果；票数对不上时不能公布。"))
@numbered
def publish(number: int) -> None:
    """Publish the result."""
    with transaction() as session:
        conduct.publish(session, round_id=number, actor=ACTOR)
    say(phrase("已公布。"))


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
        if found.state not in (State.OPENED, State.PUBLISHED):
            raise NotCounted
        outcome = opening.outcome(session, round_id=number)
        return results.table(found.plan, outcome, issued=conduct.issued_per_class(found))


def _evidence(number: int) -> Evidence:
    with reading() as session:
        found = conduct.find(session, number)
        if found.state not in (State.OPENED, State.PUBLISHED):
            raise NotCounted
        outcome = opening.outcome(session, round_id=number)
        beside = evidence.evidence(found.plan, outcome, opening.findings(session, round_id=number))
    if beside is None:
        raise EvidenceMissing
    return beside
