"""An organizer and a meeting: the real application on a database file of its own, asked over HTTP."""

from __future__ import annotations

import html
import io
import re
import secrets
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from appraisal import create_app
from appraisal.domain.lifecycle import State
from appraisal.domain.plan import Plan
from appraisal.domain.reason import Written, subjects_asked
from appraisal.domain.scale import ScaleKind
from appraisal.domain.sheet import Marks, Sheet
from appraisal.services import conduct, issuing, opening, reconciling, shredding, voting
from appraisal.services.issuing import Slip
from appraisal.storage.models import Account, Result
from tests import tianmen
from tests.factories import BOTH, SCRUTINEER, all_marked, draft, make_class, make_plan, seal

NAME, SECOND, PASSWORD = "organizer", "scrutineer", "right horse staple"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # a real one takes a fifth of a second
INPUT = re.compile(
    r'<input (?:type="hidden" )?(?:id="[^"]*" )?name="([^"]+)"(?: type="hidden")? value="([^"]*)"'
)
HIDDEN = re.compile(r'<input id="(seen|csrf_token)" name="\1" type="hidden" value="([^"]*)"')
SELECT = re.compile(r'<select id="[^"]*" name="([^"]+)".*?value="([^"]*)" selected', re.S)
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')
OBJECTIONS_UNTIL, AFTER_OBJECTIONS = date(2026, 12, 1), date(2026, 12, 2)
CLASSES = (make_class("A", 40, 8), make_class("B", 60, 10))


def make_folder(folder: Path) -> Path:
    """Make a data folder with a migrated database and an organizer whose password is known."""
    app = make_app(folder)
    with app.extensions["appraisal"].database.transaction() as session:
        session.get_one(Account, 1).password_hash = QUICK.hash(PASSWORD)
        session.add(Account(name=SECOND, password_hash=QUICK.hash(PASSWORD)))
    app.extensions["appraisal"].database.engine.dispose()
    return folder


def make_app(folder: Path) -> Flask:
    return create_app(
        {"APPRAISAL_DATA": folder, "APPRAISAL_PUBLIC_URL": "http://192.168.8.10", "TESTING": True}
    )


def fields(page: str) -> dict[str, str]:
    """Return the fields of the first form of a page as a browser would send them."""
    found = INPUT.findall(page) + HIDDEN.findall(page) + SELECT.findall(page)
    return {name: html.unescape(text) for name, text in found}


