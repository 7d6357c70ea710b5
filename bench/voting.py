"""What a voter costs the server, and how long a full hall waits, beside two yardsticks built for it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from appraisal import create_app
from appraisal.demo.meeting import open_meeting
from appraisal.demo.scenario import Scenario
from appraisal.demo.server import HOST, answers, free_port
from appraisal.domain.plan import Plan
from appraisal.domain.sheet import Criterion
from appraisal.transaction import database, settings, transaction
from appraisal.web.screen import poll_address
from bench.crowd import Times, crowd, vote, vote_plainly

ROOT = Path(__file__).parents[1]
VOTERS = 500
AT_ONCE = 64
SUBJECTS = 17  # and three criteria: the 51 cells of the yardsticks
CRITERIA = tuple(Criterion(name, Fraction(weight)) for name, weight in (("德", 40), ("能", 30), ("绩", 30)))
WARM = 20  # voters who come before the clock starts
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as folder:
        floor = yardstick("bare", "bench.bare:application", Path(folder))
        naive = yardstick("naive", "bench.naive:make()", Path(folder))
        ours = hall(Path(folder))
    print(f"\na whole journey costs {ours / floor:.1f} x the floor,", end=" ")
    print(f"and {naive / ours:.1f} x less than the naive ballot")


def yardstick(name: str, module: str, folder: Path) -> float:
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
    with served(module, folder, {"YARDSTICK": str(path)}, "/?code=x") as (port, process):
        crowd(port, codes[:WARM], vote_plainly)
        before = cpu(process)
        times, took = crowd(port, codes[WARM:], vote_plainly, at_once=AT_ONCE)
        spent = (cpu(process) - before) / VOTERS * 1000
    show(f"{name}: page and submission", times, took, spent)
    return spent


def hall(folder: Path) -> float:
    """Measure ours: saturated, all at once, in a minute with ten desks; return CPU ms per voter."""
    environment = {"APPRAISAL_DATA": str(folder / "data"), "APPRAISAL_HOST": HOST}
    with create_app(environment).test_request_context(base_url=f"http://{HOST}"):
        with transaction() as session:
            plan = _large(Scenario().plan, 3 * VOTERS + WARM)
            opened = open_meeting(session, plan, settings().pepper)
        figures = poll_address(opened.number)
        database().engine.dispose()
    codes = [slip.code.printed for slip in opened.slips if slip.voter_class == 0]
    with served("app:app", folder, environment, "/readyz") as (port, process):
        crowd(port, codes[:WARM], vote)
        runs = (codes[WARM + VOTERS * part : WARM + VOTERS * (part + 1)] for part in range(3))
        before = cpu(process)
        times, took = crowd(port, next(runs), vote, at_once=AT_ONCE)
        spent = (cpu(process) - before) / VOTERS * 1000
        show(f"ours: whole journey, saturated by {AT_ONCE} phones", times, took, spent)
        show(f"ours: {VOTERS} phones at once", *crowd(port, next(runs), vote))
        show(
            f"ours: {VOTERS} in a minute, 10 desks watching",
            *crowd(port, next(runs), vote, over=60, watchers=10, watched=figures),
        )
    with sqlite3.connect(folder / "data" / "appraisal.db") as stored:
        count = stored.execute("SELECT count(*) FROM ballot").fetchone()[0]
    print(f"stored {count} of {3 * VOTERS + WARM} ballots")
    return spent


def show(title: str, times: Times, took: float, spent: float | None = None) -> None:
    """Print one run."""
    cost = f", {spent:.2f} ms of CPU a voter" if spent is not None else ""
    done = len(times.steps["submit"]) - len(times.wrong)
    print(
        f"\n{title}: {done} in {took:.1f} s, {done / took:.0f} a second{cost}; {len(times.wrong)} went wrong"
    )
    for step in times.steps:
        p50, p95, p99 = (times.of(step, share) for share in (0.5, 0.95, 0.99))
        print(f"  {step:10} half within {p50:7.1f} ms   95 % {p95:7.1f}   99 % {p99:7.1f}")


@contextmanager
def served(
    module: str, folder: Path, environment: dict[str, str], ready: str
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Run a server with the settings it has in earnest."""
    port = free_port()
    config = ROOT / "deploy" / "gunicorn.conf.py"
    command = [sys.executable, "-m", "gunicorn", "--config", str(config), "--pythonpath", str(ROOT)]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [*command, "--bind", f"{HOST}:{port}", module],
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
