"""Several rounds that belong together: set up from one workbook, read back as one activity."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from sqlalchemy.orm import Session

from ..domain import joining
from ..domain.activity import Activity, ActivityRound
from ..domain.encoding import tagged_hash
from ..domain.errors import (
    FiguresOnly,
    NotFound,
    PlanChangedMeanwhile,
    RoleRefused,
    RoleTaken,
    RoundsDiffer,
    SeatTaken,
)
from ..domain.indicator import Indicator
from ..domain.lifecycle import TOLD, State
from ..domain.plan import Plan
from ..domain.roles import Role
from ..storage import audit, queries
from ..storage.models import Appraisal, Round
from . import people, setup

CREATED, JOINED = "create", "join-rounds"


def create(session: Session, *, activity: Activity, account_id: int) -> Appraisal:
    """Store an activity with all its rounds in draft; the account becomes the organizer of each."""
    rounds = [
        setup.drafted(_named(activity, each), position=place, name=each.name)
        for place, each in enumerate(activity.rounds)
    ]
    made = Appraisal(title=activity.meeting.title, joining=joining.dump(activity), rounds=rounds)
    session.add(made)
    session.flush()
    for each in rounds:
        actor = people.found(session, round_id=each.id, account_id=account_id)
        audit.record(session, actor=actor, act=CREATED, detail={"round": each.id})
    _record(session, made, str(actor))
    return made


def of_round(session: Session, round_id: int, *, account_id: int | None = None) -> Appraisal:
    """Return the activity that a round belongs to.

    Raises
    ------
    NotFound
        If the round stands alone, or the account has nothing to do with another round of the activity.
    """
    found = queries.round_by_id(session, round_id).appraisal
    if found.joining is None:
        raise NotFound
    if account_id is not None and not is_open_to(session, found, account_id):
        raise NotFound
    return found


def is_open_to(session: Session, appraisal: Appraisal, account_id: int) -> bool:
    """Say whether an appraisal has rounds that belong together, and the account takes part in all of them."""
    own = people.rounds_of(session, account_id=account_id)
    return appraisal.joining is not None and {each.id for each in appraisal.rounds} <= own


def assembled(appraisal: Appraisal) -> Activity:
    """Put an activity together from what is stored of it."""
    rounds = tuple(ActivityRound(each.name, each.plan) for each in appraisal.rounds)
    meeting = replace(rounds[0].plan.meeting, title=appraisal.title)
    return joining.load(appraisal.joining or b"", meeting=meeting, rounds=rounds)


def assign_elsewhere(session: Session, *, round_id: int, name: str, role: Role, account_id: int) -> None:
    """Give somebody the same role in the other drafts of the activity, wherever that is free to give."""
    found = queries.round_by_id(session, round_id).appraisal
    for each in found.rounds if found.joining is not None else ():
        if each.id == round_id or each.state != State.DRAFT:
            continue
        with suppress(NotFound, RoleRefused, RoleTaken, SeatTaken):
            actor = people.acting(session, round_id=each.id, account_id=account_id)
            people.assign(session, round_id=each.id, name=name, role=role, actor=actor)


def version(appraisal: Appraisal) -> str:
    """Name the activity as it is now; any change gives another name."""
    parts = (appraisal.joining or b"", *(each.settings for each in appraisal.rounds))
    return tagged_hash("activity", *parts).hex()[: setup.VERSION_DIGITS]


def may_replace(appraisal: Appraisal) -> bool:
    """Say whether everything may still change: no box is sealed."""
    return all(each.state == State.DRAFT for each in appraisal.rounds)


def may_correct(appraisal: Appraisal) -> bool:
    """Say whether figures may still change: the result is not out."""
    return any(each.state not in TOLD for each in appraisal.rounds)


def replace_all(
    session: Session, *, round_id: int, activity: Activity, account_id: int, seen: str | None = None
) -> Appraisal:
    """Put a corrected workbook in the place of the old one while no box is sealed.

    Once one is, only the figures of the indicators may differ, and once all results are out nothing may.

    Raises
    ------
    RoundsDiffer
        If the workbook has other rounds.
    FiguresOnly
        If a rule differs that voters already rely on.
    PlanChangedMeanwhile
        If `seen` is no longer the newest version.
    """
    found = of_round(session, round_id, account_id=account_id)
    rounds = [queries.round_by_id(session, each.id, lock=True) for each in found.rounds]
    if seen is not None and seen != version(found):
        raise PlanChangedMeanwhile(who=_last_hand(session, rounds))
    if [each.name for each in rounds] != [each.name for each in activity.rounds]:
        raise RoundsDiffer(rounds=tuple(each.name for each in rounds))
    actors = [people.acting(session, round_id=each.id, account_id=account_id) for each in rounds]
    if may_replace(found):
        found.title = activity.meeting.title
        for each, made, actor in zip(rounds, activity.rounds, actors, strict=True):
            setup.replace_plan(session, round_id=each.id, plan=_named(activity, made), actor=actor)
    elif not (may_correct(found) and _differs_in_figures_alone(assembled(found), activity)):
        raise FiguresOnly
    found.joining = joining.dump(activity)
    _record(session, found, str(actors[0]))
    return found


def _named(activity: Activity, each: ActivityRound) -> Plan:
    return replace(each.plan, meeting=joining.titled(activity.meeting, each.name))


def _differs_in_figures_alone(stored: Activity, sent: Activity) -> bool:
    """Compare everything that was agreed on; the plans of the rounds are not taken from the workbook then."""
    return (stored.units, stored.roll_up, stored.parts, _without_figures(stored.indicators)) == (
        sent.units,
        sent.roll_up,
        sent.parts,
        _without_figures(sent.indicators),
    )


def _without_figures(indicators: Sequence[Indicator]) -> list[Indicator]:
    return [replace(each, figures=()) for each in indicators]


def _record(session: Session, appraisal: Appraisal, who: str) -> None:
    """Write down by its fingerprint what joins the rounds: whoever kept it sees any later change."""
    mark = tagged_hash("joining", appraisal.joining or b"").hex()
    for each in appraisal.rounds:
        audit.record(session, actor=who, act=JOINED, detail={"round": each.id, "joining": mark})


def _last_hand(session: Session, rounds: Sequence[Round]) -> str:
    found = [audit.last(session, JOINED, each.id) for each in rounds]
    return next((entry.actor for entry in found if entry is not None), "")
