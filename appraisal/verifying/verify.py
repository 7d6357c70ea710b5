"""Check an archive from its bytes alone; whatever they are, the answer is a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from ..domain.phrase import Phrase, phrase
from . import asked, boxed, counted, log, paper, recount
from .container import MOST_BYTES
from .contents import Contents, read
from .figures import Figures, ballots, cells, plan
from .report import Check, Report, Status, Verdict


@dataclass(frozen=True)
class Asked:
    """What is wanted besides: the fingerprint written down in the hall, an earlier archive, a receipt.

    `reopened` are the documents that the sealed ballots gave when somebody opened them again.
    """

    board: str | None = None
    old: bytes | None = None
    receipt: str | None = None
    reopened: Mapping[str, bytes] | None = None


NOTHING = Asked()
JSON = ("board", "manifest", "result", "returns", "round", "tally")

Finding = Callable[[], Iterator[Phrase]]


def verify(content: bytes, wanted: Asked = NOTHING) -> Report:
    """Check an archive.

    Parameters
    ----------
    content : bytes
        Anything.
    wanted : Asked

    Returns
    -------
    Report
        Never raises.
    """
    if len(content) > MOST_BYTES:
        return Report(Verdict.UNREADABLE, why=phrase("文件超过 64 MB"))
    contents = read(content)
    if contents is None:
        return Report(Verdict.UNREADABLE, why=phrase("这不是归档文件，或已损坏得读不出来"))
    checks = tuple(_checks(contents, wanted))
    board = contents.documents.get("board.json", {"fingerprint": ""})
    return Report(_verdict(checks, wanted), checks, board["fingerprint"])


def _verdict(checks: tuple[Check, ...], wanted: Asked) -> Verdict:
    statuses = {check.status for check in checks}
    if Status.FAILED in statuses:
        return Verdict.INVALID
    is_whole = Status.NOT_POSSIBLE not in statuses and wanted.board is not None
    return Verdict.VALID if is_whole else Verdict.IN_PART


def _checks(contents: Contents, wanted: Asked) -> Iterator[Check]:
    """Every check by its number; one whose documents are not there is not possible."""
    have = {name.removesuffix(".json") for name in contents.documents}
    lines = "audit.jsonl" in contents.lines
    figures = _figures(contents)
    whole = figures if figures is not None and figures.cells else None
    yield _check("V1", lambda: iter(contents.faults))
    yield _check("V2", lambda: boxed.files(contents), "manifest" in have)
    yield _check("V3", lambda: boxed.form(contents), {"board", "manifest", "round"} <= have)
    yield _check("V4", lambda: boxed.order(contents), "board" in have)
    yield _check("V5", lambda: boxed.root(contents), "board" in have and boxed.are_leaves(contents))
    yield _check("V6", lambda: boxed.fingerprint(contents, wanted.board), {"board", "round"} <= have)
    if figures is None:
        yield from (_check(number, _misfit, {"round", "returns"} <= have) for number in ("V7", "V8"))
    else:
        yield _check("V7", lambda: boxed.sizes(contents, figures), "board" in have)
        yield _check("V8", lambda: _issued(contents, figures))
    if whole is None:
        yield _check("V9", _misfit, {"round", "returns", "tally"} <= have)
        yield from (_check(number, _misfit, False) for number in ("V10", "V11"))
    else:
        yield _check("V9", lambda: counted.cells(whole))
        yield _check("V10", lambda: counted.hiding(contents, whole), "result" in have)
        yield _recounted(contents, whole, "result" in have)
    yield _check("V12", lambda: log.log(contents), lines and set(JSON) <= have)
    if wanted.receipt is not None:
        typed = wanted.receipt
        yield _check("V13", lambda: asked.receipt(contents, typed), {"board", "round"} <= have)
    if "sealed.jsonl" in contents.lines or wanted.reopened is not None:
        yield _sealed(contents, wanted, {"board", "round"} <= have)
    if wanted.old is not None:
        old = wanted.old
        yield _check("V15", lambda: asked.older(contents, old))


def _issued(contents: Contents, figures: Figures) -> Iterator[Phrase]:
    return chain(
        boxed.issued(contents, figures), paper.slips(contents, figures), paper.ballots(contents, figures)
    )


def _recounted(contents: Contents, figures: Figures, is_possible: bool) -> Check:
    """V11 is ok only where everything that decided the result can be seen."""
    found = _check("V11", lambda: recount.result(contents, figures), is_possible)
    if found.status is Status.OK and not recount.is_complete(figures):
        return Check("V11", Status.NOT_POSSIBLE, (phrase("有的票数不公布，或计分办法要用整张选票"),))
    return found


def _sealed(contents: Contents, wanted: Asked, is_possible: bool) -> Check:
    """V14 is ok only where the ballots were opened again."""
    found = _check("V14", lambda: asked.sealed(contents, wanted.reopened), is_possible)
    if found.status is Status.OK and wanted.reopened is None:
        return Check("V14", Status.NOT_POSSIBLE, (phrase("没有用钥匙卡重新开箱"),))
    return found


def _figures(contents: Contents) -> Figures | None:
    """Read the numbers; without cells where the tally does not fit, None where the returns do not."""
    documents = contents.documents
    if "round.json" not in documents or "returns.json" not in documents:
        return None
    read_plan = plan(documents["round.json"]["settings"])
    lines = ballots(documents["returns.json"], read_plan)
    if lines is None:
        return None
    found = cells(documents["tally.json"], read_plan) if "tally.json" in documents else None
    return Figures(read_plan, lines, found or {})


def _misfit() -> Iterator[Phrase]:
    yield phrase("所列的票种、对象、指标与设定不符")


def _check(number: str, find: Finding, is_possible: bool = True) -> Check:
    if not is_possible:
        return Check(number, Status.NOT_POSSIBLE)
    try:
        findings = tuple(find())
    except (ValueError, ArithmeticError, LookupError, RecursionError, MemoryError):
        findings = (phrase("数字不成样子，算不下去"),)
    return Check(number, Status.FAILED if findings else Status.OK, findings)
