"""Whatever anybody sends to any address, as whoever, in any state of a meeting: no fault, no endless wait."""

from __future__ import annotations

import html
import io
import os
import re
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from appraisal import create_app
from appraisal.domain.lifecycle import State
from appraisal.domain.roles import Role
from appraisal.storage.models import Member
from appraisal.web import account as accounts_page
from appraisal.web import visit
from tests.documents.workbooks import xlsx
from tests.factories import account
from tests.organizer import NAME, PASSWORD, QUICK, SECOND, Desk, hold, make_folder
from tests.phone import RADIO, Phone, hidden
from tests.web.desk.test_door import VALUES

NOWHERE = (
    "http://127.0.0.1:9"  # refuses at once whoever knocks: the rush of the lamps must not wait for a network
)
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "150"))  # make fuzz: many more
LONGEST = 30  # seconds for one answer, on a machine that others use as well
FORM = re.compile(r'<form[^>]*?(?: action="([^"]*)")?[^>]*>(.*?)</form>', re.S)
NAMED = re.compile(r'<(?:input|select|textarea|button)[^>]*? name="([^"]+)"[^>]*>')
VALUE = re.compile(r' value="([^"]*)"')
PAGES = (
    "",
    "/cards",
    "/slips",
    "/opening",
    "/people",
    "/preflight",
    "/reconciliation",
    "/paper",
    "/edit",
    "/alone",
)
PAGES += ("/findings", "/plan", "/documents", "/archive", "/reasons")
ARGS = re.compile(r'args(?:\.get\(|\[)"(\w+)"')
ODD = (
    "",
    " ",
    "\0",
    "0",
    "-1",
    "1e999",
    "NaN",
    "９",
    "9" * 400,
    "9999-99-99",
    "2026-02-30",
    "\ud800",
    "‮",
    "' OR 1=1 --",
)
ODD += (
    "<script>",
    "../../etc/passwd",
    "on",
    "true",
    "{}",
    "[]",
    "%00",
    "\r\nSet-Cookie: a=b",
    "R-0000-0000-0000-0",
    "字" * 3000,
)
NUMBERS = (0, 99, 2**31, 2**63, 10**30)


@dataclass
class World:
    """One installation with a meeting in every state, and everybody's way in."""

    app: Flask
    ways: dict[str, dict[str, str]] = field(default_factory=dict)  # cookies by name
    tokens: dict[str, str] = field(default_factory=dict)
    forms: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.path = self.app.extensions["appraisal"].database.path
        self.before = sqlite3.connect(":memory:")

    def keep(self) -> None:
        """Remember the database as it is now."""
        with sqlite3.connect(self.path) as now:
            now.backup(self.before)
        now.close()

    def restore(self) -> None:
        """Put the database back: every example finds the same world."""
        now = sqlite3.connect(self.path)
        self.before.backup(now)
        now.close()

    def enter(self, who: str, client: FlaskClient, token: str) -> None:
        """Remember somebody's way in: the cookies, and the token that fits them."""
        self.tokens[who] = token
        self.ways[who] = {cookie.key: cookie.value for cookie in client._cookies.values()}

    def client(self, who: str):
        """A browser of somebody, as they came in."""
        found = self.app.test_client()
        for name, value in self.ways[who].items():
            found.set_cookie(name, value, path="/v" if name == visit.VOTER else "/")
        return found


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Iterator[World]:
    folder = make_folder(tmp_path_factory.mktemp("fuzzed") / "data")
    app = create_app({"APPRAISAL_DATA": folder, "APPRAISAL_PUBLIC_URL": NOWHERE, "TESTING": True})
    made = World(app)
    meetings = [hold(app, state) for state in State if state != State.REHEARSAL]
    with app.extensions["appraisal"].database.transaction() as session:
        account(session, "observer").password_hash = QUICK.hash(PASSWORD)
        watcher = account(session, "observer").id
        session.add_all(Member(round_id=each.id, account_id=watcher, role=Role.OBSERVER) for each in meetings)
    for who in (NAME, SECOND, "observer"):
        desk = Desk(app)
        desk.log_in(name=who)
        made.enter(who, desk.client, desk.token())
    phone = Phone(app)
    voting = next(
        meeting for meeting in meetings if len(meeting.receipts) < len(meeting.codes) and meeting.codes
    )
    sheet = phone.sheet(voting.codes[-1])
    made.enter("voter", phone.client, hidden(sheet)["csrf_token"])
    stranger = Desk(app)
    made.enter("stranger", stranger.client, stranger.token("/account/login"))
    made.forms = [
        ("/v/ballot", {**hidden(sheet), **dict.fromkeys(RADIO.findall(sheet.text), "2")}),
        ("/v", {"code": voting.codes[-2]}),
    ]
    _walk(made, [meeting.id for meeting in meetings])
    made.keep()
    yield made
    app.extensions["appraisal"].database.engine.dispose()


def _walk(world: World, rounds: list[int]) -> None:
    """Collect every address, and what the pages would send there."""
    adapter, told = world.app.url_map.bind("localhost"), {}
    for rule in world.app.url_map.iter_rules():
        for number in rounds if "round_id" in rule.arguments else (1,):
            values = {name: VALUES.get(name, "x") for name in rule.arguments} | {"round_id": number}
            path = adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})
            if "POST" in rule.methods:
                told.setdefault(path, {})
            if "GET" in rule.methods and rule.endpoint != "static":
                world.pages.append(path)
    client = world.client(NAME)
    for number in rounds:
        for page in PAGES:
            path = f"/desk/{number}{page}"
            for action, inside in FORM.findall(client.get(path).text):
                told.setdefault(html.unescape(action) or path, {}).update(_fields(inside))
    world.forms += sorted(told.items())


