"""The front door answers as Flask does, header for header and byte for byte, or leaves it to Flask."""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
from io import BytesIO
from urllib.parse import urlencode

import pytest
from itsdangerous import TimestampSigner

from appraisal import create_app
from appraisal.services import conduct
from appraisal.transaction import transaction
from appraisal.web import asked, front, spliced, steps
from tests.factories import BOTH, OpenRound, make_plan
from tests.phone import HIDDEN, RADIO

PHONE = {"HTTP_ACCEPT_LANGUAGE": "zh-CN", "HTTP_ACCEPT_ENCODING": "gzip", "HTTP_USER_AGENT": "phone"}
EXPIRES = re.compile(r"Expires=[^;]+; Max-Age=600")  # the clock may tick between two answers
HOST = "hall.example"
AT_ONCE = {"at_once": "1"}
number = [""]  # of the page that whoever is voting gets


class Way:
    """One way into the application, and the cookies of a phone that takes it."""

    def __init__(self, application, scheme="http", **headers):
        self.application, self.scheme, self.cookies = application, scheme, {}
        self.headers = {"HTTP_HOST": HOST, "HTTP_REFERER": f"{scheme}://{HOST}/v", **PHONE, **headers}

    def environ(self, method, path, fields=None):
        body = urlencode(fields).encode() if fields is not None else b""
        posted = {"CONTENT_TYPE": asked.FORM, "CONTENT_LENGTH": str(len(body))} if body else {}
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "server",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": self.scheme,
            "wsgi.input": BytesIO(body),
            "HTTP_COOKIE": cookie,
            **posted,
            **self.headers,
        }

    def ask(self, method, path, fields=None):
        """Return status, headers and body, and keep the cookies."""
        told = []
        environ = self.environ(method, path, fields)
        body = b"".join(self.application(environ, lambda *given: told.extend(given[:2])))
        status, headers = told
        for name, _, content in (v.split(";")[0].partition("=") for n, v in headers if n == "Set-Cookie"):
            self.cookies[name] = content
        self.cookies = {name: content for name, content in self.cookies.items() if content}
        return status, [(name, EXPIRES.sub("later", value)) for name, value in headers], body


@pytest.fixture
def hall(migrated, tmp_path, monkeypatch):
    """Open a round at an address; return the front door, Flask behind it, and three codes."""
    monkeypatch.setattr(secrets, "token_urlsafe", lambda _: "two-pages-are-the-same")
    monkeypatch.setattr(steps, "new_nonce", lambda: number[0])
    monkeypatch.setattr(steps.secrets, "choice", min)
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: 1_800_000_000)
    made = []

    def open_at(scheme="http", plan=None):
        folder = shutil.copytree(migrated, tmp_path / "data")
        app = create_app({"APPRAISAL_DATA": folder, "APPRAISAL_PUBLIC_URL": f"{scheme}://{HOST}"})
        made.append(app)
        installed, door = app.extensions["appraisal"], app.extensions[front.EXTENSION]
        with installed.database.transaction() as session:
            opened = OpenRound(session, plan or make_plan(), pepper=installed.settings.pepper)
        return door, door._behind, opened.codes("A")[:3]

    yield open_at
    for app in made:
        app.extensions["appraisal"].database.engine.dispose()


def fields_of(way, path):
    """The hidden fields of a page, and marks in all its cells."""
    unpacked = Way(way.application, way.scheme, **way.headers | {"HTTP_ACCEPT_ENCODING": ""})
    unpacked.cookies = dict(way.cookies)
    page = unpacked.ask("GET", path)[2].decode()
    way.cookies = unpacked.cookies
    return {**dict(HIDDEN.findall(page)), **dict.fromkeys(RADIO.findall(page), "2")}


def journey_by_script(way, code):
    """Yield the requests of a phone whose scripts take the next page for an answer."""
    number[0] = hashlib.md5(code.encode()).hexdigest()
    way.headers["CONTENT_TYPE"] = asked.FORMS[1]
    yield "GET", "/v", None
    yield "POST", "/v", {**fields_of(way, "/v"), "code": code, **AT_ONCE}
    yield "POST", "/v/ballot", {**fields_of(way, "/v/ballot"), **AT_ONCE}


def journey(way, code):
    """Yield every request of a voter, in order, made from what the ones before have brought."""
    number[0] = hashlib.md5(code.encode()).hexdigest()
    yield "GET", "/v", None
    yield "POST", "/v", {**fields_of(way, "/v"), "code": code}
    yield "GET", "/v/ballot", None
    yield "POST", "/v/ballot", fields_of(way, "/v/ballot")
    yield "GET", "/v/done", None


def walk(way, code, upto=5, requests=journey):
    """Take the first steps; return what has been asked for."""
    taken = []
    for step in requests(way, code):
        if len(taken) == upto:
            break
        way.ask(*step)
        taken.append(step)
    return taken


def answered(door, way, step):
    """What the front door itself says, or None where it is Flask's."""
    found = door.begin(way.environ(*step))
    return found() if callable(found) else found


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("packing", ["gzip", ""])
@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("requests", [journey, journey_by_script])
def test_every_step_answers_as_flask_does(hall, language, packing, scheme, requests):
    door, flask, codes = hall(scheme)
    headers = {"HTTP_ACCEPT_LANGUAGE": language, "HTTP_ACCEPT_ENCODING": packing}
    walk(Way(flask, scheme, **headers), codes[0], requests=requests)  # every page is rendered once

    for first, second, code in ((door, flask, codes[1]), (flask, door, codes[2])):
        leads, follows = Way(first, scheme, **headers), Way(second, scheme, **headers)
        for step in requests(leads, code):
            follows.cookies = dict(leads.cookies)
            assert answered(door, follows, step) is not None, step
            answers = leads.ask(*step), follows.ask(*step)
            for one, other in zip(*answers, strict=True):
                assert one == other, step
            assert leads.cookies == follows.cookies


