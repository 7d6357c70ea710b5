"""``flask score``: count files of ballots without a database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
from babel.support import Translations

from ..documents import activity_json, ballots_file, filing, intake, report, workbook
from ..documents.activity_table import ActivityTable
from ..documents.ballots_file import BallotsFile
from ..domain.activity import Activity, ActivityRound
from ..domain.errors import BallotsMissing, BallotsTwice, EvidenceMissing
from ..domain.phrase import N_, phrase
from ..services import counting, evidence, examining
from ..services.activity_results import activity_table, near_half
from ..services.composing import Ballots
from ..services.outcome import Outcome
from .command import Verb
from .evidence import show_evidence
from .filing import NAME, WRITERS
from .ranking import show_activity, show_ranking
from .terminal import CATALOGUE, language, say

LANGUAGES = {"zh": "zh_CN", "en": "en"}
FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)

Returned = dict[str, BallotsFile]


@click.command("score", cls=Verb, help=N_("不用数据库，按工作簿的计分办法给选票文件计票；每个轮次一个文件。"))
@click.argument("meeting", type=FILE)
@click.argument("ballots", type=FILE, nargs=-1, required=True)
@click.option("--out", "folder", required=True, type=FOLDER, help=N_("写入哪个文件夹。"))
@click.option("--report", "doubt", type=FILE, help=N_("名次有多稳：另写一个 JSON 文件，并显示摘要。"))
@click.option("--full", is_flag=True, help=N_("JSON 文件也列出票数很少的票种；仅供分析，不得存档。"))
@click.option("--lang", type=click.Choice(list(LANGUAGES)), help=N_("文件的语言。"))
def score(
    meeting: Path, ballots: tuple[Path, ...], folder: Path, doubt: Path | None, full: bool, lang: str | None
) -> None:
    """Read a workbook and its ballots, write the result in every format, show the ranking.

    The ballots of several rounds are told apart by their columns. How sure the ranking is goes into a file
    of its own, on request: filed tables hold none of it. Earlier results are replaced: the same files always
    give the same results. The JSON file of an inspection is the analyst's: it always lists every cell.
    """
    activity = workbook.read_activity(meeting)
    returned = _returned(activity, ballots)
    outcomes = {each.name: _counted(each, returned[each.name]) for each in activity.rounds}
    held = {name: Ballots(file.answers, file.voter_classes) for name, file in returned.items()}
    filed = activity_table(activity, outcomes, ballots=held)
    is_whole = full or not activity.is_plain
    whole = activity_table(activity, outcomes, ballots=held, full=True) if is_whole else filed
    translate = Translations.load(CATALOGUE, [LANGUAGES.get(lang or "", language())]).gettext
    paths = _write(filed, _with_near_half(activity, returned, whole), folder, translate)
    show_ranking(filed.rounds[0].table)
    show_activity(filed)
    for path in paths:
        say(phrase("已写出 %(path)s", path=path))
    if doubt is not None:
        first = activity.rounds[0]
        _report(first, returned[first.name], outcomes[first.name], doubt, full=full, translate=translate)


def _returned(activity: Activity, paths: tuple[Path, ...]) -> Returned:
    """Read every file against the round whose columns it has; each round needs one."""
    plans = [each.plan for each in activity.rounds]
    found: Returned = {}
    for path in paths:
        content = intake.content_of(path)
        each = activity.rounds[ballots_file.matching(content, plans)]
        if each.name in found:
            raise BallotsTwice(path=path.name, round=phrase(each.name))
        found[each.name] = ballots_file.read_ballots(content, each.plan)
    missing = tuple(phrase(each.name) for each in activity.rounds if each.name not in found)
    if missing:
        raise BallotsMissing(rounds=missing)
    return found


def _counted(each: ActivityRound, file: BallotsFile) -> Outcome:
    return counting.count(each.plan, file.answers, file.voter_classes, void=file.void)


def _with_near_half(activity: Activity, returned: Returned, table: ActivityTable) -> ActivityTable:
    """Tell of the ballots near the least share of subjects: in a file they have numbers."""
    tour = activity.on_site
    if tour is None:
        return table
    file = returned[tour.name]
    ballots = Ballots(file.answers, file.voter_classes)
    return replace(table, near_half=near_half(tour, ballots, file.numbers))


def _write(
    filed: ActivityTable, whole: ActivityTable, folder: Path, translate: Callable[[str], str]
) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{NAME}.{ending}" for ending in WRITERS]
    for path, (ending, write) in zip(paths, WRITERS.items(), strict=True):
        with path.open("wb") as out:
            if ending == "json":
                activity_json.write(whole, out, translate)
            elif ending == "xlsx" and len(filed.rounds) > 1:
                filing.inspection(filed, out, translate)
            else:
                write(filed.rounds[0].table, out, translate)
    return paths


def _report(
    each: ActivityRound,
    returned: BallotsFile,
    outcome: Outcome,
    path: Path,
    *,
    full: bool,
    translate: Callable[[str], str],
) -> None:
    examined = examining.examine(each.plan, returned.answers, returned.voter_classes)
    found = evidence.evidence(each.plan, outcome, examined, full=full)
    if found is None:
        raise EvidenceMissing
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        report.write(found, out, translate)
    show_evidence(found)
    say(phrase("已写出 %(path)s", path=path))
