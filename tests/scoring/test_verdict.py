"""Verdict bands on the satisfaction meeting and on its published checks."""

import json
from pathlib import Path

import numpy as np
import pytest

from appraisal.scoring import RatingMatrix, tally
from appraisal.scoring.verdict import Band, Bound, verdicts

CASES = json.loads(
    (Path(__file__).parent / "cases" / "satisfaction_verdicts.json").read_text(encoding="utf-8")
)
BAD, FAIR, GOOD = 0, 1, 2
TOLD = {0: "满意", 1: "基本满意", 2: "不满意", None: "样本不足"}
BANDS = (
    Band((Bound((GOOD,), "0.9"),)),
    Band((Bound((GOOD, FAIR), "0.85"),)),
    Band(),
)


def tallied(counts):
    """One subject with so many marks of each grade."""
    answers = [BAD] * counts["不满意"] + [FAIR] * counts["基本满意"] + [GOOD] * counts["满意"]
    marks = np.array(answers + [-1] * counts["不了解"]).reshape(-1, 1)
    matrix = RatingMatrix.build(marks, np.zeros(len(marks), int), points=(0, 80, 100), class_weights=(1,))
    return tally(matrix)


@pytest.mark.parametrize(
    "case", CASES["checks"], ids=lambda case: "-".join(map(str, case["counts"].values()))
)
def test_the_first_band_that_matches_is_the_verdict(case):
    (found,) = verdicts(tallied(case["counts"]), BANDS, least=30)

    assert TOLD[found] == case["verdict"]


@pytest.mark.parametrize("case", CASES["subjects"], ids=lambda case: case["subject"])
def test_the_denominator_is_as_agreed(case):
    counts = tallied(case["counts"])

    found = [verdicts(counts, BANDS, with_abstentions=away, least=30)[0] for away in (True, False)]

    assert [TOLD[place] for place in found] == [
        case["verdict"],
        case["verdict_without_abstentions"],
    ]


def test_a_bound_is_compared_exactly():
    counts = {"满意": 90, "基本满意": 0, "不满意": 10, "不了解": 0}

    assert verdicts(tallied(counts), BANDS) == (0,)
    assert verdicts(tallied(counts | {"满意": 899, "不满意": 101}), BANDS) == (1,)


def test_too_few_marks_give_no_verdict():
    counts = {"满意": 29, "基本满意": 0, "不满意": 0, "不了解": 9}

    found = [verdicts(tallied(counts), BANDS, with_abstentions=False, least=least) for least in (30, 29)]

    assert found == [(None,), (0,)]


def test_a_table_that_may_leave_a_subject_without_a_verdict_is_refused():
    with pytest.raises(ValueError, match="unconditional"):
        verdicts(tallied({"满意": 1, "基本满意": 0, "不满意": 0, "不了解": 0}), BANDS[:2])
