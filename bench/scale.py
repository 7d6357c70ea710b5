"""How the cost grows with the box, and what more processes carry, on PostgreSQL.

Run with ``python -m bench.scale``; sizes may be given: ``python -m bench.scale 1000 1000000``. A million
takes minutes and half a gigabyte. The gates: nothing grows faster than the box; a vote and a look at the
turnout do not grow with it.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when numpy loads

import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np

from appraisal import create_app
from appraisal.ballotbox.seal import BallotPlace, Form, seal
from appraisal.demo import server
from appraisal.demo.meeting import open_meeting
from appraisal.demo.scenario import Scenario
from appraisal.demo.server import free_port
from appraisal.domain.plan import Plan
from appraisal.domain.sheet import Marks
from appraisal.services import accounts, conduct, opening, voting, watching
from appraisal.services.finished import finished
from appraisal.services.voting import form_of
from appraisal.storage import schema
from appraisal.storage.database import Database
from bench.crowd import crowd, vote
from tests.factories import BOTH
from tests.postgres import Cluster, new_database
from tests.redis import RedisServer

SIZES = (1_000, 10_000, 100_000)
PROCESSES = (1, 2, 4)
VOTERS, AT_ONCE, WARM = 300, 64, 20
CASTS, LOOKS = 200, 100
CODE = "digest, round_id, voter_class, spent, void, paper"
CHUNK = 20_000  # ballots sealed and sent at a time
PEPPER = b"p" * 32
CONSTANT, LINEAR = 3.0, 1.5  # times: what noise makes of something that does not grow, or grows in step


@dataclass(frozen=True)
class Cost:
    """What one size of the box costs; milliseconds for one, seconds for all."""

    ballots: int
    cast: float
    question: float
    count: float
    close: float
    opening: float
    results: float

    def __str__(self) -> str:
        each = f"{self.ballots:>9,} {self.cast:>9.2f} {self.question:>11.3f} {self.count:>9.1f}"
        return f"{each} {self.close:>9.2f} {self.opening:>9.2f} {self.results:>10.3f}"


def main(sizes: Sequence[int], processes: Sequence[int]) -> bool:
    """Print both tables; say whether all gates hold."""
    with Cluster() as server:
        costs = []
        print("CPU of program and database together")
        print("  ballots   cast ms  turnout ms  count ms   close s    open s  results s")
        for size in sizes:
            costs.append(cost := measure(server, size))
            print(cost, flush=True)
        print(f"\n{os.cpu_count()} cores for server, database and {AT_ONCE} phones")
        print("processes   votes a second   submission: half, 95 %, 99 % within ms")
        for count in processes:
            serve(new_database(server.url), count)
    return all([*held(costs)])


def held(costs: Sequence[Cost]) -> Iterator[bool]:
    """Say of each kind of work whether it grows as it may."""
    for small, large in pairwise(costs):
        grown = large.ballots / small.ballots
        for name in ("cast", "question"):
            yield _judged(name, getattr(large, name) / max(getattr(small, name), 0.1), CONSTANT)
        for name in ("count", "close", "opening"):
            yield _judged(name, getattr(large, name) / max(getattr(small, name), 0.01) / grown, LINEAR)


def _judged(name: str, times: float, gate: float) -> bool:
    if times > gate:
        print(f"  {name} grew {times:.1f} times as much as it may, gate {gate}")
    return times <= gate


def measure(server: Cluster, size: int) -> Cost:
    """Hold a meeting whose box is as full as that before the last voters come."""
    database = Database(new_database(server.url))
    schema.upgrade(database)
    with database.transaction() as session:
        accounts.create_first(session)
        opened = open_meeting(session, _wide(CASTS), PEPPER)
        found = conduct.find(session, opened.number)
        found.issued = [size + CASTS, *conduct.issued_per_class(found)[1:]]
        form, key = form_of(found.plan, found.uid, found.form_hash), found.public_key
    fill(database, opened.number, form, key, size)
    given = {"round_id": opened.number, "actor": BOTH}
    codes = [slip.code.printed for slip in opened.slips if slip.voter_class == 0][:CASTS]
    spent = partial(_spent, server)
    cast = spent(_cast_all, database, codes) / CASTS * 1000
    question = spent(_look, database, opened.number, watching.figures) / LOOKS * 1000
    count = spent(_look, database, opened.number, _count) / LOOKS * 1000
    with database.transaction() as session:
        close = spent(conduct.close, session, **given)
    with database.transaction() as session:
        opens = spent(opening.open_box, session, cards=opened.cards, **given)
    with database.reading() as session:
        results = spent(finished, session, round_id=opened.number)
    database.engine.dispose()
    return Cost(size, cast, question, count, close, opens, results)


def _spent(server: Cluster, act: Callable[..., object], *given: object, **named: object) -> float:
    """Return the seconds of CPU that something took here and in the database; others use the machine too."""
    before = time.process_time() + server.cpu()
    act(*given, **named)
    return time.process_time() + server.cpu() - before


def fill(database: Database, number: int, form: Form, key: bytes, size: int) -> None:
    """Put spent codes and ballots into the tables, no two of them alike."""
    marks = np.random.default_rng(2020)
    raw = database.engine.raw_connection()
    with raw.cursor() as cursor:
        for first in range(0, size, CHUNK):
            many = min(CHUNK, size - first)
            drawn = marks.integers(-1, form.answers, (many, form.cells)).tolist()
            with cursor.copy(
                "COPY credential (digest, round_id, voter_class, spent, void, paper) FROM STDIN"
            ) as rows:
                for _ in range(many):
                    rows.write_row((secrets.token_bytes(32), number, 0, True, False, False))
            with cursor.copy("COPY ballot (id, round_id, voter_class, sealed) FROM STDIN") as rows:
                for row in drawn:
                    place = BallotPlace(0, secrets.token_bytes(16))
                    rows.write_row((place.ballot_id, number, 0, seal(tuple(row), place, form, key)))
            raw.commit()
        cursor.execute("ANALYZE")  # as the server does by itself within a minute
    raw.commit()
    raw.close()


def _wide(voters: int) -> Plan:
    """The demo's meeting with a first class of so many."""
    plan = Scenario().plan
    return replace(plan, classes=(replace(plan.classes[0], issued=voters), *plan.classes[1:]))


