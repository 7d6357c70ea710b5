"""How long pages and papers take, in milliseconds and as multiples of a plain piece of work."""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from unittest.mock import patch

import numpy as np
from flask import Flask

from appraisal import create_app
from appraisal.demo.scenario import Scenario
from appraisal.documents import bars, chart, filing
from appraisal.documents.evidence import Evidence
from appraisal.documents.table import ResultTable
from appraisal.domain.lifecycle import State
from appraisal.domain.plan import Plan
from appraisal.domain.sheet import Criterion, Subject
from appraisal.services import counting, evidence, examining, people, results, setup
from appraisal.storage.models import Account, Result
from appraisal.transaction import transaction
from appraisal.web.account import SEEN, SINCE
from appraisal.web.desk import results as result_page
from appraisal.web.desk.counted import counted

BALLOTS = 84  # of three classes, none more than were handed out
REPEATS = 7
LONG_ENOUGH = 2  # seconds
LONGEST = 200  # subjects a plan may have
MANY = 1_000
CRITERIA = tuple(Criterion(name, Fraction(100, 3)) for name in ("实绩", "作风", "评价"))


def main() -> None:
    """Print what a person waits for after the box was opened."""
    tianmen = Scenario().plan
    tianmen_wide = replace(tianmen, criteria=CRITERIA)
    long = replace(
        tianmen,
        subjects=tuple(Subject(f"单位{n:04}", "镇") for n in range(LONGEST)),
        classes=tuple(replace(group, recuses_own=False) for group in tianmen.classes),
    )
    short, stretched = _table(tianmen), _stretched(_table(long))
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"APPRAISAL_DATA": folder, "TESTING": True})
        _tell("ranking page, 28 x 3", _page(app, tianmen_wide), 30)
        page = _page(app, long)
        _tell(f"ranking page, {LONGEST} x 1", page, 150)
        many = stretched, _stretched_evidence(long)
        with patch.object(result_page, "counted", lambda number: (counted(number)[0], *many)):
            _tell(f"ranking page, {MANY} x 1", page, 150)
            _tell("the same, never drawn before", _anew(page), 150)
    _tell("all documents, 28 x 1", _papers(short), 3_000)
    _tell("unit sheets, 28", _unit_sheets(short), 3_000)
    _tell(f"all documents, {MANY} x 1", _papers(stretched), 20_000)
    _tell(f"unit sheets, {MANY}", _unit_sheets(stretched), 20_000)


def _tell(name: str, work: Callable[[], object], budget: int) -> None:
    took, plain = _best(work), _best(_yardstick)
    print(
        f"{name:28} {took * 1000:9.1f} ms  {took / plain:8.1f} x yardstick  (budget {budget} ms)", flush=True
    )


def _best(work: Callable[[], object]) -> float:
    """Return the quickest of several runs; long ones are run once."""
    found: list[float] = []
    while len(found) < REPEATS and sum(found) < LONG_ENOUGH:
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def _yardstick() -> int:
    """A million additions: what this machine does in plain Python."""
    return sum(n for n in range(1_000_000))


def _page(app: Flask, plan: Plan) -> Callable[[], object]:
    """Return what asks for the ranking page of a counted round."""
    answers, classes = _ballots(plan)
    outcome = counting.count(plan, answers, classes)
    report = examining.examine(plan, answers, classes)
    with app.app_context(), transaction() as session:
        held = setup.create(session, plan=plan, actor="bench")
        people.found(session, round_id=held.id, account_id=1)
        held.state = State.OPENED
        session.add(Result(round_id=held.id, document=outcome.dump(), report=report and report.dump()))
        account = session.get_one(Account, 1)
        number, user = held.id, f"{account.id}:{account.session_version}"
    client = app.test_client()
    client.get("/account/login")
    with client.session_transaction() as cookie:
        cookie |= {"_user_id": user, "_fresh": True, SINCE: int(time.time()), SEEN: int(time.time())}

    def asked() -> None:
        if client.get(f"/desk/{number}/results").status_code != 200:
            raise SystemExit("the ranking page did not come")

    return asked


def _anew(page: Callable[[], object]) -> Callable[[], object]:
    """Return what asks for a page whose bars and dots nobody has looked at before."""

    def asked() -> None:
        for kept in (bars.laid, chart.line, chart.stack):
            kept.cache_clear()
        page()

    return asked


def _table(plan: Plan) -> ResultTable:
    return results.table(plan, counting.count(plan, *_ballots(plan)))


def _stretched(table: ResultTable) -> ResultTable:
    """Repeat a table under other names: papers take data, however many rows."""
    times = range(MANY // len(table.rows))
    parts = {
        name: tuple(
            replace(each, subject=f"{each.subject}-{n}") for n in times for each in getattr(table, name)
        )
        for name in ("rows", "cells", "distribution")
    }
    return replace(table, **parts)


def _stretched_evidence(plan: Plan) -> Evidence:
    """Repeat what is said beside each subject in the same way."""
    ballots = _ballots(plan)
    findings = examining.examine(plan, *ballots)
    found = evidence.evidence(plan, counting.count(plan, *ballots), findings)
    if found is None:
        raise SystemExit("there is no evidence")
    times = range(MANY // len(found.estimates))
    rows = tuple(replace(row, subject=f"{row.subject}-{n}") for n in times for row in found.estimates)
    return replace(found, estimates=rows)


def _papers(table: ResultTable) -> Callable[[], object]:
    return lambda: filing.bundle(filing.every_file(table), io.BytesIO())


def _unit_sheets(table: ResultTable) -> Callable[[], object]:
    return lambda: filing.bundle(filing.every_unit(table), io.BytesIO())


def _ballots(plan: Plan) -> tuple[np.ndarray, list[int]]:
    chance = np.random.default_rng(2020)
    shape = (BALLOTS, len(plan.subjects), len(plan.criteria))
    marks = chance.choice(4, size=shape, p=(0.05, 0.15, 0.4, 0.4))
    return marks, [n % len(plan.classes) for n in range(BALLOTS)]


if __name__ == "__main__":
    main()
