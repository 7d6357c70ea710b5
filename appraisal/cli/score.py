"""``flask score``: count a file of ballots without a database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
from babel.support import Translations

from ..documents import ballots_file, report, workbook
from ..domain.errors import EvidenceMissing
from ..domain.phrase import N_, phrase
from ..domain.plan import Plan
from ..services import counting, evidence, examining, results
from ..services.outcome import Outcome
from .command import Verb
from .evidence import show_evidence
from .filing import NAME, WRITERS
from .ranking import show_ranking
from .terminal import CATALOGUE, language, say

LANGUAGES = {"zh": "zh_CN", "en": "en"}
FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("score", cls=Verb, help=N_("不用数据库，按工作簿的计分办法给一份选票文件计票。"))
@click.argument("meeting", type=FILE)
@click.argument("ballots", type=FILE)
@click.option("--out", "folder", required=True, type=FOLDER, help=N_("写入哪个文件夹。"))
@click.option("--report", "doubt", type=FILE, help=N_("名次有多稳：另写一个 JSON 文件，并显示摘要。"))
@click.option("--full", is_flag=True, help=N_("JSON 文件也列出票数很少的票种；仅供分析，不得存档。"))
@click.option("--lang", type=click.Choice(list(LANGUAGES)), help=N_("文件的语言。"))
def score(
    meeting: Path, ballots: Path, folder: Path, doubt: Path | None, full: bool, lang: str | None
) -> None:
    """Read a workbook and its ballots, write the result in every format, show the ranking.

    How sure the ranking is goes into a file of its own, on request: filed tables hold none of it. Earlier
    results are replaced: the same files always give the same results.
    """
    plan = workbook.read_plan(meeting)
    returned = ballots_file.read_ballots(ballots, plan)
    outcome = counting.count(plan, returned.answers, returned.voter_classes, void=returned.void)
    filed = results.table(plan, outcome)
    whole = results.table(plan, outcome, full=True) if full else filed
    translate = Translations.load(CATALOGUE, [LANGUAGES.get(lang or "", language())]).gettext
    folder.mkdir(parents=True, exist_ok=True)
    for ending, write in WRITERS.items():
        with (folder / f"{NAME}.{ending}").open("wb") as out:
            write(whole if ending == "json" else filed, out, translate)
    show_ranking(filed)
    for ending in WRITERS:
        say(phrase("已写出 %(path)s", path=folder / f"{NAME}.{ending}"))
    if doubt is not None:
        _report(plan, returned, outcome, doubt, full=full, translate=translate)


def _report(
    plan: Plan,
    returned: ballots_file.BallotsFile,
    outcome: Outcome,
    path: Path,
    *,
    full: bool,
    translate: Callable[[str], str],
) -> None:
    examined = examining.examine(plan, returned.answers, returned.voter_classes)
    found = evidence.evidence(plan, outcome, examined, full=full)
    if found is None:
        raise EvidenceMissing
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        report.write(found, out, translate)
    show_evidence(found)
    say(phrase("已写出 %(path)s", path=path))
