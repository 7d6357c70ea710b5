"""The frozen settings of a round."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from appraisal.domain.errors import WaiverRefused
from appraisal.domain.plan import Plan
from appraisal.domain.settings import dump, load
from appraisal.domain.waiver import Waiver
from tests.factories import make_class, make_plan
from tests.plans import numbers, plans


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans() | numbers())
def test_a_plan_comes_back_as_it_was(plan: Plan) -> None:
    document = dump(plan)

    again = load(document)

    assert (again, dump(again)) == (plan, document)


def test_a_waiver_is_written_only_where_there_is_one() -> None:
    plan = make_plan()
    waived = replace(plan, waiver=Waiver(3, recusal=True))

    document = dump(waived)

    assert (load(document), b"waiver" in dump(plan)) == (waived, False)
    assert json.loads(document)["waiver"] == {"least_shown": 3, "recusal": True}


def test_paper_ballots_are_written_only_where_there_are_any() -> None:
    plan = make_plan(classes=(make_class("A", 40, 8, paper=3), make_class("B", 60, 6)))

    written, plain = json.loads(dump(plan)), json.loads(dump(make_plan()))

    assert (written["version"], [group.get("paper") for group in written["classes"]]) == (2, [3, None])
    assert (plain["version"], ["paper" in group for group in plain["classes"]]) == (1, [False, False])


@pytest.mark.parametrize("least", [2, 0, 6])
def test_nobody_agrees_to_less_than_three_ballots(least: int) -> None:
    with pytest.raises(WaiverRefused) as refusal:
        Waiver(least)

    assert str(refusal.value) == "人少票种的限制最低放宽到 3 张，不放宽是 5 张。"


def test_settings_of_a_newer_version_are_refused() -> None:
    document = b'{"version":3}'

    with pytest.raises(ValueError, match="version 3") as refusal:
        load(document)

    assert str(refusal.value) == "settings of version 3 need a newer program"
