"""Whole meetings as matrices."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from appraisal.scoring import RatingMatrix

from .worked import case, table

TIANMEN_ANSWERS = {"较差": 0, "一般": 1, "良好": 2, "优秀": 3, "弃权": -1, "回避": -2}


@pytest.fixture(scope="session")
def tianmen() -> RatingMatrix:
    """116 ballots of classes A, B, C about 28 units, one criterion, four grades; class B recused at home."""
    _, rows = table("tianmen/ballots")
    answers = [[TIANMEN_ANSWERS[cell] for cell in row[2:]] for row in rows]
    home = [row.index("回避") - 2 if "回避" in row else -1 for row in rows]
    classes = ["ABC".index(row[0]) for row in rows]
    return RatingMatrix.build(
        answers, classes, points=(40, 60, 80, 100), class_weights=(40, 30, 30), home=home
    )


@pytest.fixture(scope="session")
def tianmen_expected() -> Any:
    return case("tianmen/expected")


@pytest.fixture(scope="session")
def tianmen_subjects() -> list[str]:
    return table("tianmen/ballots")[0][2:]


@pytest.fixture(scope="session")
def toy() -> RatingMatrix:
    """Twelve ballots of three classes about five subjects, points 0 to 10, fourteen cells empty."""
    _, rows = table("twoway_toy")
    names = ["leader", "department", "peer"]
    answers = [[int(cell) if cell else -1 for cell in row[2:]] for row in rows]
    return RatingMatrix.build(
        answers,
        [names.index(row[1]) for row in rows],
        points=range(11),
        class_weights=[Fraction(case("twoway_toy")["class_weights"][name]) for name in names],
    )
