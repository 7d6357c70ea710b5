"""Mint codes that are good for all rounds of an activity: one slip, one credential per round behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import insert
from sqlalchemy.orm import Session

from ..documents.slips import Face, FaceClass
from ..domain.activity import Activity
from ..domain.code import Code
from ..domain.meeting import VoterClass
from ..domain.plan import Plan
from ..storage.models import Credential
from . import activities, issuing, people
from .issuing import Slip, shuffle


@dataclass(frozen=True)
class JointClass:
    """A class of voters over all rounds: who they are, the rounds they vote in, the slips to print."""

    group: VoterClass
    rounds: tuple[str, ...]
    slips: int


def classes(activity: Activity) -> tuple[JointClass, ...]:
    """Gather the classes of all rounds by letter; each gets as many slips as its largest round needs.

    A public channel has no slips, and is none of them.
    """
    found: dict[str, list[tuple[str, Plan, VoterClass]]] = {}
    for each in activity.rounds:
        for group in filter(lambda group: not group.is_public, each.plan.classes):
            found.setdefault(group.letter, []).append((each.name, each.plan, group))
    return tuple(
        JointClass(
            group=places[0][2],
            rounds=tuple(name for name, _, _ in places),
            slips=max(group.issued + plan.rule.spares(group.issued) for _, plan, group in places),
        )
        for places in found.values()
    )


def face(session: Session, *, round_id: int) -> Face:
    """Return what all slips of an activity have in common."""
    activity = activities.assembled(activities.of_round(session, round_id))
    groups = (FaceClass(each.group.letter, each.group.name, each.rounds) for each in classes(activity))
    return Face(activity.meeting.title, tuple(groups), units(activity))


def units(activity: Activity) -> tuple[str, ...]:
    """Name the units of all rounds, each once."""
    return tuple(dict.fromkeys(unit for each in activity.rounds for unit in each.plan.units))


def issue(
    session: Session, *, round_id: int, pepper: bytes, account_id: int, address: str = ""
) -> tuple[Slip, ...]:
    """Mint the codes of all rounds of an activity at once; places of classes and units are those given above.

    Every round keeps a digest of its own of each code, and rows are written in the order of digests: nothing
    stored says which credentials of two rounds are of one slip.

    Raises
    ------
    StateRefused, CodesAlreadyIssued
        If the box of a round is not sealed, or a round has codes already; nothing was minted.
    """
    found = activities.of_round(session, round_id, account_id=account_id)
    rounds = [each.id for each in found.rounds]
    actors = [people.acting(session, round_id=each, account_id=account_id) for each in rounds]
    ready = [
        issuing.ready_for_slips(session, round_id=each, actor=actor)
        for each, actor in zip(rounds, actors, strict=True)
    ]
    activity = activities.assembled(found)
    slips = [slip for place in range(len(classes(activity))) for slip in _mint(activity, place)]
    rows: list[tuple[bytes, int, int, int | None]] = []
    for voting_round, actor in zip(ready, actors, strict=True):
        own = list(_rows(activity, voting_round.plan, slips))
        rows += [
            (slip.code.digest(pepper, voting_round.uid), voting_round.id, voter_class, recused)
            for slip, voter_class, recused in own
        ]
        issuing.issued(session, voting_round, count=len(own), actor=actor, address=address)
    columns = ("digest", "round_id", "voter_class", "recused_subject")
    session.execute(insert(Credential), [dict(zip(columns, row, strict=True)) for row in sorted(rows)])
    return tuple(slips)


def _mint(activity: Activity, place: int) -> list[Slip]:
    """Make the slips of one class: the units that a round wants named are named, the others are spares."""
    joint, named = classes(activity)[place], Counter[str]()
    for each in activity.rounds:
        for position, group in enumerate(each.plan.classes):
            if group.letter == joint.group.letter and group.recuses_own:
                own = [each.plan.units[unit] for unit in each.plan.recusals(position) if unit is not None]
                named |= Counter(own)
    known = units(activity)
    recused = [known.index(name) for name in named.elements()]
    spares = [None] * max(joint.slips - len(recused), 0)
    slips = [Slip(place, Code.draw(), own) for own in (*recused, *spares)]
    shuffle(slips)
    return slips


def _rows(activity: Activity, plan: Plan, slips: Sequence[Slip]) -> Iterator[tuple[Slip, int, int | None]]:
    """Yield the slips that are good for a round, with class and own unit as that round numbers them."""
    joint, known = classes(activity), units(activity)
    places = {group.letter: position for position, group in enumerate(plan.classes) if not group.is_public}
    for slip in slips:
        position = places.get(joint[slip.voter_class].group.letter)
        if position is None:
            continue
        own = None if slip.recused is None else known[slip.recused]
        is_asked = plan.classes[position].recuses_own and own in plan.units
        yield slip, position, plan.units.index(own) if is_asked and own is not None else None
