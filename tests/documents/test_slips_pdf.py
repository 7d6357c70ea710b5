"""Slips as PDF, rendered and read back as a phone does."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace

import numpy as np
import pytest
import zxingcpp

from appraisal.demo.scenario import Scenario
from appraisal.documents import font, slips, slips_pdf
from appraisal.domain.code import Code
from appraisal.domain.errors import GlyphMissing
from appraisal.domain.sheet import Subject
from appraisal.services.issuing import Slip
from tests.factories import make_class, make_plan

WIFI = slips.Wifi("HUICHANG", "pingyi2026")
ADDRESS = "http://192.168.8.10/v"
PLAN = make_plan(classes=(make_class("A", 40, 12), make_class("B", 60, 3, recuses_own=True)))


def written(strips: list[Slip], plan=PLAN, **given) -> bytes:
    out = io.BytesIO()
    slips_pdf.write(slips.pages(strips, face=slips.face_of(plan), voting_url=ADDRESS, **given), out)
    return out.getvalue()


def run(content: bytes, *words: str) -> bytes:
    return subprocess.run([*words], input=content, capture_output=True, check=True).stdout


def grey(picture: bytes) -> np.ndarray:
    """Take a portable graymap apart: a line of format, of sides, of depth, and the dots."""
    _, sides, _, dots = picture.split(b"\n", 3)
    width, height = map(int, sides.split())
    return np.frombuffer(dots, np.uint8).reshape(height, width)


def test_every_symbol_reads_as_the_address_with_its_code():
    strips = [Slip(0, Code.draw()) for _ in range(10)]

    page = run(written(strips), "pdftoppm", "-r", "150", "-gray", "-l", "1", "-")

    read = {found.text for found in zxingcpp.read_barcodes(grey(page))}
    assert read == {f"{ADDRESS}#{strip.code.compact}" for strip in strips}


def test_the_symbol_is_wider_than_25_millimetres():
    page = run(written([Slip(0, Code.draw())]), "pdftoppm", "-r", "254", "-gray", "-l", "1", "-")

    (found,) = zxingcpp.read_barcodes(grey(page))

    assert (found.position.top_right.x - found.position.top_left.x) / 10 > 25  # dots of a tenth of a mm


def test_the_network_has_a_symbol_of_its_own():
    strip = Slip(0, Code.draw())

    page = run(written([strip], wifi=WIFI), "pdftoppm", "-r", "150", "-gray", "-l", "1", "-")

    read = {found.text for found in zxingcpp.read_barcodes(grey(page))}
    assert read == {f"{ADDRESS}#{strip.code.compact}", "WIFI:T:WPA;S:HUICHANG;P:pingyi2026;;"}


@pytest.mark.parametrize(("title", "times"), [("年度民主评议", 0), ("【演练】年度民主评议", 2)])
def test_a_rehearsal_stands_across_its_slips_as_well(title, times):
    plan = replace(PLAN, meeting=replace(PLAN.meeting, title=title))

    told = run(written([Slip(0, Code.draw())], plan), "pdftotext", "-", "-").decode()

    assert told.count("演") == times


def test_every_name_of_the_demo_can_be_printed():
    plan = Scenario().plan
    names = [plan.meeting.title, *(each.name for each in (*plan.subjects, *plan.classes, *plan.criteria))]

    assert [name for name in names if not all(map(font.draws, name))] == []
    assert written([Slip(1, Code.draw(), unit) for unit in range(len(plan.units))], plan)[:4] == b"%PDF"


def test_the_text_says_the_class_the_own_unit_and_the_network():
    content = written([Slip(1, Code.draw(), 2)], wifi=WIFI)

    told = run(content, "pdftotext", "-", "-").decode().replace(" ", "")

    parts = (
        "年度民主评议",
        "B票",
        "B类代表",
        "本单位：杨林街道（不评）",
        "HUICHANG",
        "pingyi2026",
        "192.168.8.10/v",
    )
    assert [part for part in parts if part not in told] == []


def test_one_class_to_a_page_and_ten_to_a_page():
    strips = [Slip(0, Code.draw()) for _ in range(12)] + [Slip(1, Code.draw(), 0)]

    about = run(written(strips), "pdfinfo", "-").decode()

    assert "Pages:           3" in about
    assert "A4" in about


def test_a_name_the_font_cannot_draw_is_refused_by_its_sign():
    plan = replace(PLAN, subjects=(Subject("\U000323af镇"), *PLAN.subjects[1:]))

    with pytest.raises(GlyphMissing):
        written([Slip(1, Code.draw(), 0)], plan)
