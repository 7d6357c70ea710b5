"""``flask slips``: mint the codes of a round onto paper, or cancel them."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import click

from ..documents import ballot_paper, slips
from ..documents.fresh import SECRET, fresh
from ..documents.slips import Face, Wifi
from ..domain.errors import FileEndingUnknown, NoPaper
from ..domain.phrase import N_, phrase
from ..services import accounts, conduct, issuing, joint_slips
from ..transaction import reading, settings, transaction
from .command import Noun
from .people import acting, agreeing, ask, one, two
from .terminal import say, translate

group = Noun("slips", help=N_("选票条：印制带票码的选票条，或作废。"))
numbered = click.argument("number", metavar="ID", type=int)
FILE = click.Path(path_type=Path, dir_okay=False)
ENDINGS = (".html", ".csv")


@group.command("issue", help=N_("印制全部选票条；票码只写进这一个文件。"))
@numbered
@click.option("--out", "file", required=True, type=FILE, help=N_("slips.html 供打印，slips.csv 供印刷厂。"))
@click.option("--wifi", default="", help=N_("印上会场无线网络的名称。"))
@click.option("--wifi-password", default="", help=N_("印上无线网络的密码。"))
@click.option("--all-rounds", is_flag=True, help=N_("一条管这项活动的全部轮次；各轮票箱要都已封好。"))
@one
def issue(number: int, file: Path, wifi: str, wifi_password: str, all_rounds: bool, name: str) -> None:
    """Mint the codes into a new file for its owner's eyes; without the file nothing is minted."""
    if file.suffix not in ENDINGS:
        raise FileEndingUnknown(path=file, endings=ENDINGS)
    password = ask(name)
    with fresh(file, SECRET) as path, transaction() as session:
        actor = acting(session, number, name, password)
        pepper, address = settings().pepper, settings().voting_url
        if all_rounds:
            owner = accounts.by_name(session, name).id
            minted = joint_slips.issue(
                session, round_id=number, pepper=pepper, account_id=owner, address=address
            )
            face = joint_slips.face(session, round_id=number)
        else:
            minted = issuing.issue(session, round_id=number, pepper=pepper, actor=actor, address=address)
            face = slips.face_of(conduct.find(session, number).plan)
        with path.open("wb") as out:
            _write(minted, out, face, file.suffix, Wifi(wifi, wifi_password) if wifi else None)
    say(
        phrase(
            "已写出 %(count)s 张选票条：%(path)s（含备用票）。票码不能再看，请当作选票保管。",
            count=len(minted),
            path=file,
        )
    )
    say(phrase("扫码网址 %(url)s，打印前请用手机试一次。", url=settings().voting_url))
    say(phrase("下一步：flask round open %(number)s", number=number))


@group.command("paper", help=N_("写出纸质票，每个备有纸质票的票种一张，照张数复印。"))
@numbered
@click.option("--out", "file", required=True, type=FILE, help=N_("PDF 文件。"))
def paper(number: int, file: Path) -> None:
    """Write the paper twin of the sheet; nothing on it is secret."""
    with reading() as session:
        plan = conduct.find(session, number).plan
    if not plan.has_paper:
        raise NoPaper
    with fresh(file) as path, path.open("wb") as out:
        ballot_paper.write(plan, out, translate=translate)
    say(phrase("已写出纸质票：%(path)s。请按票种、照备用张数复印。", path=file))


@group.command("void", help=N_("作废全部票码，以便重印（仅限开始投票前）。"))
@numbered
@two
def void(number: int, name: str, second: str) -> None:
    """Cancel every code of a sealed round."""
    passwords = (ask(name), ask(second))
    with transaction() as session:
        both = agreeing(session, number, (name, second), passwords)
        count = issuing.void(session, round_id=number, actor=both)
    say(phrase("已作废 %(count)s 个票码，印好的选票条请销毁。", count=count))


def _write(
    minted: tuple[issuing.Slip, ...], out: BinaryIO, face: Face, ending: str, wifi: Wifi | None
) -> None:
    where = settings().voting_url
    if ending == ".csv":
        slips.write_csv(minted, out, face=face, voting_url=where, translate=translate)
    else:
        slips.write_html(minted, out, face=face, voting_url=where, wifi=wifi, translate=translate)
