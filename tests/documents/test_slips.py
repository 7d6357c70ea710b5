"""Slips as they are printed."""

import csv
import io
import re
from dataclasses import dataclass
from zipfile import ZipFile

import pytest
import segno

from appraisal.documents import qr, slips
from appraisal.documents.printing import STYLESHEET
from appraisal.documents.slips import Wifi
from appraisal.domain.code import Code
from tests.factories import make_class, make_plan

URL = "http://192.168.8.10/v"
CLASSES = (make_class("A", 40, 12), make_class("B", 60, 3, recuses_own=True))


@dataclass(frozen=True)
class Strip:
    voter_class: int
    code: Code
    recused: int | None = None


@pytest.fixture
def plan():
    return make_plan(classes=CLASSES)


def strips(*classes, recused=None):
    return [Strip(place, Code.draw(), recused) for place in classes]


def html(made, plan, **kwargs):
    out = io.BytesIO()
    slips.write_html(made, out, face=slips.face_of(plan), voting_url=URL, **kwargs)
    return out.getvalue().decode()


def lines(made, plan, url=URL):
    out = io.BytesIO()
    slips.write_csv(made, out, face=slips.face_of(plan), voting_url=url)
    return out.getvalue(), list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"))))


def test_ten_slips_to_a_page_and_one_class_to_a_page(plan):
    made = strips(*[0] * 12, *[1] * 3)

    laid_out = slips.pages(made, face=slips.face_of(plan), voting_url=URL)

    assert [(page.letter, page.border, len(page.slips)) for page in laid_out] == [
        ("A", "single", 10),
        ("A", "single", 10),
        ("B", "double", 10),
    ]
    assert [sum(slip is not None for slip in page.slips) for page in laid_out] == [10, 2, 3]


def test_the_mixed_order_is_kept_within_a_class(plan):
    made = strips(1, 0, 0, 1, 0)

    laid_out = slips.pages(made, face=slips.face_of(plan), voting_url=URL)

    printed = [slip.code for page in laid_out for slip in page.slips if slip]
    assert printed == [strip.code.printed for strip in (made[1], made[2], made[4], made[0], made[3])]


def test_the_symbol_leads_to_the_address_with_the_code_as_its_fragment(plan):
    [made] = strips(0)

    [page] = slips.pages([made], face=slips.face_of(plan), voting_url=URL)

    assert page.slips[0].symbol == qr.draw(f"{URL}#{made.code.compact}")


def test_a_slip_says_its_class_three_ways_and_how_to_vote(plan):
    made = strips(1, recused=2)

    text = re.sub(r"<[^>]+>|\s+", " ", html(made, plan))

    assert 'class="slip double"' in html(made, plan)
    for words in (
        "年度民主评议",
        "本单位：杨林街道（不评）",
        "B票",
        "B类代表",
        made[0].code.printed,
        "192.168.8.10/v",
        "无记名，系统不记录谁投了哪张票。每条限用一次，请勿转让、拍照。",
    ):
        assert words in text


def test_the_hall_network_is_the_first_step(plan):
    text = re.sub(r"<[^>]+>", "", html(strips(0), plan, wifi=Wifi("HUICHANG-01", "pingyi2020")))

    assert "连 Wi-Fi HUICHANG-01 密码 pingyi2020" in text


def test_two_slips_differ_in_nothing_but_the_code(plan):
    first, second = (re.sub(r'd="[^"]*"', "", html([strip], plan)) for strip in strips(0, 0))

    codes = r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]"
    assert re.sub(codes, "", first) == re.sub(codes, "", second)


def test_the_file_needs_nothing_beside_it(plan):
    page = html(strips(0), plan)

    assert re.findall(r'(?:href|src)="(.{0,9})', page) == ["data:text"]
    assert "<script" not in page


def test_names_are_text_and_never_markup(plan):
    page = html(strips(0), make_plan(classes=CLASSES, title="<b>会</b>&"))

    assert "&lt;b&gt;会&lt;/b&gt;&amp;" in page


def test_a_secure_address_is_printed_in_full(plan):
    [page] = slips.pages(strips(0), face=slips.face_of(plan), voting_url="https://pingyi.example/v")

    assert (page.address, page.is_plain) == ("https://pingyi.example/v", False)


def test_the_table_has_one_line_per_slip(plan):
    made = strips(0, recused=None) + strips(1, recused=1)

    content, rows = lines(made, plan)

    assert content.startswith(b"\xef\xbb\xbf")
    assert rows == [
        ["票种", "名称", "本单位", "票码", "网址"],
        ["A", "A类代表", "", made[0].code.printed, f"{URL}#{made[0].code.compact}"],
        ["B", "B类代表", "侨乡街道", made[1].code.printed, f"{URL}#{made[1].code.compact}"],
    ]


def test_a_list_of_links_holds_links_alone(plan):
    made, out = strips(0, 1, 0), io.BytesIO()

    slips.write_links(made, out, face=slips.face_of(plan), voting_url=URL)

    with ZipFile(out) as archive:
        lists = {name: archive.read(name).decode("utf-8-sig").split() for name in archive.namelist()}
    links = [f"{URL}#{slip.code.compact}" for slip in made]
    assert lists == {"A.csv": ["网址", links[0], links[2]], "B.csv": ["网址", links[1]]}


def test_no_cell_of_the_table_starts_a_formula(plan):
    _, rows = lines(strips(0), plan, url="=HYPERLINK")

    assert rows[1][4].startswith("'=HYPERLINK")


def test_a_code_is_in_no_print_of_the_pages(plan):
    [made] = strips(0)

    laid_out = slips.pages([made], face=slips.face_of(plan), voting_url=URL)

    assert made.code.printed not in repr(laid_out)


@pytest.mark.parametrize("text", ["http://192.168.8.10/v#7K3M9QPT2XWB2", "APPRAISAL-CARD-1:" + "Z" * 40])
def test_the_path_draws_every_dark_module_and_no_other(text):
    symbol = qr.draw(text)

    drawn = {
        (int(x) + step, int(y))
        for x, y, length in re.findall(r"M(\d+) (\d+)\.5h(\d+)", symbol.path)
        for step in range(int(length))
    }
    matrix = segno.make(text, error="m", boost_error=False, micro=False).matrix
    assert drawn == {(x, y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}
    assert symbol.side == len(matrix)


@pytest.mark.parametrize(("selector", "least"), [(".symbol", 25), (".card .symbol", 25)])
def test_the_black_field_is_at_least_25_millimetres(selector, least):
    found = re.search(rf"^{re.escape(selector)} {{[^}}]*width: (\d+)mm", STYLESHEET.read_text(), re.MULTILINE)

    assert int(found[1]) >= least
