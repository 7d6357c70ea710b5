"""What sealing adds to a vote, and what opening a large box takes: time, and memory above its matrix.

Run with ``python -m bench.box``; the size of the larger box may be given, and a million take some minutes.
CPU time of one thread; the gates are those of an ordinary small server.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when numpy loads

import secrets
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from nacl.public import PrivateKey
from sqlalchemy import insert

from appraisal.ballotbox import board, box
from appraisal.ballotbox.seal import BallotPlace, Form, seal
from appraisal.demo.scenario import Scenario
from appraisal.services import counting, examining, setup
from appraisal.services.unsealing import unsealed
from appraisal.services.voting import form_of
from appraisal.storage import schema
from appraisal.storage.database import Database
from appraisal.storage.models import Ballot, Round

SEALING_MS, OPENING_S, GROWTH_MB = 0.3, 3.0, 2.0
SEALS, BALLOTS, LARGER = 2_000, 10_000, 40_000
AT_ONCE = 40_000  # ballots sealed into the box in one statement
HASH = b"f" * 32
PAIR = PrivateKey.generate()


def main(larger: int = LARGER) -> bool:
    """Print both times and the memory; say whether all gates hold."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'box.db'}")
        schema.upgrade(database)
        with database.transaction() as session:
            made = setup.create(session, plan=Scenario().plan, actor="bench")
            made.form_hash = HASH
            form = form_of(made.plan, made.uid, HASH)
        held = sealing(form)
        fill(database, made, form, BALLOTS)
        held &= opening(database, made)
        small = memory(database, made, BALLOTS)
        for first in range(BALLOTS, larger, AT_ONCE):
            fill(database, made, form, min(AT_ONCE, larger - first))
        held &= steady(small, memory(database, made, larger))
        database.engine.dispose()
    return held


def sealing(form: Form) -> bool:
    """Seal ballots one by one."""
    with clock() as spent:
        for place in drawn(SEALS):
            seal((2,) * form.cells, place, form, bytes(PAIR.public_key))
    each = spent[0] / SEALS * 1e3
    print(f"sealing one ballot of {form.cells} cells{each:18.3f} ms, gate {SEALING_MS} ms")
    return each <= SEALING_MS


def fill(database: Database, made: Round, form: Form, ballots: int) -> None:
    """Put ballots into the box, no two of them alike."""
    marks = np.random.default_rng(2020).integers(-1, form.answers, (ballots, form.cells)).tolist()
    key = bytes(PAIR.public_key)
    rows = [
        {
            "id": place.ballot_id,
            "round_id": made.id,
            "voter_class": place.voter_class,
            "sealed": seal(tuple(row), place, form, key),
        }
        for place, row in zip(drawn(ballots), marks, strict=True)
    ]
    with database.transaction() as session:
        session.execute(insert(Ballot), rows)


def opening(database: Database, made: Round) -> bool:
    """Do everything an opening does: the root, every ballot, the count, the evidence."""
    with clock() as spent, database.reading() as session:
        board.root(box.leaves(session, made))
        held = unsealed(session, made, bytes(PAIR))
        opened = time.process_time()
        counting.count(made.plan, held.answers, held.classes)
        examining.examine(made.plan, held.answers, held.classes)
        after = time.process_time() - opened
    print(f"opening {BALLOTS:,} ballots{spent[0]:27.2f} s, gate {OPENING_S} s")
    print(f"  of it counting, and how sure it is{after:11.2f} s")
    return spent[0] <= OPENING_S


def memory(database: Database, made: Round, ballots: int) -> float:
    """Return the most memory held at once above the matrix, in MiB."""
    with clock() as spent, database.reading() as session:
        tracemalloc.start()
        held = unsealed(session, made, bytes(PAIR))
        most = tracemalloc.get_traced_memory()[1] - held.answers.nbytes - held.classes.nbytes
        tracemalloc.stop()
    print(f"  memory above the matrix of {ballots:,}{most / 2**20:14.1f} MiB, watched for {spent[0]:.0f} s")
    return most / 2**20


def steady(small: float, large: float) -> bool:
    """Say whether a box many times as large needs the same memory."""
    print(f"  growth with the box{large - small:26.1f} MiB, gate {GROWTH_MB} MiB")
    return large - small <= GROWTH_MB


def drawn(ballots: int) -> Iterator[BallotPlace]:
    """Draw where ballots belong."""
    return (BallotPlace(place % 3, secrets.token_bytes(16)) for place in range(ballots))


@contextmanager
def clock() -> Iterator[list[float]]:
    """Measure the CPU time of a block."""
    spent, start = [0.0], time.process_time()
    yield spent
    spent[0] = time.process_time() - start


if __name__ == "__main__":
    print("all gates hold" if main(*map(int, sys.argv[1:2])) else "a gate does not hold")
