"""A real server with rounds that are open for voting, and a real browser."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from appraisal import create_app
from appraisal.demo import server
from appraisal.domain.rule import Quota, Reasons
from appraisal.services import conduct, issuing
from tests.browser.settling import PATIENCE, settling
from tests.factories import BOTH, CRITERIA, UNITS, OpenRound, SealedRound, make_class, make_plan

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=PATIENCE)
MANY = (make_class("A", 100, 160),)  # one process may run every browser test there is
OWN = (make_class("A", 100, 30, recuses_own=True),)


@dataclass
class Hall:
    """Where the server answers, and the codes nobody has used yet."""

    url: str
    data: Path  # where the server keeps everything
    one_criterion: list[str]
    three_criteria: list[str]
    limited: list[str]  # three best answers at most, and never one answer for all
    asked: list[str]  # the lowest grade needs a reason
    spare: list[str]  # the voter names the own unit
    closed: str  # a code of a round that is over
    waiting: str  # a code of a round that is not open yet
    shapes: dict[tuple[int, int], list[str]]  # real sheets, by subjects and criteria


@pytest.fixture(scope="session")
def hall(tmp_path_factory):
    """Meetings with one criterion, with three, and with a quota, all open, on a running server."""
    folder: Path = tmp_path_factory.mktemp("hall")
    port = server.free_port()
    environment = {"APPRAISAL_DATA": str(folder / "data"), "APPRAISAL_PORT": str(port)}
    installed = create_app(environment).extensions["appraisal"]
    with installed.database.transaction() as session:
        pepper = installed.settings.pepper
        rounds = [
            OpenRound(session, make_plan(subjects=10, criteria=criteria, classes=MANY, **rule), pepper=pepper)
            for criteria, rule in (
                (("综合评价",), {}),
                (("工作实绩", "作风建设", "群众满意"), {}),
                (("综合评价",), {"quota": Quota(Fraction(3, 10)), "allow_all_same": False}),
                (("综合评价",), {"reasons": Reasons.REQUIRED}),
            )
        ]
        own = OpenRound(session, make_plan(classes=OWN), pepper=pepper)
        spare = [slip.code.printed for slip in own.slips if slip.recused is None]
        over = OpenRound(session, pepper=pepper)
        conduct.close(session, round_id=over.id, actor=BOTH)
        shapes = {
            shape: OpenRound(session, real_plan(*shape), pepper=pepper).codes("A")
            for shape in ((17, 1), (28, 1), (17, 3), (41, 3))
        }
        waiting = not_open(session, pepper)
    installed.database.engine.dispose()
    codes = [made.codes("A") for made in rounds]
    with server.running(environment, port, folder / "server.log"):
        url, data = f"http://{server.HOST}:{port}", folder / "data"
        yield Hall(url, data, *codes, spare, over.codes("A")[0], waiting, shapes)


def real_plan(subjects, criteria):
    """A meeting as large as real ones, with names as long as real ones."""
    asked = CRITERIA[:criteria] if criteria > 1 else ("综合评价",)
    plan = make_plan(criteria=asked, classes=MANY, title="二〇二六年度乡镇（街道）工作民主评议")
    return replace(plan, subjects=UNITS[:subjects])


def not_open(session, pepper):
    """Make a round whose slips are printed, and return a code of it."""
    made = SealedRound(session)
    return issuing.issue(session, round_id=made.id, pepper=pepper, actor=BOTH)[0].code.printed


@pytest.fixture(scope="session")
def chromium():
    if not Path(CHROMIUM).exists():
        pytest.fail(f"no Chromium at {CHROMIUM}: install it, or set CHROMIUM to its path")
    with sync_playwright() as playwright, settling():
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium):
    """Open a page on a phone: ``browse(width=320, color_scheme="dark")``."""
    contexts = []

    def opened(width=390, height=844, **options):
        given = {"viewport": {"width": width, "height": height}, "locale": "zh-CN", **options}
        context = chromium.new_context(reduced_motion="reduce", **given)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
