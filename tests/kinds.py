"""Every kind of round there is, each led through its whole life; its own words are Latin letters."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from flask import Flask
from sqlalchemy.orm import Session

from appraisal.domain.activity import INDICATORS, ON_SITE, RANKING, Activity, ActivityRound, Part, RollUp
from appraisal.domain.indicator import AS_IS, Conversion, Indicator, Method
from appraisal.domain.lifecycle import State
from appraisal.domain.meeting import PUBLIC, Meeting, VoterClass
from appraisal.domain.plan import Plan
from appraisal.domain.reason import Written, subjects_asked
from appraisal.domain.roles import Actor, Role
from appraisal.domain.rule import Quota, Reasons, Rounding, ScoringRule, TieKey
from appraisal.domain.scale import Grade, Scale
from appraisal.domain.sheet import Criterion, Subject
from appraisal.domain.verdict import Band
from appraisal.services import (
    activities,
    conduct,
    issuing,
    joint_slips,
    opening,
    people,
    rehearsing,
    shredding,
    voting,
)
from appraisal.storage.models import Round
from tests.factories import BOTH, ORGANIZER, account, acknowledge, draft, seal
from tests.organizer import AFTER_OBJECTIONS, marked, publish
from tests.phone import Phone, hidden

UNITS = ("Ash", "Birch", "Cedar", "Dogwood", "Elm", "Fir")
LETTERS = {"A": "Leaders", "B": "Deputies", "G": "Guests"}
WORD = "弃权"  # one of three that a workbook knows
SPACED = Fraction(100), Fraction(5)
ANSWERS = (("Fine", 100), ("Fair", 80), ("Poor", 50))
GRADES = Scale(tuple(Grade(name, Fraction(points)) for name, points in ANSWERS), WORD)
POINTS = Scale.of_points(Fraction(0), *SPACED, WORD)
PLACES = Scale.of_places(len(UNITS), *SPACED, WORD)
SUBJECTS = tuple(Subject(name, "Hill" if name < "D" else "Lake") for name in UNITS)
PROJECTS = tuple(
    Subject(f"{name} {kind}", parent=name, kind=kind) for name in UNITS[:3] for kind in ("road", "mill")
)
EACH = 6  # votes of a class: enough for it to be shown on its own
DRAWN = 2


def group(letter: str, weight: int | None, issued: int = 8, **more: bool) -> VoterClass:
    return VoterClass(letter, LETTERS[letter], None if weight is None else Fraction(weight), issued, **more)


def plan(
    scale: Scale = GRADES,
    subjects: Sequence[Subject] = SUBJECTS,
    criteria: Sequence[str] = ("Work",),
    classes: Sequence[VoterClass] = (group("A", 100),),
    **rule: object,
) -> Plan:
    shares = (Fraction(100, len(criteria)) for _ in criteria)
    return Plan(
        meeting=Meeting("Review", topic="Year", host="Office", venue="Hall", scope=PUBLIC),
        subjects=tuple(subjects),
        classes=tuple(classes),
        criteria=tuple(map(Criterion, criteria, shares)),
        scale=scale,
        rule=ScoringRule(allow_all_same=True, **rule),  # type: ignore[arg-type]
    )


TWO = (group("A", 40), group("B", 60))
KINDS = {
    "one criterion": plan(classes=TWO),
    "three criteria": plan(
        criteria=("Work", "Manner", "Trust"),
        classes=(group("A", 40), replace(group("B", 60), paper=2)),
        quota=Quota(Fraction(1, 2), Rounding.UP, per_group=True),
        ties=(TieKey("class", "A"), TieKey("grade", "Fine")),
        quorum=Fraction(1, 2),
        trim=1,
        trim_above=4,
    ),
    "points": plan(POINTS, classes=TWO),
    "points by three criteria": plan(POINTS, criteria=("Work", "Manner", "Trust")),
    "places": plan(PLACES, classes=TWO),
    "satisfaction": plan(
        classes=(group("A", 100, 10), group("G", 0, 20, is_public=True)),
        reasons=Reasons.REQUIRED,
        least_marks=2,
        bands=(Band("Good", ("Fine", "Fair"), Fraction(70)), Band("Doubtful")),
    ),
    "own unit": plan(classes=(group("A", 40), group("B", 60, 18, recuses_own=True))),
    "projects": plan(POINTS, PROJECTS, classes=(group("A", 40), group("B", 60, 9, recuses_own=True))),
}


def tour() -> Activity:
    """Two rounds that belong together, and figures of the units."""
    units = SUBJECTS[:3]
    ranked = plan(Scale.of_places(len(units), *SPACED), units, ("名次",), (group("A", None),), pooled=True)
    figures = Indicator("Funds", "yuan", Fraction(100), False, tuple(map(Fraction, (4, 8, 6))))
    points, efficacy = (
        replace(AS_IS, span=Fraction(100)),
        Conversion(Method.EFFICACY, Fraction(60), Fraction(40)),
    )
    return Activity(
        meeting=ranked.meeting,
        units=units,
        rounds=(ActivityRound(ON_SITE, KINDS["projects"]), ActivityRound(RANKING, ranked)),
        roll_up=RollUp(top=2),
        indicators=(figures,),
        parts=(
            Part(ON_SITE, Fraction(50), points),
            Part(RANKING, Fraction(20), points),
            Part(INDICATORS, Fraction(30), efficacy),
        ),
    )


@dataclass
class Life:
    """The rounds that are led together, and what was shown once on the way."""

    app: Flask
    rounds: list[int] = field(default_factory=list)
    cards: dict[int, tuple[str, ...]] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)

    @property
    def pepper(self) -> bytes:
        pepper: bytes = self.app.extensions["appraisal"].settings.pepper
        return pepper

    def every(self, act: Callable[[Session, int], object]) -> None:
        """Do something to every round."""
        with self.app.extensions["appraisal"].database.transaction() as session:
            for number in self.rounds:
                act(session, number)

    def vote(self, session: Session, _: int = 0) -> None:
        """Let the first of every class vote, in every round of their slips."""
        cast: dict[tuple[int, int], int] = {}
        for code in self.codes:
            for booth in self._booths(session, code):
                place = (booth.round_id, booth.voter_class)
                if booth.sheet.chooses_own or cast.setdefault(place, 0) == EACH:
                    continue
                cast[place] += 1
                marks = marked(booth.sheet, cast[place] % 2)
                told = Written(dict.fromkeys(subjects_asked(marks, booth.sheet), "Slow"))
                voting.cast(session, booth=booth, marks=marks, nonce=secrets.token_bytes(16), written=told)

    def _booths(self, session: Session, code: str) -> Sequence[voting.Booth]:
        if len(self.rounds) == 1:
            return (voting.enter(session, typed=code, pepper=self.pepper),)
        return voting.joined_booths(session, typed=code, pepper=self.pepper)


def lives(app: Flask, kind: str) -> Iterator[tuple[State, Life]]:
    """Lead a round, or the two of the tour, from the draft to the shredder; yield it wherever it stands."""
    life = Life(app)
    yield State.DRAFT, _drafted(life, kind)
    life.every(lambda session, number: life.cards.update({number: seal(session, number)}))
    yield State.SEALED, life
    with app.extensions["appraisal"].database.transaction() as session:
        life.codes = _codes(session, life)
    life.every(lambda session, number: conduct.open_voting(session, round_id=number, actor=BOTH))
    _draw(life)
    with app.extensions["appraisal"].database.transaction() as session:
        life.vote(session)
    yield State.OPEN, life
    yield from _counted(life, BOTH)
    life.every(publish)
    yield State.PUBLISHED, life
    life.every(
        lambda session, number: shredding.shred(session, round_id=number, actor=BOTH, today=AFTER_OBJECTIONS)
    )
    yield State.SHREDDED, life


def rehearsed(app: Flask, kind: str) -> Iterator[tuple[State, Life]]:
    """Rehearse a round up to its count; yield it wherever it stands."""
    life = _drafted(Life(app), kind)
    life.every(_rehearse(life))
    yield State.REHEARSAL, life
    with app.extensions["appraisal"].database.transaction() as session:
        life.codes = _codes(session, life)
    life.every(lambda session, number: conduct.open_voting(session, round_id=number, actor=ORGANIZER))
    life.every(life.vote)
    yield State.OPEN, life
    yield from _counted(life, ORGANIZER)


def _counted(life: Life, actor: Actor) -> Iterator[tuple[State, Life]]:
    life.every(lambda session, number: conduct.close(session, round_id=number, actor=actor))
    yield State.CLOSED, life
    life.every(
        lambda session, number: opening.open_box(
            session, round_id=number, cards=life.cards[number], actor=actor
        )
    )
    yield State.OPENED, life


def _rehearse(life: Life) -> Callable[[Session, int], object]:
    def begin(session: Session, number: int) -> None:
        acknowledge(session, number)
        card = rehearsing.begin(session, round_id=number, actor=ORGANIZER)
        life.cards[number] = (card.printed,)

    return begin


def _drafted(life: Life, kind: str) -> Life:
    with life.app.extensions["appraisal"].database.transaction() as session:
        if kind != "tour":
            life.rounds = [draft(session, KINDS[kind]).id]
            return life
        owner = account(session, "organizer").id
        made = activities.create(session, activity=tour(), account_id=owner)
        life.rounds = [each.id for each in made.rounds]
        for each in made.rounds:
            people.assign(session, round_id=each.id, name="scrutineer", role=Role.SCRUTINEER, actor=ORGANIZER)
            session.refresh(session.get_one(Round, each.id))
    return life


def _codes(session: Session, life: Life) -> list[str]:
    first = life.rounds[0]
    if len(life.rounds) > 1:
        owner = account(session, "organizer").id
        slips = joint_slips.issue(session, round_id=first, pepper=life.pepper, account_id=owner)
    else:
        slips = issuing.issue(session, round_id=first, pepper=life.pepper, actor=ORGANIZER)
    return [slip.code.printed for slip in slips]


def _draw(life: Life) -> None:
    """Let some people without a slip vote where there is a channel for them."""
    with life.app.extensions["appraisal"].database.reading() as session:
        classes = conduct.find(session, life.rounds[0]).plan.classes
    for place in (place for place, each in enumerate(classes) if each.is_public):
        for _ in range(DRAWN):
            phone, path = Phone(life.app), f"/v/public/{life.rounds[0]}/{place}"
            phone.client.post(path, data=hidden(phone.get(path)))
            sent = phone.send(phone.get("/v/ballot"), 2)
            assert sent.headers["Location"] == "/v/done"