def _fields(inside: str) -> Iterator[tuple[str, str]]:
    for tag in NAMED.finditer(inside):
        value = VALUE.search(tag.group())
        yield tag[1], html.unescape(value[1]) if value else ""


texts = st.sampled_from(ODD) | st.text(max_size=40) | st.integers().map(str)
strange = st.dictionaries(
    st.sampled_from(["seen", "name", "code", "card", "marks", "n0", "m0", "r0", "[]"]) | st.text(max_size=8),
    texts,
    max_size=3,
)


@st.composite
def sent(draw, fields: dict[str, str]) -> MultiDict:
    """What a page would send, after some changes."""
    found = [(name, value) for name, value in fields.items() if draw(st.integers(0, 9))]
    for _ in range(draw(st.integers(0, 4))):
        if found:
            place = draw(st.integers(0, len(found) - 1))
            found[place] = (found[place][0], draw(texts))
    if found and draw(st.booleans()):
        found.append(draw(st.sampled_from(found)))
    return MultiDict([*found, *draw(strange).items()])


def unharmed(answer, began: float, *told: object) -> None:
    assert answer.status_code < 500, (answer.status_code, *told)
    assert time.monotonic() - began < LONGEST, told


def fuzzed(share: int = 1):
    allowed = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=EXAMPLES // share, deadline=None, suppress_health_check=allowed)


@fuzzed()
@given(data=st.data())
def test_no_form_can_do_worse_than_be_refused(world, data):
    world.restore()
    who = data.draw(st.sampled_from(sorted(world.ways)))
    path, fields = data.draw(st.sampled_from(world.forms))
    if not data.draw(st.integers(0, 9)):
        path = re.sub(r"/\d+", f"/{data.draw(st.sampled_from(NUMBERS))}", path)
    given_fields = _encodable(data.draw(sent(fields)))
    if not data.draw(st.integers(0, 4)):
        given_fields["workbook"] = (io.BytesIO(data.draw(files)), "meeting.xlsx")

    if data.draw(st.integers(0, 19)):
        given_fields["csrf_token"] = world.tokens[who]

    began = time.monotonic()
    answer = world.client(who).post(path, data=given_fields)

    unharmed(answer, began, who, path, given_fields)


files = (
    st.sampled_from([xlsx()])
    | st.binary(max_size=200)
    | st.binary(max_size=30).map(lambda end: xlsx()[:900] + end)
)


def _encodable(fields: MultiDict) -> MultiDict:
    """Lone surrogates travel as the bytes a broken browser would send."""
    repaired = [
        (name.encode("utf-8", "replace").decode(), value.encode("utf-8", "replace").decode())
        for name, value in fields.items(multi=True)
    ]
    return MultiDict(repaired)


KINDS = (
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "text/plain",
    "application/json",
    "é",
)
pieces = st.sampled_from(
    [
        b"--x\r\n",
        b"--x--",
        b'Content-Disposition: form-data; name="code"\r\n\r\n',
        b"code=",
        b"&",
        b"%",
        b"\xff",
        b"\0",
        b"=",
        b"a" * 3000,
    ]
)


@fuzzed(2)
@given(data=st.data())
def test_no_body_can_do_worse_than_be_refused(world, data):
    world.restore()
    who = data.draw(st.sampled_from(sorted(world.ways)))
    path = data.draw(st.sampled_from(world.forms))[0]
    body = b"".join(data.draw(st.lists(pieces | st.binary(max_size=20), max_size=12)))
    kind = data.draw(st.sampled_from(KINDS))
    token = {"X-CSRFToken": world.tokens[who]}

    began = time.monotonic()
    answer = world.client(who).post(path, data=body, content_type=kind, headers=token)

    unharmed(answer, began, who, path, kind, body)


@fuzzed(2)
@given(data=st.data())
def test_no_address_can_do_worse_than_be_refused(world, data):
    world.restore()
    who = data.draw(st.sampled_from(sorted(world.ways)))
    path = data.draw(st.sampled_from(world.pages))
    if not data.draw(st.integers(0, 4)):
        path = re.sub(r"/\d+", f"/{data.draw(st.sampled_from(NUMBERS))}", path)
    query = _encodable(MultiDict(data.draw(st.dictionaries(st.sampled_from(QUERIES), texts, max_size=4))))
    language = data.draw(st.sampled_from(["zh", "en;q=0.5, *", "x" * 300, "", "\xff"]))

    began = time.monotonic()
    answer = world.client(who).get(path, query_string=query, headers={"Accept-Language": language})

    unharmed(answer, began, who, path, query)


def _queries() -> list[str]:
    web = Path(__file__).parents[3] / "appraisal" / "web"
    found = {name for path in web.rglob("*.py") for name in ARGS.findall(path.read_text(encoding="utf-8"))}
    return sorted(found | {"key", "lang"})


QUERIES = _queries()


def test_a_fault_would_be_seen(world, monkeypatch):
    def fail(*_):
        raise RuntimeError

    monkeypatch.setattr(accounts_page, "_login_page", fail)

    with pytest.raises(AssertionError):
        unharmed(world.client("stranger").get("/account/login"), time.monotonic())
