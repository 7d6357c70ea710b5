"""A whole inspection: every round over HTTP into a sealed box of its own, then what they come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .. import create_app
from ..documents.activity_table import ActivityTable
from ..domain.errors import RehearsalFailed
from ..domain.phrase import phrase
from ..domain.reason import LEAST_RELEASED
from ..services import releasing
from ..services.activity_results import activity_table
from ..services.outcome import Outcome
from ..transaction import reading, settings
from ..verifying.report import Report
from .meeting import Opened
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
    reasons: dict[str, int]  # that may be read, by the name of their subject


def rehearse_rounds(
    scenario: Scenario, folder: Path, *, port: int | None = None, voted: Callable[[], None]
) -> HeldRounds:
    """Hold one round after another; arguments are those of `rehearsal.rehearse`."""
    environment = environment_of(folder, port or free_port())
    outcomes: dict[str, Outcome] = {}
    refusals: tuple[Refusal, ...] = ()
    archives: list[tuple[str, bytes]] = []
    reports: list[Report] = []
    reasons: dict[str, int] = {}
    with create_app(environment).app_context():
        for each in scenario.activity.rounds:
            opened = open_round(each.plan)
            voters = hand_out(opened.slips, scenario.ballots_of(each), each.plan.scale)
            with running(environment, settings().port, folder / LOG):
                refusals += mischief(settings().port, voters[0])
                voted()
                vote_all(settings().port, voters[1:], voted)
            outcomes[each.name] = counted(opened)
            if each.plan.rule.asks_reasons:
                reasons |= _released(opened, scenario)
            archives.append((each.name, archived(opened.number)))
            reports.append(checked(archives[-1][1], opened.number))
    table = activity_table(scenario.activity, outcomes)
    return HeldRounds(table, refusals, tuple(archives), tuple(reports), reasons)


def _released(opened: Opened, scenario: Scenario) -> dict[str, int]:
    """Compare the reasons that may be read with those that were written, whatever their order."""
    with reading() as session:
        found = releasing.released(session, round_id=opened.number)
    texts = {
        opened.plan.subjects[place].name: sorted(reason.text for reason in listed)
        for place, listed in found.reasons.items()
    }
    wanted = {name: sorted(told) for name, told in scenario.reasons.items() if len(told) >= LEAST_RELEASED}
    if texts != wanted or found.faults:
        raise RehearsalFailed(why=phrase("开箱后的理由与写的不一致"))
    return {name: len(told) for name, told in texts.items()}