UNUSUAL = {
    "a foreign host": lambda way, fields: way.headers.update(HTTP_HOST="evil.example"),
    "a form of a foreign page": lambda way, fields: way.headers.update(HTTP_SEC_FETCH_SITE="same-site"),
    "another kind of form": lambda way, fields: way.headers.update(CONTENT_TYPE="multipart/form-data"),
    "no token": lambda way, fields: fields.pop("csrf_token"),
    "a token of nobody": lambda way, fields: fields.update(csrf_token="forged"),
    "a token of another phone": lambda way, fields: way.cookies.pop("appraisal"),
    "a forged session": lambda way, fields: way.cookies.update(appraisal="e30.forged"),
    "no code at the sheet": lambda way, fields: way.cookies.pop("voter"),
    "a forged code": lambda way, fields: way.cookies.update(voter="WzEsIjAwIl0.forged"),
    "another one's page": lambda way, fields: fields.update(tag="0" * 16),
    "a page of another form": lambda way, fields: fields.update(form="0" * 16),
    "no number": lambda way, fields: fields.update(nonce="five"),
    "an empty cell": lambda way, fields: fields.pop("m0"),
    "an answer that is none": lambda way, fields: fields.update(m0="9"),
    "a cell that is none": lambda way, fields: fields.update(m999="1"),
    "a foreign field": lambda way, fields: fields.update(grade="1"),
    "a wish": lambda way, fields: fields.update(review="1"),
}


@pytest.mark.parametrize("what", UNUSUAL)
def test_what_is_unusual_is_left_to_flask(hall, what):
    door, flask, codes = hall()
    walk(Way(flask), codes[0])
    way, plain = Way(door), Way(flask)
    walk(way, codes[1], upto=3)
    fields = fields_of(way, "/v/ballot")
    assert answered(door, way, ("GET", "/v/ballot", None)) is not None
    UNUSUAL[what](way, fields)
    step = ("POST", "/v/ballot", fields)
    plain.headers, plain.cookies = way.headers, dict(way.cookies)

    assert answered(door, way, step) is None
    assert way.ask(*step) == plain.ask(*step)
    assert held(door) == 1  # the one that Flask took


def test_a_ballot_waits_for_the_page_that_answers_it_not_the_other_way_round(hall, monkeypatch):
    monkeypatch.setattr(spliced, "_pages", {})
    door, flask, codes = hall()
    walk(Way(flask), codes[0])  # by a phone without scripts, whose last page is another
    way = Way(door)
    walk(way, codes[1], upto=2, requests=journey_by_script)
    step = ("POST", "/v/ballot", {**fields_of(way, "/v/ballot"), **AT_ONCE})

    assert (answered(door, way, step), held(door)) == (None, 1)
    assert (way.ask(*step)[0], held(door)) == ("200 OK", 2)


def test_over_tls_a_form_comes_from_a_page_of_ours(hall):
    door, flask, codes = hall("https")
    walk(Way(flask, "https"), codes[0])
    way = Way(door, "https")
    walk(way, codes[1], upto=3)
    step = ("POST", "/v/ballot", fields_of(way, "/v/ballot"))
    way.headers["HTTP_REFERER"] = "https://evil.example/v"

    assert (answered(door, way, step), way.ask(*step)[0], held(door)) == (None, "400 BAD REQUEST", 1)


def test_an_application_below_another_address_is_flasks(hall):
    door, _, _ = hall()

    assert answered(door, Way(door, SCRIPT_NAME="/below"), ("GET", "/v", None)) is None


@pytest.mark.parametrize("code", ["0000000000000", "7K3M", "R-0000-0000-0000-0"])
def test_a_wrong_code_is_left_to_flask(hall, code):
    door, flask, codes = hall()
    walk(Way(flask), codes[0])
    way, plain = Way(door), Way(flask)
    step = ("POST", "/v", {**fields_of(way, "/v"), "code": code})
    plain.cookies = dict(way.cookies)

    assert answered(door, way, step) is None
    assert way.ask(*step) == plain.ask(*step)


@pytest.mark.parametrize("reason", ["spent", "closed"])
def test_whoever_comes_too_late_is_told_in_the_same_words(hall, reason):
    door, flask, codes = hall()
    walk(Way(flask), codes[0])
    way, plain = Way(door), Way(flask)
    taken = walk(way, codes[1], upto=3)
    late = [*taken[1:], ("POST", "/v/ballot", fields_of(way, "/v/ballot"))]
    if reason == "spent":
        walk(Way(flask), codes[1])
        number[0] = "another page"
        late[-1] = ("POST", "/v/ballot", {**late[-1][2], "nonce": "0" * 32})
    else:
        close(door)

    for step in late:
        plain.cookies = dict(way.cookies)
        first = plain.ask(*step)
        assert first[0] == "409 CONFLICT"
        assert answered(door, way, step) is not None
        assert (way.ask(*step), plain.ask(*step)) == (first, first)


def close(door):
    with door._app.app_context(), transaction() as session:
        conduct.close(session, round_id=1, actor=BOTH)


def held(door):
    """How many ballots are in the box."""
    with door._app.extensions["appraisal"].database.engine.connect() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM ballot").scalar()
