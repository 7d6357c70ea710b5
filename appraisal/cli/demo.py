"""``flask demo``: hold the Tianmen meeting from beginning to end, or leave it open for newcomers."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import click
from flask.cli import with_appcontext
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ..demo.comparison import Difference, differences, differences_of_rounds
from ..demo.inspection import rehearse_rounds
from ..demo.mischief import Refusal
from ..demo.ready import ACCOUNT, CARDS, SLIPS, prepare
from ..demo.rehearsal import Held, rehearse
from ..demo.scenario import NAMED, Scenario
from ..documents.fresh import fresh
from ..domain.errors import RehearsalFailed
from ..domain.phrase import N_, phrase
from ..domain.reason import LEAST_RELEASED
from ..transaction import settings
from ..verifying.report import Report, Status, Verdict
from .command import Verb
from .evidence import show_doubt
from .filing import file_inspection, file_result
from .ranking import show_activity, show_ranking
from .serve import run_server
from .terminal import said, say, show, table, translate

FOLDER = click.Path(path_type=Path, file_okay=False)
OUT = Path("demo-out")
ARCHIVE = "archive.zip"
ROUNDS = ("tour", "satisfaction")  # whose files tell more than those of one plain meeting


@click.command("demo", cls=Verb, help=N_("演示：用天门会议的数据走完全程，并核对每个数字。"))
@click.option("--out", "folder", type=FOLDER, help=N_("结果写入哪个文件夹；默认 demo-out 下新建一个。"))
@click.option("--port", type=click.IntRange(1, 65535), help=N_("服务用哪个端口；默认任一空闲端口。"))
@click.option("--scenario", default="tianmen", help=N_("哪一场：tianmen、tour、satisfaction，或数据文件夹。"))
@click.option("--serve", is_flag=True, help=N_("只准备好演示会议并启动服务，供自己投票试用。"))
@with_appcontext
def demo(folder: Path | None, port: int | None, scenario: str, serve: bool) -> None:
    """Rehearse a meeting over HTTP and compare every number; fail if one differs."""
    if serve:
        _prepare()
        run_server()
        return
    folder = folder or OUT / datetime.now().strftime("%Y%m%d-%H%M%S")
    chosen = Scenario(NAMED.get(scenario, Path(scenario)))
    if scenario in ROUNDS:
        _inspect(chosen, folder, port)
        return
    held = _held(chosen, port)
    _show_refusals(held.refusals)
    show_ranking(held.table)
    if held.beside is not None:
        show_doubt(held.beside)
    paths = file_result(held.table, folder)
    with fresh(folder / ARCHIVE) as archive:
        archive.write_bytes(held.archive)
    for path in (*paths, archive):
        say(phrase("已写出 %(path)s", path=path))
    _require_expected(paths[-1], chosen)
    _require_valid(held.report)


def _inspect(scenario: Scenario, folder: Path, port: int | None) -> None:
    """Hold every round of an inspection, file what they come to, compare every number."""
    activity = scenario.activity
    count = sum(len(scenario.ballots_of(each)) for each in activity.rounds)
    say(phrase("%(title)s：%(count)s 张选票通过网络投出。", title=activity.meeting.title, count=count))
    held = _watched(count, lambda data, voted: rehearse_rounds(scenario, data, port=port, voted=voted))
    _show_refusals(held.refusals)
    if held.reasons:
        say(
            phrase(
                "有 %(units)s 个对象的理由满 %(least)s 条，共 %(count)s 条，打乱后与写的一致；"
                "其余的没有留下。",
                units=len(held.reasons),
                least=LEAST_RELEASED,
                count=sum(held.reasons.values()),
            )
        )
    for each in held.table.rounds:
        show_ranking(each.table)
    show_activity(held.table)
    for path in file_inspection(held.table, folder, held.archives):
        say(phrase("已写出 %(path)s", path=path))
    result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    wrong, withheld = differences_of_rounds(result, scenario.expected)
    if wrong:
        _show_differences(wrong)
        raise RehearsalFailed(why=phrase("有 %(count)s 个数字与预期不同", count=len(wrong)))
    say(phrase("全部数字与预期一致；%(count)s 格票数太少，不公布分布。", count=withheld))
    for report in held.reports:
        _require_sound(report)


T = TypeVar("T")


def _watched(count: int, hold: Callable[[Path, Callable[[], None]], T]) -> T:
    """Hold something in a folder of its own under a bar that counts votes."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with tempfile.TemporaryDirectory(prefix="appraisal-demo-") as data, Progress(*columns) as progress:
        task = progress.add_task(translate(N_("投票")), total=count)
        return hold(Path(data), lambda: progress.advance(task))


def _held(scenario: Scenario, port: int | None) -> Held:
    count = len(scenario.ballots)
    say(phrase("%(title)s：%(count)s 位评议人通过网络投票。", title=scenario.plan.meeting.title, count=count))
    return _watched(count, lambda data, voted: rehearse(scenario, data, port=port, voted=voted))


def _show_refusals(refusals: tuple[Refusal, ...]) -> None:
    rows = [(said(refusal.tried), str(refusal.status)) for refusal in refusals]
    show(table((N_("有人试过"), N_("应答")), rows, right=(1,)))


def _require_expected(found: Path, scenario: Scenario) -> None:
    """Compare the file that was written, not what it was written from."""
    result = json.loads(found.read_text(encoding="utf-8"))
    wrong = differences(result, scenario.expected)
    if not wrong:
        say(phrase("全部数字与预期一致：票数、权重、得分、名次、各单元格。"))
        return
    _show_differences(wrong)
    raise RehearsalFailed(why=phrase("有 %(count)s 个数字与预期不同", count=len(wrong)))


def _require_sound(report: Report) -> None:
    """Nothing may be wrong; what is withheld cannot be worked out again, and that is said."""
    if report.verdict is not Verdict.IN_PART or any(c.status is Status.FAILED for c in report.checks):
        _require_valid(report)
    else:
        say(phrase("归档通过核对；有的票数太少不公布，这些格不能从文件重新算出。"))


def _require_valid(report: Report) -> None:
    """The archive must convince whoever was in the hall, without this program's database."""
    if report.verdict is not Verdict.VALID:
        failed = tuple(finding for check in report.checks for finding in check.findings)
        raise RehearsalFailed(why=phrase("归档没有通过核对：%(findings)s", findings=failed))
    say(phrase("归档通过核对：票箱指纹、票数、得分、名次都能从文件重新算出。"))


def _show_differences(wrong: tuple[Difference, ...]) -> None:
    rows = [(each.place, each.found, each.expected) for each in wrong]
    show(table((N_("位置"), N_("现为"), N_("应为")), rows))


def _prepare() -> None:
    papers = prepare()
    folder = papers or settings().data / "demo"
    if papers is None:
        say(phrase("演示会议已在系统中，没有改动。忘了密码：flask account password organizer"))
    else:
        say(phrase("演示会议已准备好，正在投票。"))
    say(phrase("  试投一票：用浏览器打开 %(path)s，扫一个码，或输入码下的票码", path=folder / SLIPS))
    say(phrase("  监票人　：%(path)s（第二个账户的用户名和密码）", path=folder / ACCOUNT))
    for card in CARDS:
        say(phrase("  钥匙卡　：%(path)s（截止后两张卡一起开箱）", path=folder / card))
