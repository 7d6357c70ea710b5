"""Writing an activity as the one workbook that sets it up."""

from __future__ import annotations

import io
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from appraisal.documents.activity_template import EXAMPLE, write_activity, write_activity_template
from appraisal.documents.composite_sheets import conversion, conversion_text
from appraisal.documents.workbook import read_activity
from appraisal.domain.activity import Activity, Part, RollUp
from appraisal.domain.errors import RoundsApart
from appraisal.domain.indicator import Conversion, Indicator, Method
from appraisal.domain.review import review_activity
from tests.documents.scenarios import DEMO, agreed
from tests.joined import make_activity

RAW = Conversion(Method.RAW, Fraction(0), Fraction(100))


def tour() -> Activity:
    return read_activity(DEMO / "tour-2020" / "meeting.xlsx")


def back(activity: Activity) -> Activity:
    """Write an activity and read it."""
    out = io.BytesIO()
    write_activity(activity, out)
    return agreed(read_activity(out.getvalue()))


def test_the_template_imports_as_it_stands_and_nothing_is_wrong_with_it(tmp_path: Path) -> None:
    file = tmp_path / "空白表.xlsx"

    write_activity_template(file)

    read = agreed(read_activity(file))
    assert (read, review_activity(read)) == (EXAMPLE, review_activity(EXAMPLE))
    assert [found for found in review_activity(read) if found.severity.name == "ERROR"] == []


def kinds(activity: Activity) -> Activity:
    weights = (("开工", Fraction(30)), ("竣工", Fraction(40)), ("扩规", Fraction(30)))
    return replace(activity, roll_up=RollUp(kinds=weights, top=0))


def no_tour(activity: Activity) -> Activity:
    """Units that are rated in the hall, with figures beside them."""
    single = read_activity(DEMO / "satisfaction-2021" / "meeting.xlsx")
    figures = Indicator("办件量", "件", Fraction(100), False, tuple(map(Fraction, range(len(single.units)))))
    parts = (Part(single.rounds[0].name, Fraction(60), RAW), Part("客观指标", Fraction(40), RAW))
    return replace(single, indicators=(figures,), parts=parts)


def gaps(activity: Activity) -> Activity:
    """A figure that is missing and earns points, a cap, a conversion of its own, thirds."""
    first, *others = activity.indicators
    own = Conversion(Method.PLACES, Fraction(100), Fraction("2.5"))
    odd = replace(
        first, figures=(None, *first.figures[1:]), missing=Fraction(60), cap=Fraction("12.5"), conversion=own
    )
    third = tuple(replace(part, weight=Fraction(100, 3)) for part in activity.parts)
    return replace(activity, indicators=(odd, *others), parts=third)


CHANGES = {
    "as it is": lambda activity: activity,
    "the best two": lambda activity: replace(activity, roll_up=RollUp(best=2, top=10)),
    "by kind": kinds,
    "one round alone": lambda activity: replace(activity, rounds=activity.rounds[:1], parts=()),
    "no figures": lambda activity: replace(activity, indicators=(), parts=()),
    "no tour": no_tour,
    "gaps and thirds": gaps,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_written_activity_reads_back_equal(change) -> None:
    activity = agreed(change(tour()))

    assert back(activity) == activity


@pytest.mark.parametrize("method", Method)
def test_every_conversion_is_written_as_it_is_read(method: Method) -> None:
    way = Conversion(method, Fraction("60.5"), Fraction(2))

    read = conversion(conversion_text(way))

    plain = {Method.RAW, Method.RATIO, Method.MIN_MAX}
    assert read == (way if method not in plain else Conversion(method, Fraction(0), Fraction(100)))


def test_rounds_that_were_changed_one_by_one_are_no_longer_one_workbook() -> None:
    activity = tour()
    first, second = activity.rounds
    renamed = tuple(replace(group, name=f"{group.name}同志") for group in second.plan.classes)
    edited = replace(second, plan=replace(second.plan, classes=renamed))

    with pytest.raises(RoundsApart) as refused:
        back(replace(activity, rounds=(first, edited)))

    assert "现场观摩、会议排名票" in str(refused.value)


def test_a_round_that_has_no_sheet_is_not_written() -> None:
    with pytest.raises(RoundsApart):
        back(make_activity())
