"""A program beside the server on the same database: ``python -m tests.faults.beside hold|cast URL …``."""

from __future__ import annotations

import json
import sys

from appraisal.domain.errors import CodeAlreadyUsed
from appraisal.storage.database import Database
from tests.faults.hall import booths, cast


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def hold(database: Database) -> None:
    """Hold the write lock from the word "held" until a line comes in."""
    with database.transaction() as session:
        session.connection()
        say("held")
        sys.stdin.readline()


def cast_all(database: Database) -> None:
    """Cast with every code that comes in and say the receipts; a code that is used by then is passed over."""
    held = booths(database, json.loads(sys.stdin.readline()))
    say("ready")
    sys.stdin.readline()
    receipts = []
    for booth in held:
        try:
            receipts.append(cast(database, booth))
        except CodeAlreadyUsed:
            continue
    say(json.dumps(receipts))


if __name__ == "__main__":
    {"hold": hold, "cast": cast_all}[sys.argv[1]](Database(sys.argv[2]))
