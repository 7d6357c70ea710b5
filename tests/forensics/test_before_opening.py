"""Two meetings that differ in votes and reasons alone: until the box is opened nobody can tell them apart."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import current_app, request

from appraisal import create_app, notices
from appraisal.services import voting
from appraisal.storage import audit
from tests.documents.reading import pdf_text
from tests.forensics.crawl import crawl
from tests.forensics.hall import hall
from tests.forensics.meeting import SUBJECTS
from tests.organizer import Desk
from tests.phone import Phone
from tests.postgres import copied_database

VOTERS = 12
BEST, WORST = 3, 0
RANDOM = (  # what is random in every answer, and as long as before
    (re.compile(rb"R-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]"), b"(receipt)"),
    (re.compile(rb"\b[0-9a-f]{64}\b"), b"(leaf or fingerprint)"),
    (re.compile(rb'(name="?(?:csrf_token|nonce)"?[^>]* value="?)[^">]*'), rb"\1(random)"),
    (re.compile(rb"(Set-Cookie: \w+=)[^;]*"), rb"\1(signed)"),
    (re.compile(rb"(?:<span>[0-9a-f]{4}</span>\s*){4}"), b"(board)"),
    (re.compile(rb"\b[0-9a-f]{4}(?: [0-9a-f]{4}){3}\b"), b"(board)"),
    (re.compile(rb'(<path stroke="#000" d=")[^"]*'), rb"\1(receipt as a picture)"),
    (re.compile(rb'(<span class="code">|name="seen" type="hidden" value=")[0-9a-f]{16}'), rb"\1(last act)"),
    (re.compile(rb"(process_\w+) [-+.\de]+"), rb"\1 (of this machine)"),
    (re.compile(rb'(data-now=")\d+'), rb"\1(clock)"),
    (re.compile(rb'(data-since="\d+" data-text="[^"]*">)[^<]*'), rb"\1(clock)"),
    (re.compile(rb"20\d\d-\d\d-\d\d"), b"(clock)"),
    (re.compile(rb"\b\d\d:\d\d\b"), b"(clock)"),
    (re.compile(rb"[\d.]+ [GM]B"), b"(room on the disk)"),
    (re.compile(rb"(Date: )[^\r\n]*"), rb"\1(moment)"),
    (re.compile(rb"(Expires=)[^;]*"), rb"\1(moment)"),
    (re.compile(rb"(Refresh: )\d+"), rb"\1(random)"),
)


WORDS = re.compile("word/document|word/footer|xl/sharedStrings|xl/worksheets/")


class Morning(datetime):
    """A clock that stands still, so that no minute passes between the two meetings."""

    @classmethod
    def now(cls, tz=None):
        return datetime(2026, 11, 22, 9, 30, tzinfo=tz or UTC)


@pytest.fixture
def twins(tmp_path, monkeypatch, address):
    """One open meeting, copied: two applications with the same codes, keys and secrets."""
    monkeypatch.setattr(audit, "datetime", Morning)
    monkeypatch.setattr(notices, "monotonic", lambda: 0.0)  # a projector that was seen stays seen
    with hall(tmp_path / "one", address, voters=VOTERS, asks=True) as one:
        shutil.copytree(one.folder, tmp_path / "two")
        one.database.engine.dispose()  # a server copies no database that somebody is connected to
        beside = {"APPRAISAL_DATABASE_URL": copied_database(address)} if address else {}
        other = create_app({"APPRAISAL_DATA": tmp_path / "two", "TESTING": True} | beside)
        yield one, (one.app, other)
        other.extensions["appraisal"].database.engine.dispose()


def seen(app, place, votes, answer):
    """Everything that everybody can see once so many have voted, and after closing."""
    codes, phones, found = list(place.marks), [], {}
    for code in codes[:votes]:
        phones.append(Phone(app))
        why = {
            f"r{subject}": f"第{len(phones)}位办事要跑两趟" for subject in range(SUBJECTS) if answer == WORST
        }
        sheet = phones[-1].sheet(code)
        found[f"ballot {len(phones)}"] = of(phones[-1].send(sheet, answer, **why))
    waiting = Phone(app)
    if votes < VOTERS:
        found["another sheet"] = of(waiting.sheet(codes[votes]))
    desk = Desk(app)
    desk.log_in()
    people = {"organizer": desk.client, "stranger": Phone(app).client, "waiting": waiting.client}
    people |= {"voted": phones[0].client} if phones else {}
    for moment in ("open", "closed"):
        if moment == "closed":
            with app.extensions["appraisal"].database.transaction() as session:
                place.round.close(session)
        for who, client in people.items():
            for address, (status, headers, body) in crawl(client, app, place.round.id).items():
                found[f"{moment}, {who}: {address}"] = masked(status, headers, body)
    return found


def masked(status, headers, body):
    """An answer without what is random; its length goes too, for the bytes themselves are compared."""
    headers = re.sub(r"Content-Length: \d+", "", headers)
    return status, hidden(headers.encode()), hidden(readable(body))


def readable(body):
    """A file as the words in it: packed bytes cannot be looked through for what is random."""
    if body.startswith(b"%PDF"):
        with tempfile.TemporaryDirectory() as folder:
            return b" ".join(pdf_text(body, Path(folder)).encode().split())
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            names = sorted(name for name in packed.namelist() if WORDS.search(name))
            return b"".join(name.encode() + packed.read(name) for name in names)
    return body


def of(answer):
    return masked(answer.status_code, str(answer.headers), answer.data)


def hidden(content):
    for pattern, word in RANDOM:
        content = pattern.sub(word, content)
    return content


def differing(twins, votes):
    """The answers by which the two meetings can be told apart, and how many were compared."""
    place, apps = twins
    best, worst = (seen(app, place, votes, answer) for app, answer in zip(apps, (BEST, WORST), strict=True))
    assert best.keys() == worst.keys()
    return [what for what in best if best[what] != worst[what]], len(best)


@pytest.mark.parametrize("votes", [7, VOTERS])
def test_no_answer_depends_on_what_was_voted(twins, votes):
    differ, compared = differing(twins, votes)

    assert (differ, compared > 100) == ([], True)


def test_a_live_average_in_one_answer_would_be_seen(twins, monkeypatch):
    _, apps = twins
    for app in apps:
        tell_average(app)
    monkeypatch.setattr(voting, "fill_in", noting(voting.fill_in))

    differ, _ = differing(twins, 7)

    assert {what.partition(": ")[2] for what in differ} == {"/healthz"}


def tell_average(app):
    """The defect: one endpoint tells the average of all marks so far."""
    marks = app.extensions["marks"] = []

    @app.after_request
    def watch(response):
        if request.path == "/healthz":
            response.set_data(f"{sum(marks) / max(1, len(marks))}")
        return response


def noting(fill_in):
    def noted(*, marks, **rest):
        current_app.extensions["marks"].extend(marks.answers)
        return fill_in(marks=marks, **rest)

    return noted
