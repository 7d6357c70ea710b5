"""Writing a plan as a workbook."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from appraisal.documents.template import EXAMPLE
from appraisal.documents.workbook import read_plan, write_plan, write_template
from appraisal.domain.meeting import Meeting
from appraisal.domain.plan import Plan
from appraisal.domain.verdict import Band
from tests.factories import make_plan
from tests.plans import numbers, plans


def test_the_template_imports_as_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "空白表.xlsx"

    write_template(file)

    assert read_plan(file) == EXAMPLE


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans() | numbers())
def test_a_written_plan_reads_back_equal(plan: Plan) -> None:
    out = io.BytesIO()

    write_plan(plan, out)

    assert read_plan(out.getvalue()) == plan


def test_bounds_of_one_percent_are_not_read_as_the_whole() -> None:
    out, bands = io.BytesIO(), (Band("满意", ("优秀",), Fraction(1)), Band("不满意", (), None))
    plan = make_plan()
    plan = replace(plan, rule=replace(plan.rule, bands=bands))

    write_plan(plan, out)

    assert read_plan(out.getvalue()).rule.bands == bands


def test_text_that_looks_like_a_formula_or_an_address_stays_text() -> None:
    meeting = Meeting(title="评议", topic="=1+1", host="http://example.org/", note='=HYPERLINK("x")')
    out = io.BytesIO()

    write_plan(replace(make_plan(), meeting=meeting), out)

    with zipfile.ZipFile(out) as packed:
        written = {name: packed.read(name).decode() for name in packed.namelist()}
    assert re.findall(r"<f>.*?</f>", "".join(written.values())) == []
    assert "example.org" not in "".join(text for name, text in written.items() if name.endswith(".rels"))
    assert read_plan(out.getvalue()).meeting == meeting
