"""What it costs when everybody only watches: phones that wait for the opening, desks that ask."""

from __future__ import annotations

import asyncio
import subprocess
import tempfile
import time
from pathlib import Path

from appraisal import create_app
from appraisal.demo.meeting import Opened, open_meeting
from appraisal.demo.scenario import Scenario
from appraisal.demo.server import HOST
from appraisal.domain.lifecycle import State
from appraisal.services import accounts, conduct
from appraisal.transaction import database, settings, transaction
from appraisal.web.screen import poll_address
from bench.crowd import HIDDEN, Phone, Times, watch
from bench.voting import cpu, served

PHONES, DESKS, SECONDS = 300, 10, 60
PHONE_ASKS, DESK_ASKS = 10, 2  # seconds between two questions, as the pages ask
GATE = 0.10  # of one core
WATCHED = 128  # slips of the meeting; several phones may wait on one


def main() -> None:
    """Print how much of one core the server needs."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"APPRAISAL_DATA": str(Path(folder) / "data"), "APPRAISAL_HOST": HOST}
        with create_app(environment).test_request_context(base_url=f"http://{HOST}"):
            with transaction() as session:
                opened = open_meeting(session, Scenario().plan, settings().pepper)
                conduct.find(session, opened.number).state = State.SEALED
                name = accounts.name_of(session, opened.scrutineer)
            figures = poll_address(opened.number)
            database().engine.dispose()
        with served("app:app", Path(folder), environment, "/readyz") as (port, process):
            share, times = asyncio.run(_watch(port, process, opened, name, figures))
    asked = len(times.steps["watch"])
    verdict = "" if share < GATE else "  above the gate"
    print(f"{PHONES} phones waiting, {DESKS} desks: {asked} questions in {SECONDS} s")
    print(f"{share:.1%} of one core, gate {GATE:.0%}{verdict}")


async def _watch(
    port: int, process: subprocess.Popen[bytes], opened: Opened, name: str, figures: str
) -> tuple[float, Times]:
    """Let everybody in, then watch for a minute; return the share of one core, and what was asked."""
    times = Times()
    desk = Phone(port, times)
    page = await desk.ask("enter", "GET", "/account/login")
    words = {**dict(HIDDEN.findall(page)), "name": name, "password": opened.password}
    await desk.ask("enter", "POST", "/account/login", words)
    phones = [await _waiting(port, times, opened, place) for place in range(PHONES)]
    tasks = [asyncio.create_task(_late(phone, place)) for place, phone in enumerate(phones)]
    for _ in range(DESKS):
        for path in (f"/desk/{opened.number}/waiting", figures):
            seat = Phone(port, times)
            seat.cookies = desk.cookies
            tasks.append(asyncio.create_task(watch(seat, path, DESK_ASKS)))
    await asyncio.sleep(DESK_ASKS)
    times.steps.clear()
    before, began = cpu(process), time.perf_counter()
    await asyncio.sleep(SECONDS)
    share = (cpu(process) - before) / (time.perf_counter() - began)
    for task in tasks:
        task.cancel()
    return share, times


async def _waiting(port: int, times: Times, opened: Opened, place: int) -> Phone:
    phone = Phone(port, times)
    page = await phone.ask("enter", "GET", "/v")
    code = opened.slips[place % WATCHED].code.printed
    await phone.ask("enter", "POST", "/v", {**dict(HIDDEN.findall(page)), "code": code})
    return phone


async def _late(phone: Phone, place: int) -> None:
    await asyncio.sleep(PHONE_ASKS * place / PHONES)
    await watch(phone, "/v/ballot", PHONE_ASKS)


if __name__ == "__main__":
    main()
