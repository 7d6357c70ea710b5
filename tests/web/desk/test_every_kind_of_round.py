"""Every page of every kind of round, wherever it stands, opens and speaks one language; files are whole."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.wrappers import Response

from appraisal.domain.lifecycle import State
from tests.kinds import KINDS, Life, lives, rehearsed
from tests.organizer import NAME, SECOND, Desk, copied, make_app
from tests.phone import Phone

LINK = re.compile(r'(?:href|src|data-\w+)="(/[^"#]*)')
ALIKE = ("/static/", "/bundle/", "/language/", "/reach/", "/desk/new", "/account")  # the same for every round
OWN = re.compile(r"/(?:desk|board|screen|results|v/public)/(\d+)\b")
UNSEEN = re.compile(r"<(script|style|svg)\b.*?</\1>|<[^>]*\blang=\"?zh[^>]*>[^<]*<|<[^>]+>", re.DOTALL)
TOLD = re.compile(r'\b(?:title|alt|placeholder|aria-label|data-label|content)="([^"]*)"')
HAN = re.compile(r"[\u3400-\u9fff].{0,30}")
LEFT_OVER = re.compile(r"%\(\w+\)s?|\{[{%]|\bNone$|\b(?:Undefined|Phrase|Fraction)\b.{0,30}", re.MULTILINE)
TITLES = re.compile("【演练】|（现场观摩）|（会议排名票）|名次")  # stored, and never translated
WORKBOOK = re.compile("“[^”]*”|各1个|A票得分 > Fine票数 > 并列")  # what cells may hold, in every language
OPEN_PAGES = ("/v", "/board/{0}", "/results/{0}", "/screen/{0}", "/screen/{0}/reveal")
ENDING = re.compile(r"filename=\"?[^;]*?\.(\w+)\"?(?:;|$)")
LANGUAGES = ("zh", "en")


@pytest.fixture(scope="module")
def app(installation, tmp_path_factory) -> Iterator[Flask]:
    """One application for all rounds, and nothing kept between them but what it keeps itself."""
    app = make_app(copied(installation, tmp_path_factory.mktemp("kinds") / "data"))
    yield app
    app.extensions["appraisal"].database.engine.dispose()


@pytest.fixture(scope="module")
def staff(app) -> dict[str, FlaskClient]:
    """Who works at the desk, each logged in."""
    organizer = Desk(app)
    organizer.log_in()
    return {NAME: organizer.client, SECOND: organizer.second().client}


@pytest.mark.parametrize("kind", [*KINDS, "tour"])
def test_every_page_and_file_is_there_for_every_kind_of_round(app, staff, kind):
    assert faults(staff, lives(app, kind)) == []


@pytest.mark.parametrize("kind", ["one criterion", "places"])
def test_every_page_and_file_is_there_for_a_rehearsal(app, staff, kind):
    assert faults(staff, rehearsed(app, kind)) == []


def faults(staff: dict[str, FlaskClient], way: Iterable[tuple[State, Life]]) -> list[tuple[str, ...]]:
    """Tell whatever is wrong with any page or file that anybody is led to."""
    had: set[str] = set()
    return [
        (state, who, language, address, wrong)
        for state, life in way
        for language in LANGUAGES
        for who, client, start in _visitors(staff, life)
        for address, answer in crawl(client, start, life.rounds, language, had)
        for wrong in wrongs(address, answer, language, led=address not in start)
    ]


def _visitors(staff: dict[str, FlaskClient], life: Life) -> Iterator[tuple[str, FlaskClient, list[str]]]:
    shown = [page.format(number) for page in OPEN_PAGES for number in life.rounds]
    for who, client in staff.items():
        yield who, client, [f"/desk/{number}" for number in life.rounds]
    yield NAME, staff[NAME], shown
    yield "stranger", life.app.test_client(), shown
    if life.codes:
        phone = Phone(life.app)
        phone.enter(life.codes[-1])
        yield "voter", phone.client, ["/v/rounds", "/v/ballot"]


def crawl(
    client: FlaskClient, start: Iterable[str], rounds: list[int], language: str, had: set[str]
) -> Iterator[tuple[str, Response]]:
    """Follow every link from some pages as far as it leads to these rounds.

    Files, and pages in another order or of a part, are `had` once: they take long and are of nobody's view.
    """
    waiting, seen = list(start), set()
    while waiting:
        address = waiting.pop()
        if address in seen | had or address.startswith(ALIKE) or _of_others(address, rounds):
            continue
        seen.add(address)
        answer = client.get(address, headers={"Accept-Language": language})
        if answer.status_code == 200 and ("?" in address or "Content-Disposition" in answer.headers):
            had.add(address)
        yield address, answer
        if answer.mimetype == "text/html":
            waiting += map(html.unescape, LINK.findall(answer.get_data(as_text=True)))


def _of_others(address: str, rounds: list[int]) -> bool:
    own = OWN.match(address)
    return own is not None and int(own[1]) not in rounds


def wrongs(address: str, answer: Response, language: str, *, led: bool) -> Iterator[str]:
    """Tell what is wrong with an answer; an address that no link leads to may be refused."""
    if answer.status_code >= (400 if led else 500):
        yield str(answer.status_code)
    elif answer.status_code == 200 and answer.mimetype != "text/html":
        yield from _broken(answer)
    elif answer.mimetype == "text/html":
        yield from _left_over(address, answer.get_data(as_text=True), language)


def _left_over(address: str, page: str, language: str) -> Iterator[str]:
    """What a page says in another language, or says to nobody."""
    said = html.unescape("\n".join([UNSEEN.sub("\n", page), *TOLD.findall(page)]))
    yield from set(LEFT_OVER.findall(said))
    if language == "en":
        foreign = WORKBOOK.sub("", said) if address.endswith("/edit") else said
        yield from set(HAN.findall(TITLES.sub("", foreign)))


def _broken(answer: Response) -> Iterator[str]:
    """Say so if nobody can open a file."""
    ending = ENDING.search(answer.headers.get("Content-Disposition", ""))
    read = READ.get(ending[1] if ending else answer.mimetype.partition("/")[2], bytes)
    try:
        read(answer.data)
    except (ValueError, AssertionError, zipfile.BadZipFile):
        yield "broken"


def _packed(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.namelist()
        assert packed.testzip() is None


def _printed(content: bytes) -> None:
    assert content.startswith(b"%PDF")
    assert b"%%EOF" in content[-16:]


def _listed(content: bytes) -> None:
    assert len({len(row) for row in csv.reader(content.decode("utf-8-sig").splitlines())}) > 0


READ = {"pdf": _printed, "json": json.loads, "csv": _listed} | dict.fromkeys(("zip", "xlsx", "docx"), _packed)


PAGE = "text/html"
FILE = {"Content-Disposition": "attachment; filename=results-1.pdf"}


@pytest.mark.parametrize(
    ("answer", "language", "seen"),
    [
        (Response("", 500), "zh", ["500"]),
        (Response("", 404), "zh", ["404"]),
        (Response("<h1>公布</h1>", mimetype=PAGE), "en", ["公布"]),
        (Response('<a lang="zh-CN">中文</a>', mimetype=PAGE), "en", []),
        (Response('<p title="公布">Out</p>', mimetype=PAGE), "en", ["公布"]),
        (Response("<p>%(name)s</p>", mimetype=PAGE), "zh", ["%(name)s"]),
        (Response("{", mimetype="application/json"), "zh", ["broken"]),
        (Response(b"%PDF-", mimetype="application/pdf", headers=FILE), "zh", ["broken"]),
        (Response(b"%PDF-\n%%EOF\n", mimetype="application/pdf", headers=FILE), "zh", []),
    ],
)
def test_what_is_wrong_would_be_seen(answer, language, seen):
    assert list(wrongs("/desk/1", answer, language, led=True)) == seen
