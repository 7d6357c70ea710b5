"""How long a full hall takes to vote: real server, real phones' requests, everybody at once."""

from __future__ import annotations

import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from appraisal import create_app
from appraisal.demo.meeting import open_meeting
from appraisal.demo.scenario import Scenario
from appraisal.demo.server import HOST, free_port, running
from appraisal.demo.voters import Voter, vote
from appraisal.domain.plan import Plan
from appraisal.transaction import settings, transaction

VOTERS = 500
AT_ONCE = 64


def main() -> None:
    """Let 500 people vote at once and print how long they waited."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        environment = {"APPRAISAL_DATA": folder, "APPRAISAL_HOST": HOST, "APPRAISAL_PORT": str(port)}
        with create_app(environment).app_context():
            with transaction() as session:
                slips = open_meeting(session, _large(Scenario().plan), settings().pepper).slips
            voters = [Voter(slip.code, _marks(place)) for place, slip in enumerate(slips[:VOTERS])]
        with running(environment, port, Path(folder) / "server.log"):
            _measure(port, voters)


def _measure(port: int, voters: list[Voter]) -> None:
    def timed(voter: Voter) -> float:
        start = time.perf_counter()
        vote(port, voter)
        return time.perf_counter() - start

    start = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as hall:
        waits = sorted(hall.map(timed, voters))
    took = time.perf_counter() - start
    middle, late = waits[len(waits) // 2], waits[int(len(waits) * 0.95)]
    print(f"{len(voters)} ballots, {AT_ONCE} phones at once: {took:.1f} s, {len(voters) / took:.0f} a second")
    print(f"code to receipt (5 requests): half within {middle:.2f} s, 95 % within {late:.2f} s")


def _large(plan: Plan) -> Plan:
    """The same meeting with one class large enough for everybody."""
    classes = (replace(plan.classes[0], issued=VOTERS), *plan.classes[1:])
    return replace(plan, classes=classes)


def _marks(place: int) -> tuple[int, ...]:
    return tuple((place + subject) % 4 for subject in range(28))


if __name__ == "__main__":
    main()
