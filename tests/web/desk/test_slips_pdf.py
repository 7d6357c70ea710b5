"""Slips handed out as PDF: what a phone reads off the paper is what the box accepts."""

from __future__ import annotations

import subprocess
from dataclasses import replace

import numpy as np
import zxingcpp

from appraisal.domain.code import Code
from appraisal.domain.lifecycle import State
from tests.factories import make_class, make_plan
from tests.organizer import hold


def read_codes(content: bytes) -> list[str]:
    """Print a PDF as grey dots and read the codes off its symbols."""
    words = ["pdftoppm", "-r", "150", "-gray", "-"]
    rest = subprocess.run(words, input=content, capture_output=True, check=True).stdout
    codes = []
    while rest:  # graymaps one after the other: a line of format, of sides, of depth, and the dots
        _, sides, _, dots = rest.split(b"\n", 3)
        width, height = map(int, sides.split())
        page = np.frombuffer(dots[: width * height], np.uint8).reshape(height, width)
        codes += [found.text.partition("#")[2] for found in zxingcpp.read_barcodes(page)]
        rest = dots[width * height :]
    return codes


def test_every_code_on_the_paper_is_one_of_the_box(desk):
    meeting = hold(desk.app, State.SEALED)

    answer = desk.post(f"{meeting.path}/slips", {"output": "pdf"})

    pepper, held = desk.app.extensions["appraisal"].settings.pepper, desk.dump()
    codes = set(read_codes(answer.data))
    known = {code for code in codes if f"X'{Code.parse(code).digest(pepper).hex().upper()}'" in held}
    assert (answer.mimetype, len(codes), known) == ("application/pdf", 20, codes)
    assert 'filename="slips-1.pdf"' in answer.headers["Content-Disposition"]


def test_a_name_that_cannot_be_printed_costs_no_codes(desk):
    rare = replace(make_class("A"), name="\U000323af类代表")
    meeting = hold(desk.app, State.SEALED, plan=make_plan(classes=(rare,)))

    refused = desk.post(f"{meeting.path}/slips", {"output": "pdf"})
    page = desk.post(f"{meeting.path}/slips", {"output": "page"})

    assert ("U+323AF" in refused.text, page.status_code) == (True, 200)
