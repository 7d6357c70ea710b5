"""The hardening list, read off the running application."""

from __future__ import annotations

import re

import pytest
from limits import parse

from appraisal import create_app
from appraisal.domain.errors import Busy
from appraisal.services import watching
from appraisal.web import throttle

CONSOLE = ("/console", "/?__debugger__=yes&cmd=resource&f=style.css", "/desk/1/../../etc/passwd")


@pytest.fixture
def app(app):
    """As it is served: faults become pages."""
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    return app


HEADERS = {  # the list itself, not what the program thinks of it
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Frame-Options": "DENY",
}
TELLTALES = ("Server", "ETag", "Last-Modified", "X-Powered-By")  # what nobody needs to know
UNKNOWN = "0000000000000"
TOKEN = re.compile(r'name="?csrf_token"?[^>]* value="([^"]+)"')


def sent(client, path, headers=None, **fields):
    """Send a form the way a person does, with the token of its page."""
    token = TOKEN.search(client.get(path).text)[1]
    return client.post(path, data={**fields, "csrf_token": token}, headers=headers)


def fail(error):
    def failing(*_, **__):
        raise error

    return failing


ANSWERS = {
    200: lambda client: client.get("/v"),
    303: lambda client: client.get("/desk/"),
    308: lambda client: client.get("/V"),
    400: lambda client: client.post("/v", data={"code": "x"}),
    401: lambda client: sent(client, "/account/login", name="nobody", password="wrong horse staple"),
    403: lambda client: sent(client, "/v", code=UNKNOWN),
    404: lambda client: client.get("/v/nothing"),
    405: lambda client: client.delete("/v"),
    413: lambda client: client.post("/account/login", data=b"x" * 300_000, content_type="text/plain"),
    422: lambda client: sent(client, "/v", code="7K3M"),
    429: lambda client: [sent(client, "/v", code=UNKNOWN) for _ in range(4)][-1],
}


@pytest.fixture
def few_guesses(monkeypatch):
    """A limit that is reached however slow the machine is."""
    monkeypatch.setattr(throttle, "WRONG_CODES", parse("3/hour"))


@pytest.mark.parametrize("status", ANSWERS)
@pytest.mark.usefixtures("few_guesses")
def test_every_answer_carries_the_headers(app, status):
    answer = ANSWERS[status](app.test_client())

    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers["Cache-Control"] == "no-store"
    assert [name for name in TELLTALES if name in answer.headers] == []


@pytest.mark.parametrize(("error", "status"), [(Busy(), 503), (RuntimeError("secret words"), 500)])
def test_faults_carry_them_too_and_say_nothing_of_what_happened(app, monkeypatch, error, status):
    monkeypatch.setattr(watching, "open_titles", fail(error))

    answer = app.test_client().get("/v")

    assert (answer.status_code, "secret words" in answer.text) == (status, False)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.usefixtures("few_guesses")
def test_wrong_codes_share_one_limit_and_are_told_when_to_try_again(app):
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()

    statuses = [client.post("/v", data={"code": "0000000000000"}) for _ in range(6)]
    refused = [answer for answer in statuses if answer.status_code == 429]

    assert {answer.status_code for answer in statuses} == {403, 429}
    assert (refused[0].headers["Retry-After"], "场内输错也较多" in refused[0].text) == ("2", True)


@pytest.mark.parametrize(
    ("site", "status"),
    [("cross-site", 400), ("same-site", 400), ("same-origin", 422), ("none", 422), (None, 422)],
)
def test_a_form_of_a_foreign_page_is_refused_though_its_token_fits(app, site, status):
    headers = {"Sec-Fetch-Site": site} if site else {}  # old browsers do not say, and none without TLS

    answer = sent(app.test_client(), "/v", headers, code="7K3M")

    assert answer.status_code == status


def test_a_sign_that_nobody_types_is_refused(app):
    client = app.test_client()

    asked = [client.get(path).status_code for path in ("/account/login?next=%00", "/board/1%00")]
    answer = sent(client, "/account/login", name="a\0b", password="x")

    assert (asked, answer.status_code) == ([400, 400], 400)


@pytest.mark.parametrize("path", ["/account/login", "/v", "/v/ballot", "/desk/"])
def test_a_part_of_a_form_without_a_name_is_refused(app, path):
    part = b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--"

    answer = app.test_client().post(path, data=part, content_type="multipart/form-data; boundary=x")

    assert answer.status_code == 400


def test_a_number_that_no_table_holds_is_no_page(app):
    client = app.test_client()

    assert [client.get(f"/board/{number}").status_code for number in (2**31, 2**63, 10**30)] == [404] * 3


def test_static_files_may_be_kept_for_a_year_under_their_fingerprint(app):
    client = app.test_client()
    page = client.get("/v").text
    address = page.split('rel=stylesheet href="')[1].split('"')[0]

    with client.get(address) as answer:
        assert (answer.status_code, "v=" in address) == (200, True)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_foreign_host_name_is_refused(app):
    answer = app.test_client().get("/v", headers={"Host": "evil.example"})

    assert answer.status_code == 400
    assert "evil.example" not in answer.text


@pytest.mark.parametrize("path", CONSOLE)
def test_there_is_no_debugger(app, path):
    answer = app.test_client().get(path)

    assert (answer.status_code, answer.location) in ((404, None), (303, "/v"))  # the bare address leads on


@pytest.mark.parametrize(
    ("url", "is_secure"), [("https://hall.example", True), ("http://hall.example", False)]
)
def test_cookies_are_for_this_host_and_no_script(tmp_path, url, is_secure):
    app = create_app({"APPRAISAL_DATA": tmp_path / "data", "APPRAISAL_PUBLIC_URL": url})

    answer = app.test_client().get("/v", base_url=url)
    cookie = answer.headers["Set-Cookie"]

    assert [flag in cookie for flag in ("HttpOnly", "SameSite=Strict", "Path=/")] == [True] * 3
    assert ("Secure" in cookie, cookie.startswith("__Host-")) == (is_secure, is_secure)
    assert ("Strict-Transport-Security" in answer.headers) == is_secure


def test_a_watchdog_learns_whether_voters_may_come(app):
    client = app.test_client()

    assert [client.get(path).json for path in ("/healthz", "/readyz")] == [
        {"status": "ok"},
        {"status": "ready"},
    ]


@pytest.mark.parametrize("path", ["/v?code=7K3M9QPT2XWB2", "/v?next=https://evil.example"])
def test_the_code_page_ignores_every_query(app, path):
    plain, asked = app.test_client().get("/v"), app.test_client().get(path)

    assert (asked.status_code, len(asked.text)) == (200, len(plain.text))
