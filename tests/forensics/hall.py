"""The real application in a hall where everything is known: who came with which code, phone and marks."""

from __future__ import annotations

import io
import logging
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from flask import Flask
from werkzeug.test import TestResponse

from appraisal import create_app
from appraisal.storage import hygiene
from appraisal.storage.models import Account
from appraisal.web import front
from tests.factories import OpenRound
from tests.forensics.meeting import marked_plan, marks_of, texts_of
from tests.forensics.search import Search, of_bytes, of_marks, of_text
from tests.organizer import PASSWORD, QUICK, Desk
from tests.phone import Phone, hidden

SECRET_FILES = {"pepper", "secret_key"}  # what the server itself must know


@dataclass
class Visit:
    """One voter's way through the pages: what was sent and what came back."""

    code: str
    answers: tuple[int, ...]
    texts: Mapping[int, str] = field(default_factory=dict)
    nonce: str = ""
    cookie: str = ""
    address: str = ""
    device: str = ""
    seen: list[TestResponse] = field(default_factory=list)

    def secrets(self) -> Mapping[str, Iterable[bytes]]:
        """Everything that must be found nowhere, in every spelling."""
        name = self.device
        texts = {
            "printed": self.code,
            "typed": self.code.replace("-", ""),
            "symbols": self.code.replace("-", "")[:12],
        }
        texts |= {"cookie": self.cookie, "address": self.address, "device": self.device}
        found: dict[str, Iterable[bytes]] = {f"{what} {name}": of_text(text) for what, text in texts.items()}
        found[f"nonce {name}"] = [*of_text(self.nonce), *of_bytes(bytes.fromhex(self.nonce))]
        found[f"marks {name}"] = of_marks(self.answers)
        found |= {f"reason {name} {subject}": of_text(text) for subject, text in self.texts.items()}
        return found


class Hall:
    """An installation with an open round of marked voters, its log, and a folder for temporary files."""

    def __init__(self, folder: Path, database_url: str | None, voters: int, *, asks: bool) -> None:
        self.folder, self.temporary = folder / "data", folder / "temporary"
        self.temporary.mkdir(parents=True)
        given: dict[str, object] = {"APPRAISAL_DATA": self.folder, "TESTING": True}
        self.app: Flask = create_app(
            given | ({"APPRAISAL_DATABASE_URL": database_url} if database_url else {})
        )
        self.app.config["PROPAGATE_EXCEPTIONS"] = False  # a fault is a page, as in the hall
        self.database = self.app.extensions["appraisal"].database
        self.log = io.StringIO()
        self.visits: list[Visit] = []
        pepper = self.app.extensions["appraisal"].settings.pepper
        with self.database.transaction() as session:
            self.round = OpenRound(session, marked_plan(voters, asks=asks), pepper=pepper)
            session.get_one(Account, 1).password_hash = QUICK.hash(PASSWORD)
        self.asks = asks
        self.marks = dict(zip(self.round.codes("A"), marks_of(voters), strict=True))

    def vote(self, code: str, answers: tuple[int, ...] | None = None) -> Visit:
        """Vote the way a phone does; remember everything."""
        number = len(self.visits)
        visit = Visit(code, answers or self.marks[code])
        visit.address, visit.device = f"203.0.113.{number:03}", f"CanaryPhone/{number}.7"
        self.visits.append(visit)
        phone = Phone(self.app)
        phone.client.environ_base |= {"REMOTE_ADDR": visit.address, "HTTP_USER_AGENT": visit.device}
        visit.seen.append(phone.enter(code))
        cookie = phone.client.get_cookie("voter", path="/v")
        visit.cookie = cookie.value if cookie else ""
        page = phone.get("/v/ballot")
        visit.nonce = hidden(page)["nonce"]
        visit.texts = texts_of(visit.answers) if self.asks else {}
        marks: dict[str, object] = {f"m{cell}": answer for cell, answer in enumerate(visit.answers)}
        marks |= {f"r{subject}": text for subject, text in visit.texts.items()}
        visit.seen += [page, phone.send(page, marks), phone.get("/v/done")]
        return visit

    def vote_all(self) -> set[int]:
        """Let everybody vote; return the statuses of their ballots."""
        return {self.vote(code).seen[2].status_code for code in self.marks}

    def close(self) -> None:
        with self.database.transaction() as session:
            self.round.close(session)
        hygiene.scrub(self.database)

    def open_box(self) -> None:
        with self.database.transaction() as session:
            self.round.open_box(session)

    def desk(self) -> Desk:
        """An organizer who has logged in."""
        desk = Desk(self.app)
        desk.log_in()
        return desk

    def search(self) -> Search:
        """Everything known to this hall, ready to be looked for."""
        known = {f"card {number}": of_text(card) for number, card in enumerate(self.round.cards)}
        for visit in self.visits:
            known |= visit.secrets()
        return Search(known)

    def left_behind(self) -> Iterator[bytes]:
        """Everything there is to steal: log, data folder, temporary files, and a server's own files."""
        yield self.log.getvalue().encode()
        folders = [self.folder, self.temporary, *self._of_server()]
        for path in (path for folder in folders for path in folder.rglob("*")):
            if path.is_file() and path.name not in SECRET_FILES:
                yield path.read_bytes()

    def _of_server(self) -> Iterator[Path]:
        """PostgreSQL's folder of this database, its log of writing, its log of messages."""
        if self.database.is_sqlite:
            return
        with psycopg.connect(self.database.url.render_as_string(False)) as connection:
            data = Path(connection.execute("SHOW data_directory").fetchone()[0])
            number = connection.execute(
                "SELECT oid FROM pg_database WHERE datname = current_database()"
            ).fetchone()[0]
        yield from (data / "pg_wal", data / "base" / str(number), data / "base" / "pgsql_tmp", data / "log")


@contextmanager
def hall(folder: Path, database_url: str | None = None, *, voters: int, asks: bool = False) -> Iterator[Hall]:
    """Make a hall; everything said is logged, every temporary file falls into one folder."""
    made = Hall(folder, database_url, voters, asks=asks)
    heard = logging.StreamHandler(made.log)
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(heard)
    root.setLevel(logging.DEBUG)
    usual, tempfile.tempdir = tempfile.tempdir, str(made.temporary)
    try:
        yield made
    finally:
        tempfile.tempdir = usual
        root.setLevel(level)
        root.removeHandler(heard)
        made.database.engine.dispose()


def by_flask_alone(app: Flask) -> None:
    """Close the front door: a defect that is planted in Flask's own hooks is to meet every request."""
    app.extensions[front.EXTENSION]._steps.clear()
