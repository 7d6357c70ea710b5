"""Archives to check."""

import os

import pytest

from appraisal.verifying.verify import verify
from tests.archives import make_archive
from tests.factories import make_class, make_plan

CLASSES = (make_class("A", 40, 12), make_class("B", 60, 12))
BALLOTS = [[3, 2, 1], [3, 3, -1], [2, 1, 0]]


@pytest.fixture(scope="session")
def plain():
    """Two classes of ten and eleven ballots, nothing withheld."""
    plan = make_plan(classes=CLASSES, criteria=("德", "能"))
    answers = [[mark for mark in BALLOTS[place % 3] for _ in plan.criteria] for place in range(21)]
    return make_archive(plan, answers, [0] * 10 + [1] * 11)


@pytest.fixture(scope="session")
def fingerprint(plain):
    return verify(plain).fingerprint


@pytest.fixture(scope="session")
def many():
    """How many of something: a few as a rule, all before a release."""
    return lambda usual, release: release if os.environ.get("APPRAISAL_RELEASE") else usual
