"""The voters' pages stay small: a hall of phones shares one access point."""

import gzip
from dataclasses import replace

import pytest

from appraisal.domain.sheet import Subject
from appraisal.web.assets import STATIC
from tests.factories import make_class, make_plan

KB = 1024
CODE_PAGE = 4 * KB
BALLOT = {1: 12 * KB, 3: 13.5 * KB}  # by criteria; the script and its words are 5.5 KB of it


@pytest.fixture
def tianmen(open_round):
    """Twenty-eight subjects with names as long as real ones."""

    def make(criteria):
        names = [f"{first}{second}街道" for first in "竟陵侨乡杨林岳" for second in "口彭市麻"]
        plan = make_plan(criteria=criteria, classes=(make_class("A", 100, 2),))
        return open_round(replace(plan, subjects=tuple(Subject(name, "街道") for name in names[:28])))

    return make


def weight(page):
    """What travels for a page: itself and every file it links, compressed."""
    files = [
        name for name in sorted(path.name for path in STATIC.iterdir()) if f"/static/{name}?" in page.text
    ]
    parts = [page.data, *((STATIC / name).read_bytes() for name in files)]
    return files, sum(len(gzip.compress(part)) for part in parts)


def test_the_code_page_fits_its_budget(phone, open_round):
    open_round()

    files, size = weight(phone.get("/v"))

    assert files == ["enter.js", "tokens.css", "voter.css"]
    assert size <= CODE_PAGE


@pytest.mark.parametrize("criteria", [("综合评价",), ("工作实绩", "作风建设", "群众满意")])
def test_the_ballot_fits_its_budget(phone, tianmen, criteria):
    made = tianmen(criteria)

    files, size = weight(phone.sheet(made.codes("A")[0]))

    assert files == ["ballot.css", "ballot.js", "tokens.css", "voter.css"]
    assert size <= BALLOT[len(criteria)]


def test_nothing_comes_from_another_host(phone, open_round):
    sheet = phone.sheet(open_round().codes("A")[0])

    for page in (phone.get("/v"), sheet, phone.get("/v/privacy")):
        assert "//" not in page.text.replace("<!doctype html>", "")
