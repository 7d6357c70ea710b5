"""``flask appraisal``: from a workbook into the system, and back into a workbook."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

import click
from sqlalchemy.orm import Session

from ..documents import workbook
from ..documents.activity_template import write_activity, write_activity_template
from ..documents.fresh import fresh
from ..domain.activity import Activity
from ..domain.lifecycle import STATE_NAME
from ..domain.phrase import N_, phrase
from ..domain.review import SEVERITY_NAME, Finding, Severity, review_activity
from ..domain.roles import Role
from ..services import accounts, activities, checking, conduct, people, setup
from ..transaction import reading, transaction
from .command import REFUSED, Noun
from .people import ORGANIZER, acting, ask, one
from .terminal import ACTOR, said, say, show, table

group = Noun("appraisal", help=N_("测评：从工作簿建立，列出，导出。"))
FILE = click.Path(path_type=Path, dir_okay=False)


@group.command("import", help=N_("读取工作簿，建立一次测评（草稿）。"))
@click.argument("file", type=FILE)
@click.option(
    "--organizer", default=ORGANIZER, show_default=True, help=N_("谁是组织者（已有账户的用户名）。")
)
@click.option("--scrutineer", default="", help=N_("谁是监票人（已有账户的用户名），可以以后再定。"))
def import_(file: Path, organizer: str, scrutineer: str) -> None:
    """Store a workbook as a new appraisal in draft, or list its faults and store nothing."""
    read = workbook.read_activity(file)
    with transaction() as session:
        owner = accounts.by_name(session, organizer).id
        for number in (numbers := _stored(session, read, owner)):
            actor = people.acting(session, round_id=number, account_id=owner)
            if scrutineer:
                people.assign(session, round_id=number, name=scrutineer, role=Role.SCRUTINEER, actor=actor)
        plans = [conduct.find(session, number).plan for number in numbers]
    for number, plan in zip(numbers, plans, strict=True):
        slips = sum(group.issued for group in plan.classes)
        say(phrase("已建立“%(title)s”，编号 %(number)s。", title=plan.meeting.title, number=number))
        say(
            phrase("%(subjects)s 个测评对象，发出 %(slips)s 张票。", subjects=len(plan.subjects), slips=slips)
        )
        say(phrase("下一步：两位持卡人各自运行 flask keys make %(number)s --as 账户", number=number))


def _stored(session: Session, read: Activity, owner: int) -> list[int]:
    """Store a workbook and return the numbers of its rounds."""
    if not read.is_plain:
        return [each.id for each in activities.create(session, activity=read, account_id=owner).rounds]
    number = setup.create(session, plan=read.rounds[0].plan, actor=ACTOR).id
    people.found(session, round_id=number, account_id=owner)
    return [number]


@group.command("scrutineer", help=N_("给草稿安排监票人（已有账户的用户名）。"))
@click.argument("number", metavar="ID", type=int)
@click.argument("account")
@one
def scrutineer(number: int, account: str, name: str) -> None:
    """Give a draft its scrutineer."""
    password = ask(name)
    with transaction() as session:
        actor = acting(session, number, name, password)
        people.assign(session, round_id=number, name=account, role=Role.SCRUTINEER, actor=actor)
    say(phrase("“%(name)s”是第 %(number)s 号的监票人。", name=account, number=number))


@group.command("template", help=N_("写出一个空白工作簿，填好后可以导入。"))
@click.argument("file", type=FILE)
@click.option("--all-rounds", is_flag=True, help=N_("几轮的活动：现场观摩、会议排名票、客观指标、综合。"))
def template(file: Path, all_rounds: bool) -> None:
    """Write an empty workbook that imports; needs no database."""
    write = write_activity_template if all_rounds else workbook.write_template
    with fresh(file) as path:
        write(path)
    say(phrase("已写出 %(path)s。填好后运行：flask appraisal import %(path)s", path=file))


@group.command("list", help=N_("列出所有测评和它们的编号。"))
def list_() -> None:
    """List the rounds of all appraisals, the newest first."""
    with reading() as session:
        rows = [
            (str(found.id), appraisal.title, said(phrase(STATE_NAME[found.state])))
            for appraisal in conduct.appraisals(session)
            for found in appraisal.rounds
        ]
    if rows:
        show(table((N_("编号"), N_("名称"), N_("状态")), rows, right=(0,)))
    else:
        say(phrase("还没有测评。先写出空白工作簿：flask appraisal template meeting.xlsx"))


@group.command("check", help=N_("像法律人一样审读一份方案；有“阻止”项时退出码为 1。"))
@click.argument("source", metavar="ID|FILE")
@click.pass_context
def check(ctx: click.Context, source: str) -> None:
    """Review a stored plan by its number, or a workbook that was not imported yet."""
    found = _findings(source)
    heads = (N_("轻重"), N_("位置"), N_("审读意见"), N_("建议"))
    rows = [
        (
            said(phrase(SEVERITY_NAME[each.severity])),
            said(each.place),
            said(each.reason),
            said(each.mend or ""),
        )
        for each in found
    ]
    show(table(heads, rows))
    counts = Counter(each.severity for each in found)
    say(
        phrase(
            "阻止 %(errors)s 条，提醒 %(warnings)s 条，说明 %(hints)s 条。",
            errors=counts[Severity.ERROR],
            warnings=counts[Severity.WARNING],
            hints=counts[Severity.HINT],
        )
    )
    if counts[Severity.ERROR]:
        ctx.exit(REFUSED)


@group.command("acknowledge", help=N_("列出还没有人看过的提醒，记下是谁看过；封箱前要看完。"))
@click.argument("number", metavar="ID", type=int)
@one
def acknowledge(number: int, name: str) -> None:
    """Show the warnings that nobody has read, and write down who has read them now."""
    password = ask(name)
    with transaction() as session:
        actor = acting(session, number, name, password)
        unread = checking.unread(conduct.find(session, number))
        marks = tuple(found.mark for found in unread)
        checking.acknowledge(session, round_id=number, marks=marks, actor=actor)
    for found in unread:
        say(phrase("提醒（%(place)s）：%(reason)s", place=found.place, reason=found.reason))
    say(phrase("已记下“%(name)s”看过 %(n)s 条提醒。", name=name, n=len(unread)))


def _findings(source: str) -> tuple[Finding, ...]:
    if not source.isdigit() or Path(source).exists():
        read = workbook.read_activity(Path(source))
        joined = () if read.is_plain else review_activity(read)
        return (*joined, *(found for each in read.rounds for found in checking.findings(each.plan)))
    with reading() as session:
        return checking.of_round(conduct.find(session, int(source)))


@group.command("export", help=N_("把一次测评的方案写成工作簿。"))
@click.argument("number", metavar="ID", type=int)
@click.argument("file", type=FILE)
@click.option("--all-rounds", is_flag=True, help=N_("这一轮所在的整项活动，写在一个工作簿里。"))
def export(number: int, file: Path, all_rounds: bool) -> None:
    """Write the plan of a round, or a whole activity, as a workbook that imports again."""
    with reading() as session:
        if all_rounds:
            write = partial(write_activity, activities.assembled(activities.of_round(session, number)))
        else:
            write = partial(workbook.write_plan, conduct.find(session, number).plan)
    with fresh(file) as path:
        write(path)
    say(phrase("已写出 %(path)s。", path=file))
