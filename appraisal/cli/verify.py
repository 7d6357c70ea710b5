"""``flask verify``: check an archive, without the database it came from."""

from __future__ import annotations

from pathlib import Path

import click

from ..domain.encoding import grouped
from ..domain.errors import NothingSealed
from ..domain.phrase import N_, Phrase, phrase
from ..services.reopening import reopened
from ..verifying.boxed import LEAST_DIGITS
from ..verifying.container import MOST_BYTES, Files
from ..verifying.contents import read
from ..verifying.report import Check, Report, Status, Verdict
from ..verifying.verify import Asked
from ..verifying.verify import verify as check
from .cards import two_cards
from .command import Verb
from .terminal import said, say, show, table

FILE = click.Path(path_type=Path, dir_okay=False)
MOST_FINDINGS = 20  # of one check; whoever sees twenty has seen enough
WORDS = {
    Status.OK: phrase("✓ 通过"),
    Status.FAILED: phrase("✗ 不对"),
    Status.NOT_POSSIBLE: phrase("– 无法核对"),
}
VERDICTS = {
    Verdict.VALID: phrase("核对通过：这份归档完整，结果可以重新算出，与现场的票箱指纹一致。"),
    Verdict.INVALID: phrase("核对不通过：这份归档被改动过，或自相矛盾。"),
    Verdict.UNREADABLE: phrase("读不出来。"),
    Verdict.IN_PART: phrase("部分通过：能核对的都对。"),
}


@click.command("verify", cls=Verb, help=N_("核对归档：不用数据库，重新算出票箱指纹和结果。"))
@click.argument("path", metavar="FILE", type=FILE)
@click.option("--board", help=N_("现场记下的票箱指纹，至少四组字符。"))
@click.option("--old", type=FILE, help=N_("以前的一份归档：核对没有东西消失或改动。"))
@click.option("--receipt", help=N_("一张回执：R-… 或二维码里的文字。"))
@click.option("--reopen", is_flag=True, help=N_("完整归档：用两张钥匙卡重新开箱计票。"))
@click.pass_context
def verify(
    ctx: click.Context, path: Path, board: str | None, old: Path | None, receipt: str | None, reopen: bool
) -> None:
    """Exit with 0 valid, 1 invalid, 2 not readable as an archive, 3 valid as far as it can be seen."""
    content = _content(path)
    counted = reopened(_full(content), [card for card in two_cards() if card]) if reopen else None
    report = check(content, Asked(board, None if old is None else _content(old), receipt, counted))
    if report.checks:
        show(table((N_("编号"), N_("核对什么"), N_("结果")), [_row(each) for each in report.checks]))
    for each in report.checks:
        for finding in each.findings[:MOST_FINDINGS]:
            say(phrase("%(number)s：%(finding)s", number=each.number, finding=finding))
    if report.why is not None:
        say(report.why)
    say(VERDICTS[report.verdict])
    _say_fingerprint(report, board)
    ctx.exit(report.verdict)


def _content(path: Path) -> bytes:
    """Read no more than the checker takes and one byte."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _full(content: bytes) -> Files:
    """Take a full archive apart; refuse to ask for cards when there is nothing to open."""
    contents = read(content)
    if contents is None or not {"round.json", "returns.json"} <= set(contents.documents):
        raise NothingSealed
    if "sealed.jsonl" not in contents.lines:
        raise NothingSealed
    return contents.files


def _row(check: Check) -> tuple[str, str, str]:
    return check.number, said(check.title), said(WORDS[check.status])


def _say_fingerprint(report: Report, board: str | None) -> None:
    """Give the four groups to compare by eye, where nobody gave them."""
    if board is None and report.fingerprint:
        groups = grouped(report.fingerprint[:LEAST_DIGITS]).replace("-", " ")
        sentence: Phrase = phrase("请与现场大屏上拍下的票箱指纹对照：%(groups)s", groups=groups)
        say(sentence)