def _cast_all(database: Database, codes: Sequence[str]) -> None:
    for code in codes:
        with database.glancing() as connection:
            booth = voting.enter(connection, typed=code, pepper=PEPPER)
        blank = Marks.blank(booth.sheet)
        marks = Marks(tuple(place % 4 if cell == -3 else cell for place, cell in enumerate(blank.answers)))
        ballot = voting.fill_in(booth=booth, marks=marks, nonce=secrets.token_bytes(16))
        database.together(partial(voting.drop, booth=booth, ballot=ballot))


def _look(database: Database, number: int, look: Callable[..., object]) -> None:
    for _ in range(LOOKS):
        with database.glancing() as connection:
            look(connection, number)


def _count(connection, number: int) -> object:
    return conduct.turnout_of(connection, watching.glimpse(connection, number))


def serve(url: str, processes: int) -> None:
    """Let a crowd vote at a server of so many processes, and print how fast it went."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, RedisServer() as redis:
        environment = {
            "APPRAISAL_DATA": str(Path(folder) / "data"),
            "APPRAISAL_DATABASE_URL": url,
            "APPRAISAL_REDIS_URL": redis.url,
            "APPRAISAL_PROCESSES": str(processes),
            "APPRAISAL_PORT": str(port),
        }
        installed = create_app(environment).extensions["appraisal"]
        with installed.database.transaction() as session:
            opened = open_meeting(session, _wide(VOTERS + WARM), installed.settings.pepper)
        installed.database.engine.dispose()
        codes = [slip.code.printed for slip in opened.slips if slip.voter_class == 0]
        with server.running(environment, port, Path(folder) / "log"):
            crowd(port, codes[:WARM], vote)
            times, took = crowd(port, codes[WARM : WARM + VOTERS], vote, at_once=AT_ONCE)
    waited = ", ".join(f"{times.of('submit', share):.0f}" for share in (0.5, 0.95, 0.99))
    wrong = len(times.wrong)
    print(f"{processes:>9} {VOTERS / took:>16.0f}   {waited:>38}   {wrong} went wrong", flush=True)


if __name__ == "__main__":
    given = [int(size) for size in sys.argv[1:]]
    good = main(given, ()) if given else main(SIZES, PROCESSES)
    print("all gates hold" if good else "a gate does not hold")
