"""How soon a slow phone shows the ballot and takes taps; Lighthouse's marks where npx is at hand.

    .venv/bin/python -m bench.lighthouse

Slow phone: processor four times slower, 1.6 Mbit/s, 150 ms. Congested hall: 400 kbit/s, 400 ms. The phone
was never here before, so that everything is loaded.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from appraisal import create_app
from appraisal.demo.meeting import Opened, open_meeting
from appraisal.demo.scenario import Scenario
from appraisal.demo.server import HOST, free_port, running
from appraisal.domain.plan import Plan
from appraisal.domain.sheet import Criterion, Subject
from appraisal.transaction import settings, transaction

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
PHONE = {"width": 390, "height": 664}
TRIES = 5
LIGHTHOUSE = ["npx", "--yes", "lighthouse@12"]
RUNS = 5  # of Lighthouse; the median of each number is told
CATEGORIES = "performance,accessibility"
METRICS = ("first-contentful-paint", "interactive", "total-blocking-time", "total-byte-weight")
PAINTED = "performance.getEntriesByName('first-contentful-paint').map(entry => entry.startTime)[0]"
READY = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"  # the script has run


@dataclass(frozen=True)
class Network:
    """What a phone gets: bits a second, ms to and fro, how many times its processor is slower."""

    name: str
    bits: int
    latency: int
    slowdown: int


NETWORKS = (Network("slow phone", 1_600_000, 150, 4), Network("congested hall", 400_000, 400, 4))


def main() -> None:
    """Measure both sheets on both networks, then ask Lighthouse."""
    for subjects, criteria in ((28, 1), (41, 3)):
        with hall(subjects, criteria) as (address, code), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for network in NETWORKS:
                painted, ready = measure(browser, address, code, network)
                print(
                    f"{subjects} x {criteria}, {network.name}: painted {painted:.2f} s, ready {ready:.2f} s"
                )
            if shutil.which("npx"):
                print(
                    f"{subjects} x {criteria}, Lighthouse: {marks(address, cookie(browser, address, code))}"
                )
            browser.close()


@contextmanager
def hall(subjects: int, criteria: int) -> Iterator[tuple[str, str]]:
    """Serve an open meeting; give the address of the code page and a code."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        environment = {"APPRAISAL_DATA": folder, "APPRAISAL_HOST": HOST, "APPRAISAL_PORT": str(port)}
        with create_app(environment).app_context(), transaction() as session:
            plan = as_large(Scenario().plan, subjects, criteria)
            opened: Opened = open_meeting(session, plan, settings().pepper)
            code = opened.slips[0].code.compact
        with running(environment, port, Path(folder) / "server.log"):
            yield f"http://{HOST}:{port}/v", code


def as_large(plan: Plan, subjects: int, criteria: int) -> Plan:
    """The same meeting with this many subjects and criteria."""
    more = (Subject(f"{subject.name}项目", "项目") for subject in plan.subjects)
    columns = [
        Criterion(f"第{column + 1}项", plan.criteria[0].weight / criteria) for column in range(criteria)
    ]
    return replace(
        plan,
        classes=tuple(replace(group, recuses_own=False) for group in plan.classes),
        subjects=(*plan.subjects, *more)[:subjects],
        criteria=tuple(columns) if criteria > 1 else plan.criteria,
    )


def measure(browser: Browser, address: str, code: str, network: Network) -> tuple[float, float]:
    """Return the median seconds to the first paint and to taps, each time on a phone that was never here."""
    tries = [_once(browser, address, code, network) for _ in range(TRIES)]
    painted, ready = zip(*tries, strict=True)
    return statistics.median(painted) / 1000, statistics.median(ready) / 1000


def _once(browser: Browser, address: str, code: str, network: Network) -> tuple[float, float]:
    context = browser.new_context(viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    _enter(page, address, code)
    page.goto("about:blank")
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.clearBrowserCache")
    speed = network.bits / 8
    wire.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": network.latency,
            "downloadThroughput": speed,
            "uploadThroughput": speed,
        },
    )
    wire.send("Emulation.setCPUThrottlingRate", {"rate": network.slowdown})
    page.goto(f"{address}/ballot", wait_until="load")
    page.locator("#left").wait_for()
    page.wait_for_timeout(300)  # the paint is noted a little after it happened
    found = page.evaluate(PAINTED), page.evaluate(READY)
    context.close()
    return found


def _enter(page: Page, address: str, code: str) -> None:
    page.goto(f"{address}#{code}")
    page.wait_for_url("**/v/ballot")


def cookie(browser: Browser, address: str, code: str) -> str:
    """Enter the code and return what the phone sends along from then on."""
    context = browser.new_context()
    _enter(context.new_page(), address, code)
    return "; ".join(f"{one['name']}={one['value']}" for one in context.cookies(f"{address}/ballot"))


def marks(address: str, sent: str) -> dict[str, int]:
    """Return the medians of Lighthouse's marks of the ballot, of a hundred, and of its times in ms."""
    runs = [_look(address, sent) for _ in range(RUNS)]
    return {name: round(statistics.median(run[name] for run in runs)) for name in runs[0]}


def _look(address: str, sent: str) -> dict[str, float]:
    """Let Lighthouse load the ballot once, on its own slow phone."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        subprocess.run(
            [
                *LIGHTHOUSE,
                f"{address}/ballot",
                f"--only-categories={CATEGORIES}",
                f"--extra-headers={json.dumps({'Cookie': sent})}",
                f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
                "--output=json",
                f"--output-path={report}",
                "--quiet",
            ],
            check=True,
            env={**os.environ, "CHROME_PATH": CHROMIUM},
        )
        found = json.loads(report.read_text(encoding="utf-8"))
    return {name: 100 * part["score"] for name, part in found["categories"].items()} | {
        name: found["audits"][name]["numericValue"] for name in METRICS
    }


if __name__ == "__main__":
    main()
