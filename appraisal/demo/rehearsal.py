"""A whole meeting from set-up to ranking, on a server of its own in a folder of its own."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from .. import create_app
from ..documents.evidence import Evidence
from ..documents.table import ResultTable
from ..domain.lifecycle import Act
from ..domain.plan import Plan
from ..services import conduct, evidence, opening, people, results
from ..services.outcome import Outcome
from ..transaction import database, reading, scrub, settings, transaction
from ..verifying.report import Report
from .meeting import Opened, open_meeting
from .mischief import Refusal, mischief
from .proof import archived, checked
from .scenario import Scenario
from .server import HOST, free_port, running
from .voters import hand_out, vote_all

LOG = "server.log"


@dataclass(frozen=True)
class Held:
    """What a rehearsal leaves behind.

    `refusals` are the server's answers to those who tried to vote twice; `report` is what a checker says of
    the `archive`.
    """

    table: ResultTable
    beside: Evidence | None
    refusals: tuple[Refusal, ...]
    archive: bytes = field(repr=False)
    report: Report


def rehearse(scenario: Scenario, folder: Path, *, port: int | None = None, voted: Callable[[], None]) -> Held:
    """Hold the meeting: every ballot travels over HTTP, every rule is the one that a real meeting has.

    Parameters
    ----------
    scenario : Scenario
    folder : Path
        An empty data folder.
    port : int, optional
        Where the server listens; any free port when absent.
    voted : callable
        Called after each vote.

    Returns
    -------
    Held
    """
    environment = environment_of(folder, port or free_port())
    with create_app(environment).app_context():
        opened = open_round(scenario.plan)
        voters = hand_out(opened.slips, scenario.ballots)
        with running(environment, settings().port, folder / LOG):
            refusals = mischief(settings().port, voters[0])
            voted()
            vote_all(settings().port, voters[1:], voted)
        outcome = counted(opened)
        table, beside = results.table(opened.plan, outcome), _beside(opened, outcome)
        archive = archived(opened.number)
        return Held(table, beside, refusals, archive, checked(archive, opened.number))


def environment_of(folder: Path, port: int) -> dict[str, str]:
    """Name every setting, so that none of the surrounding installation's is used."""
    return {
        "APPRAISAL_DATA": str(folder),
        "APPRAISAL_DATABASE_URL": f"sqlite:///{folder / 'appraisal.db'}",
        "APPRAISAL_HOST": HOST,
        "APPRAISAL_PORT": str(port),
        "APPRAISAL_PUBLIC_URL": f"http://{HOST}:{port}",
    }


def open_round(plan: Plan) -> Opened:
    """Set a round up and open it."""
    with contextlib.redirect_stderr(io.StringIO()):  # the password of an account that nobody will use
        database()
    with transaction() as session:
        return open_meeting(session, plan, settings().pepper)


def counted(opened: Opened) -> Outcome:
    """Close a round, open its box, publish what was counted."""
    with transaction() as session:
        conduct.close(session, round_id=opened.number, actor=opened.agree(session, Act.CLOSE))
    scrub()
    with transaction() as session:
        organizer = people.acting(session, round_id=opened.number, account_id=opened.organizer)
        opening.open_box(session, round_id=opened.number, cards=opened.cards, actor=organizer)
    with transaction() as session:
        opened.count_slips(session)
        agreed = opened.agree(session, Act.PUBLISH)
        conduct.publish(session, round_id=opened.number, actor=agreed, objections_until=date.today())
    with reading() as session:
        return opening.outcome(session, round_id=opened.number)


def _beside(opened: Opened, outcome: Outcome) -> Evidence | None:
    with reading() as session:
        findings = opening.findings(session, round_id=opened.number)
    return evidence.evidence(opened.plan, outcome, findings)
