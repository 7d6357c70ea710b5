"""A whole inspection: every round over HTTP into a sealed box of its own, then what they come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .. import create_app
from ..documents.activity_table import ActivityTable
from ..services.activity_results import activity_table
from ..services.outcome import Outcome
from ..transaction import settings
from ..verifying.report import Report
from .mischief import Refusal, mischief
from .proof import archived, checked
from .rehearsal import LOG, counted, environment_of, open_round
from .scenario import Scenario
from .server import free_port, running
from .voters import hand_out, vote_all


@dataclass(frozen=True)
class HeldRounds:
    """What a rehearsal of several rounds leaves behind: a report of a checker for the archive of each."""

    table: ActivityTable
    refusals: tuple[Refusal, ...]
    archives: tuple[tuple[str, bytes], ...]
    reports: tuple[Report, ...]


def rehearse_rounds(
    scenario: Scenario, folder: Path, *, port: int | None = None, voted: Callable[[], None]
) -> HeldRounds:
    """Hold one round after another; arguments are those of `rehearsal.rehearse`."""
    environment = environment_of(folder, port or free_port())
    outcomes: dict[str, Outcome] = {}
    refusals: tuple[Refusal, ...] = ()
    archives: list[tuple[str, bytes]] = []
    reports: list[Report] = []
    with create_app(environment).app_context():
        for each in scenario.activity.rounds:
            opened = open_round(each.plan)
            voters = hand_out(opened.slips, scenario.ballots_of(each), each.plan.scale)
            with running(environment, settings().port, folder / LOG):
                refusals += mischief(settings().port, voters[0])
                voted()
                vote_all(settings().port, voters[1:], voted)
            outcomes[each.name] = counted(opened)
            archives.append((each.name, archived(opened.number)))
            reports.append(checked(archives[-1][1], opened.number))
    table = activity_table(scenario.activity, outcomes)
    return HeldRounds(table, refusals, tuple(archives), tuple(reports))
