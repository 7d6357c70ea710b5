"""What a voter costs the server, and how long a full hall waits, beside two yardsticks built for it."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from flask import Flask

from appraisal import create_app
from appraisal.demo.meeting import Opened, open_meeting
from appraisal.demo.scenario import Scenario
from appraisal.demo.server import HOST, answers, free_port
from appraisal.domain.lifecycle import Act
from appraisal.domain.plan import Plan
from appraisal.domain.sheet import Criterion
from appraisal.services import conduct
from appraisal.transaction import database, settings, transaction
from appraisal.web.screen import poll_address
from bench.crowd import Phone, Times, crowd, vote, vote_late, vote_plainly, vote_without_scripts

ROOT = Path(__file__).parents[1]
VOTERS = 500
AT_ONCE = 64
SUBJECTS = 17  # and three criteria: the 51 cells of the yardsticks
CRITERIA = tuple(Criterion(name, Fraction(weight)) for name, weight in (("德", 40), ("能", 30), ("绩", 30)))
LATE = 200  # who submit after the close
OWN_THREADS = ("--worker-class", "gthread")  # gunicorn without what we add to it
WARM = 20  # voters who come before the clock starts
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Measured:
    """What the runs found: milliseconds of CPU a voter, of waiting, and how many went wrong."""

    floor: float = 0
    same_server: float = 0
    naive: float = 0
    journey: float = 0
    slowest: float = 0
    slowest_late: float = 0
    wrong: int = 0
    lost: int = 0

    def goals(self) -> Iterator[tuple[str, float, float]]:
        """Yield each goal, what was found, and the most it may be."""
        yield "a journey, in journeys of the floor on gunicorn's own threads", self.journey / self.floor, 1.5
        yield "the same, with the floor on our server", self.journey / self.same_server, 1.5
        yield "a journey, in eighths of the naive page and submission", 8 * self.journey / self.naive, 1
        yield f"{VOTERS} at once: seconds until 99 % of the submissions were answered", self.slowest / 1000, 1
        yield f"after the close: seconds until 99 % of {LATE} were told", self.slowest_late / 1000, 1
        yield "answers that were errors", self.wrong, 0
        yield "acknowledged ballots that are not in the box", self.lost, 0


def main() -> None:
    """Print the tables, and a verdict on each goal."""
    found = Measured()
    with tempfile.TemporaryDirectory() as folder:
        found.floor = yardstick("bare", "bench.bare:application", Path(folder), *OWN_THREADS)
        found.same_server = yardstick("bare on our server", "bench.bare:application", Path(folder))
        found.naive = yardstick("naive", "bench.naive:make()", Path(folder))
        hall(Path(folder), found)
    print()
    for goal, value, most in found.goals():
        print(f"{'met    ' if value <= most else 'NOT MET'}  {goal}: {value:.2f}, wanted {most} at most")


def yardstick(name: str, module: str, folder: Path, *options: str) -> float:
    """Measure a page and a submission of a yardstick; return CPU milliseconds per voter."""
    path = folder / f"{name}.db"
    codes = [f"code{place}" for place in range(VOTERS + WARM)]
    with sqlite3.connect(path) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE code (text TEXT PRIMARY KEY, used BOOLEAN NOT NULL)")
        made.execute("CREATE TABLE mark (id INTEGER PRIMARY KEY, code TEXT, cell INTEGER, value INTEGER)")
        made.execute("CREATE TABLE ballot (id BLOB PRIMARY KEY, marks BLOB) WITHOUT ROWID")
        made.executemany("INSERT INTO code VALUES (?, 0)", [(code,) for code in codes])
    made.close()
    with served(module, folder, {"YARDSTICK": str(path)}, "/?code=x", *options) as (port, process):
        crowd(port, codes[:WARM], vote_plainly)
        before = cpu(process)
        times, took = crowd(port, codes[WARM:], vote_plainly, at_once=AT_ONCE)
        spent = (cpu(process) - before) / VOTERS * 1000
    show(f"{name}: page and submission", times, took, spent)
    return spent


def hall(folder: Path, found: Measured) -> None:
    """Measure ours: saturated, all at once, in a minute with ten desks, and after the close."""
    environment = {"APPRAISAL_DATA": str(folder / "data"), "APPRAISAL_HOST": HOST}
    app = create_app(environment)
    with app.test_request_context(base_url=f"http://{HOST}"):
        with transaction() as session:
            plan = _large(Scenario().plan, 4 * VOTERS + 2 * WARM + LATE)
            opened = open_meeting(session, plan, settings().pepper)
        figures = poll_address(opened.number)
        database().engine.dispose()
    codes = [slip.code.printed for slip in opened.slips if slip.voter_class == 0]
    with served("app:app", folder, environment, "/readyz") as (port, process):
        crowd(port, codes[:WARM], vote)
        crowd(port, codes[WARM : 2 * WARM], vote_without_scripts)
        first, second, third, fourth = (
            codes[start : start + VOTERS] for start in range(2 * WARM, 2 * WARM + 4 * VOTERS, VOTERS)
        )
        before = cpu(process)
        saturated, took = crowd(port, first, vote, at_once=AT_ONCE)
        found.journey = (cpu(process) - before) / VOTERS * 1000
        show(f"ours: whole journey, saturated by {AT_ONCE} phones", saturated, took, found.journey)
        before = cpu(process)
        led, took = crowd(port, fourth, vote_without_scripts, at_once=AT_ONCE)
        show("ours: the same without scripts", led, took, (cpu(process) - before) / VOTERS * 1000)
        at_once, took = crowd(port, second, vote)
        show(f"ours: {VOTERS} phones at once", at_once, took)
        calm, took = crowd(port, third, vote, over=60, watchers=10, watched=figures)
        show(f"ours: {VOTERS} in a minute, 10 desks watching", calm, took)
        late, took = asyncio.run(_close(app, opened, port, codes[-LATE:]))
        show(f"ours: {LATE} submit after the close", late, took)
    with sqlite3.connect(folder / "data" / "appraisal.db") as stored:
        count = stored.execute("SELECT count(*) FROM ballot").fetchone()[0]
    print(f"stored {count} of {4 * VOTERS + 2 * WARM} ballots")
    found.slowest, found.slowest_late = at_once.of("submit", 0.99), late.of("late", 0.99)
    found.wrong = sum(len(times.wrong) for times in (saturated, led, at_once, calm, late))
    found.lost = 2 * WARM + sum(times.acknowledged for times in (saturated, led, at_once, calm)) - count


async def _close(app: Flask, opened: Opened, port: int, codes: Sequence[str]) -> tuple[Times, float]:
    """Close while everybody of these sits before a sheet that is filled in; all of them submit then."""
    times, ready, closed = Times(), asyncio.Barrier(len(codes) + 1), asyncio.Event()
    phones = [asyncio.create_task(vote_late(Phone(port, times), code, ready, closed)) for code in codes]
    await ready.wait()
    with app.app_context(), transaction() as session:
        conduct.close(session, round_id=opened.number, actor=opened.agree(session, Act.CLOSE))
    start = time.perf_counter()
    closed.set()
    for refusal in await asyncio.gather(*phones, return_exceptions=True):
        times.wrong += [type(refusal).__name__] if refusal else []
    return times, time.perf_counter() - start


def show(title: str, times: Times, took: float, spent: float | None = None) -> None:
    """Print one run."""
    cost = f", {spent:.2f} ms of CPU a voter" if spent is not None else ""
    done = len(times.steps.get("submit") or times.steps["late"]) - len(times.wrong)
    print(
        f"\n{title}: {done} in {took:.1f} s, {done / took:.0f} a second{cost}; {len(times.wrong)} went wrong"
    )
    for step in times.steps:
        p50, p95, p99 = (times.of(step, share) for share in (0.5, 0.95, 0.99))
        print(f"  {step:10} half within {p50:7.1f} ms   95 % {p95:7.1f}   99 % {p99:7.1f}")


@contextmanager
def served(
    module: str, folder: Path, environment: dict[str, str], ready: str, *options: str
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Run a server with the settings it has in earnest."""
    port = free_port()
    config = ROOT / "deploy" / "gunicorn.conf.py"
    command = [sys.executable, "-m", "gunicorn", "--config", str(config), "--pythonpath", str(ROOT)]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [*command, *options, "--bind", f"{HOST}:{port}", module],
            env=os.environ | environment | {"APPRAISAL_PORT": str(port)},
            stdout=log,
            stderr=log,
        )
    try:
        while not answers(port, ready):
            if process.poll() is not None:
                raise SystemExit((folder / "log").read_text())
            time.sleep(0.1)
        yield port, process
    finally:
        process.terminate()
        process.wait()


def cpu(process: subprocess.Popen[bytes]) -> float:
    """Seconds of CPU that a server and its workers have used."""
    spent = 0.0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            head, _, tail = path.read_text().rpartition(")")
        except OSError:
            continue
        fields = tail.split()
        if process.pid in (int(fields[1]), int(head.split(" ", 1)[0])):
            spent += (int(fields[11]) + int(fields[12])) / TICKS
    return spent


def _large(plan: Plan, voters: int) -> Plan:
    """A meeting as wide as the yardsticks' ballot, with one class large enough for everybody."""
    others = (replace(group, issued=SUBJECTS) for group in plan.classes[1:])
    classes = (replace(plan.classes[0], issued=voters), *others)
    return replace(plan, subjects=plan.subjects[:SUBJECTS], criteria=CRITERIA, classes=classes)


if __name__ == "__main__":
    main()