class Desk:
    """A browser at the desk; a form is sent the way a person does it, from the page that shows it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()

    def log_in(self, password: str = PASSWORD, name: str = NAME, after: str = "") -> TestResponse:
        return self.post(f"/account/login{after}", {"name": name, "password": password})

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def post(
        self, path: str, fields: dict[str, object] | None = None, page: str | None = None
    ) -> TestResponse:
        return self.client.post(path, data={**(fields or {}), "csrf_token": self.token(page or path)})

    def upload(self, content: bytes, path: str = "/desk/") -> TestResponse:
        file = {"workbook": (io.BytesIO(content), "meeting.xlsx")}
        return self.client.post(path, data={**fields(self.get(path).text), **file})

    def save(self, shown: TestResponse, action: str = "/desk/new", **changes: str) -> TestResponse:
        """Store what a page shows in its fields, after some changes: ``评议对象_1_1="新城街道"``."""
        changed = {name.replace("_", "."): text for name, text in changes.items()}
        return self.client.post(action, data={**fields(shown.text), **changed})

    def token(self, page: str = "/account/password") -> str:
        found = TOKEN.search(self.get(page).text)
        return found.group(1) if found else ""

    def second(self) -> Desk:
        """The scrutineer, in a browser of their own."""
        other = Desk(self.app)
        other.log_in(name=SECOND)
        return other

    def agree(self, path: str, act: str, fields: dict[str, object] | None = None) -> TestResponse:
        """Propose an act and let the scrutineer confirm it."""
        self.post(f"{path}/{act}", fields)
        return self.second().post(f"{path}/confirm", {"password": PASSWORD})

    @property
    def database(self):
        return self.app.extensions["appraisal"].database

    def dump(self, *, log: bool = True) -> str:
        """Return everything the database holds, as text; a refused act is in the log and nowhere else."""
        with sqlite3.connect(self.database.path) as connection:
            lines = connection.iterdump()
            return "\n".join(line for line in lines if log or "audit_entry" not in line)


@dataclass
class Meeting:
    """A round in some state, with what was shown once on the way there."""

    id: int
    plan: Plan
    cards: tuple[str, ...] = ()
    codes: list[str] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"/desk/{self.id}"


def hold(
    app: Flask,
    state: State,
    *,
    plan: Plan | None = None,
    votes: Sequence[int] = (3, 2, 1),
    meanwhile: Callable[[Session], object] = lambda _: None,
) -> Meeting:
    """Hold a meeting up to a state; the classes vote by turns, with one answer for all but the first cell.

    `meanwhile` is what somebody does to the database after the last vote and before closing.
    """
    order = list(State)
    plan = plan or make_plan(classes=CLASSES)
    installed = app.extensions["appraisal"]
    with installed.database.transaction() as session:
        meeting = Meeting(draft(session, plan).id, plan)
        given = {"round_id": meeting.id, "actor": BOTH}
        if state == State.DRAFT:
            return meeting
        meeting.cards = seal(session, meeting.id)
        if state == State.SEALED:
            return meeting
        slips = issuing.issue(session, pepper=installed.settings.pepper, **given)
        meeting.codes = [slip.code.printed for slip in _by_turns(slips)]
        conduct.open_voting(session, **given)
        booths = (
            voting.enter(session, typed=code, pepper=installed.settings.pepper) for code in meeting.codes
        )
        named = (booth for booth in booths if not booth.sheet.chooses_own)  # spares that name no unit wait
        for booth, answer in zip(named, votes, strict=False):
            marks = marked(booth.sheet, answer)
            why = f"第{len(meeting.receipts)}位：办事要跑两趟"
            told = Written(dict.fromkeys(subjects_asked(marks, booth.sheet), why))
            nonce = secrets.token_bytes(16)
            receipt = voting.cast(session, booth=booth, marks=marks, nonce=nonce, written=told)
            meeting.receipts.append(receipt.text)
        meanwhile(session)
        steps = (
            lambda: conduct.close(session, **given),
            lambda: opening.open_box(session, cards=meeting.cards, **given),
            lambda: publish(session, meeting.id),
            lambda: shredding.shred(session, today=AFTER_OBJECTIONS, **given),
        )
        for step in steps[: order.index(state) - order.index(State.OPEN)]:
            step()
    return meeting


def hold_tianmen(app: Flask, state: State = State.OPENED, **changed: object) -> Meeting:
    """Hold the Tianmen meeting: the box holds a few ballots, the result is that of all 116.

    What is `changed` of the meeting's facts changes nothing of the result.
    """
    plan = tianmen.plan()
    meeting = hold(app, state, plan=replace(plan, meeting=replace(plan.meeting, **changed)))
    with app.extensions["appraisal"].database.transaction() as session:
        stored = session.get(Result, meeting.id)
        stored.document, stored.report = tianmen.outcome().dump(), tianmen.findings().dump()
    return meeting


def publish(session: Session, round_id: int) -> None:
    """Count the slips that came back unused, and let the result out."""
    lines = conduct.turnout(session, round_id=round_id).classes
    unused = [{"unused": line.printed - (line.returned or 0), "spoiled": 0} for line in lines]
    reconciling.reconcile(session, round_id=round_id, counts=unused, actor=SCRUTINEER)
    conduct.publish(session, round_id=round_id, actor=BOTH, objections_until=OBJECTIONS_UNTIL)


def copied(template: Path, folder: Path) -> Path:
    """Copy a data folder, so that a test may do with it what it likes."""
    return Path(shutil.copytree(template, folder))


def _by_turns(slips: Sequence[Slip]) -> list[Slip]:
    """Order slips so that the classes take turns."""
    taken: Counter[int] = Counter()
    turns = []
    for slip in slips:
        turns.append((taken[slip.voter_class], slip.voter_class))
        taken[slip.voter_class] += 1
    return [slip for _, slip in sorted(zip(turns, slips, strict=True), key=lambda pair: pair[0])]


def marked(sheet: Sheet, answer: int) -> Marks:
    """One answer for all but the first cell; of places, which nobody shares, all of them from there on."""
    if sheet.scale.kind is ScaleKind.PLACES:
        return Marks(tuple((answer + place) % len(sheet.subjects) for place in range(len(sheet.subjects))))
    answers = list(all_marked(sheet, answer).answers)
    answers[sheet.asked_subjects[0]] = (answer + 1) % len(sheet.scale.grades)
    return Marks(tuple(answers))
