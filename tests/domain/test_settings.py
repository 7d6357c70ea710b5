"""The frozen settings of a round."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from appraisal.domain.plan import Plan
from appraisal.domain.settings import dump, load
from tests.plans import plans


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_a_plan_comes_back_as_it_was(plan: Plan) -> None:
    document = dump(plan)

    again = load(document)

    assert (again, dump(again)) == (plan, document)


def test_settings_of_a_newer_version_are_refused() -> None:
    document = b'{"version":3}'

    with pytest.raises(ValueError, match="version 3") as refusal:
        load(document)

    assert str(refusal.value) == "settings of version 3 need a newer program"
