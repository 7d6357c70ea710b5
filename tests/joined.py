"""A small inspection for tests: projects rated on site by two classes, then the units by one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from sqlalchemy.orm import Session

from appraisal.domain.activity import INDICATORS, ON_SITE, VOTE, Activity, ActivityRound, Part, RollUp
from appraisal.domain.indicator import Conversion, Indicator, Method
from appraisal.domain.lifecycle import State
from appraisal.domain.roles import Role
from appraisal.domain.sheet import Subject
from appraisal.services import activities, conduct, counting, joint_slips, people
from appraisal.storage.models import Result, Round
from tests.documents.scenarios import BALLOTS, DEMO, read_ballots
from tests.factories import BOTH, ORGANIZER, PEPPER, account, make_class, make_plan, seal

LEADERS = (make_class("A", 40, 6), make_class("B", 60, 3, recuses_own=True))
MEETING = (make_class("A", 100, 5),)


def make_activity(**changes: object) -> Activity:
    """Three units with two projects each, two rounds, one indicator."""
    units = make_plan().subjects
    projects = tuple(
        Subject(f"{unit.name}{kind}项目", parent=unit.name, kind=kind)
        for unit in units
        for kind in ("竣工", "开工")
    )
    figures = Indicator("到位资金", "亿元", Fraction(100), False, tuple(map(Fraction, (4, 8, 6))))
    efficacy = Conversion(Method.EFFICACY, Fraction(60), Fraction(40))
    activity = Activity(
        meeting=make_plan(title="拉练检查").meeting,
        units=units,
        rounds=(
            ActivityRound(ON_SITE, replace(make_plan(classes=LEADERS, title="拉练检查"), subjects=projects)),
            ActivityRound(VOTE, make_plan(classes=MEETING, title="拉练检查")),
        ),
        roll_up=RollUp(top=2),
        indicators=(figures,),
        parts=(
            Part(ON_SITE, Fraction(50)),
            Part(VOTE, Fraction(20)),
            Part(INDICATORS, Fraction(30), efficacy),
        ),
    )
    return replace(activity, **changes)


def sealed_activity(session: Session, activity: Activity) -> dict[int, tuple[str, str]]:
    """Store an activity and seal its boxes; return the cards of every round by its number."""
    account(session, "scrutineer")
    made = activities.create(session, activity=activity, account_id=account(session, "organizer").id)
    cards = {}
    for each in made.rounds:
        people.assign(session, round_id=each.id, name="scrutineer", role=Role.SCRUTINEER, actor=ORGANIZER)
        session.refresh(session.get_one(Round, each.id))
        cards[each.id] = seal(session, each.id)
    return cards


class OpenActivity:
    """An activity with one slip for all its rounds; `rounds` by their numbers, open for voting."""

    def __init__(self, session: Session, *, pepper: bytes = PEPPER, activity: Activity | None = None) -> None:
        self.cards = sealed_activity(session, activity or make_activity())
        self.rounds = list(self.cards)
        owner = account(session, "organizer").id
        self.slips = joint_slips.issue(session, round_id=self.rounds[0], pepper=pepper, account_id=owner)
        for number in self.rounds:
            conduct.open_voting(session, round_id=number, actor=BOTH)

    def codes(self, place: int) -> list[str]:
        return [slip.code.printed for slip in self.slips if slip.voter_class == place]


def count_tour(session: Session, numbers: Sequence[int], state: State = State.OPENED) -> None:
    """Count the rounds of the tour from its files of ballots, as if their boxes were opened."""
    for number, name in zip(numbers, BALLOTS["tour-2020"], strict=True):
        held = session.get_one(Round, number)
        file = read_ballots(DEMO / "tour-2020" / name, held.plan)
        outcome = counting.count(held.plan, file.answers, file.voter_classes, void=file.void)
        session.add(Result(round_id=number, document=outcome.dump()))
        held.state = state
