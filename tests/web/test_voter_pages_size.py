"""The voters' pages stay small: a hall of phones shares one access point."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from appraisal.domain.rule import Quota
from appraisal.web.assets import STATIC
from tests.factories import CRITERIA, UNITS, make_class, make_plan

KB = 1024
CODE_PAGE = 4 * KB
THIRD = Quota(Fraction(3, 10))
BALLOT = {(28, 1, None): 8 * KB, (28, 1, THIRD): 9 * KB, (41, 3, None): 10.25 * KB}  # by what a sheet asks
WORDS = STATIC / "ballot" / "words.js"
FILE = re.compile(r'(?:href|src)="?(/bundle/[^">]+)')


@pytest.fixture
def tianmen(open_round):
    """As many subjects as a meeting has, with names as long as real ones."""

    def make(subjects, criteria, quota):
        plan = make_plan(criteria=CRITERIA[:criteria], classes=(make_class("A", 100, 2),), quota=quota)
        return open_round(replace(plan, subjects=UNITS[:subjects]))

    return make


def weigh(phone, page):
    """What travels for a page: itself and the files it names, as they come to a phone."""
    files = FILE.findall(page.text)
    sent = [
        phone.client.get(path, headers={"Accept-Encoding": "gzip"}) for path in (page.request.path, *files)
    ]
    assert {answer.content_encoding for answer in sent} == {"gzip"}
    return [path.partition("?")[0] for path in files], sum(len(answer.data) for answer in sent)


def test_the_code_page_fits_its_budget(phone, open_round):
    open_round()

    files, size = weigh(phone, phone.get("/v"))

    assert files == ["/bundle/enter.css", "/bundle/enter.js"]
    assert size <= CODE_PAGE


@pytest.mark.parametrize("shape", BALLOT)
def test_the_ballot_fits_its_budget(phone, tianmen, shape):
    made = tianmen(*shape)

    files, size = weigh(phone, phone.sheet(made.codes("A")[0]))

    assert len(files) == 2
    assert size <= BALLOT[shape]


def test_the_files_of_a_page_are_kept_by_the_phone(phone):
    page = phone.get("/v")

    kept = [phone.get(path).headers["Cache-Control"] for path in FILE.findall(page.text)]
    icon = phone.get("/favicon.ico")

    assert kept == ["public, max-age=31536000, immutable"] * 2
    assert (icon.headers["Cache-Control"], icon.mimetype) == (kept[0], "image/svg+xml")


def test_an_unknown_bundle_is_not_there(phone):
    assert phone.get("/bundle/nothing.js").status_code == 404


def test_a_phone_that_cannot_unpack_gets_it_plain(phone):
    answer = phone.get("/v")

    assert (answer.content_encoding, answer.headers["Vary"]) == (None, "Accept-Encoding, Cookie")


def test_nothing_that_a_phone_has_sent_comes_back_compressed(phone, open_round):
    sheet = phone.sheet(open_round().codes("A")[0])

    phone.client.environ_base["HTTP_ACCEPT_ENCODING"] = "gzip"
    answer = phone.send(sheet, {"m0": 3}, keep="1")

    assert (answer.status_code, answer.content_encoding) == (200, None)


def test_nothing_comes_from_another_host(phone, open_round):
    sheet = phone.sheet(open_round().codes("A")[0])

    for page in (phone.get("/v"), sheet, phone.get("/v/privacy")):
        assert "//" not in page.text.replace("<!doctype html>", "")


def test_every_word_of_the_script_stands_in_its_line_of_the_page(phone, open_round):
    names = re.findall(
        r"\b[A-Z]+\b", WORDS.read_text(encoding="utf-8").partition("const [")[2].partition("]")[0]
    )
    sheet = phone.sheet(open_round().codes("A")[0])

    said = re.findall(r'data-words="([^"]*)"', sheet.text)[0].split("\n")

    told = dict(zip(names, said, strict=False))
    assert (told["LEFT"], told["CONFIRM"], told["CLEARED"]) == (
        "还有 {n} 项未评 ›",
        "确认提交",
        "已清除",
    )
    assert len(said) == len(names)
