"""What is kept of a report: the same ballots give the same bytes, and no ballot is among them."""

import json
import random

import numpy as np
import pytest

from appraisal import scoring
from appraisal.domain.rule import Normalisation
from appraisal.services import counting
from appraisal.services.examining import examine
from appraisal.services.findings import Findings
from tests import tianmen
from tests.factories import make_class, make_plan

ONE_CLASS = (make_class("A", 100, 50),)
OWN_CLASS = (make_class("A", 100, 30, recuses_own=True),)


@pytest.fixture(scope="module")
def found():
    return examine(tianmen.plan(), tianmen.ballots().answers, tianmen.ballots().voter_classes)


def places(ranks):
    return dict(zip((subject.name for subject in tianmen.plan().subjects), ranks, strict=True))


@pytest.mark.parametrize(
    ("method", "rule"),
    [
        ("abstentions excluded", "abstain_skipped"),
        ("abstentions 0", "abstain_zero"),
        ("abstentions 60", "abstain_as_60"),
        ("pooled", "pooled"),
        ("trimmed", "trim_1"),
        ("top share", "top_grade_rate"),
    ],
)
def test_the_other_rules_give_the_places_that_were_worked_out_apart(found, method, rule):
    expected = tianmen.expected()["alternatives"][rule]["results"]

    assert places(found.places[method]) == {row["subject"]: row["rank"] for row in expected}


def test_the_doubt_is_that_of_the_report(found):
    plan, ballots = tianmen.plan(), tianmen.ballots()
    matrix = counting.rating_matrix(plan, ballots.answers, ballots.voter_classes, with_homes=True)

    report = scoring.report(matrix, counting.scoring_rule(plan))

    assert found.se == tuple(report.delta.se.tolist())
    assert found.rank_set == tuple(zip(report.rank_sets.low, report.rank_sets.high, strict=True))
    assert {sum(row) for row in found.ranked} == {report.replicates}


def test_the_same_ballots_give_the_same_bytes_in_any_order(found):
    ballots = tianmen.ballots()
    order = random.Random(1).sample(range(len(ballots.answers)), len(ballots.answers))

    shuffled = examine(
        tianmen.plan(), [ballots.answers[b] for b in order], [ballots.voter_classes[b] for b in order]
    )

    assert shuffled.dump() == found.dump()


def test_what_was_written_is_read_back(found):
    assert Findings.load(found.dump()).dump() == found.dump()


def test_findings_of_another_schema_are_refused(found):
    other = {**json.loads(found.dump()), "schema": 2}

    with pytest.raises(ValueError, match="schema"):
        Findings.load(json.dumps(other).encode())


def test_no_list_is_as_long_as_there_are_ballots(found):
    def lengths(value):
        if isinstance(value, dict | list):
            yield len(value)
            for item in value.values() if isinstance(value, dict) else value:
                yield from lengths(item)

    assert set(lengths(json.loads(found.dump()))) & {28, 116} == {28}  # subjects, never ballots


def test_a_delegation_of_one_is_told_by_no_number_of_its_own():
    plan = make_plan(subjects=3, classes=OWN_CLASS)
    canary = [[-2, 0, 3], [3, -2, 1], [2, 1, -2], [2, 2, 2]]
    matrix = counting.rating_matrix(plan, canary, [0] * 4, with_homes=True)
    report = scoring.report(matrix, counting.scoring_rule(plan))

    stored = examine(plan, canary, [0] * 4).dump().decode()

    assert np.isfinite(report.diagnosis.reciprocity.directed[0, 1])
    assert "directed" not in stored
    assert json.loads(stored)["quality"]["homes"] == 3


@pytest.mark.parametrize("ballots", [[], [[3, 2, 1]], [[-1, -1, -1]] * 2, [[3, 3, 3]] * 9])
@pytest.mark.parametrize(
    "rule",
    [{}, {"pooled": True}, {"trim": 1}, *({"normalisation": kind} for kind in Normalisation)],
    ids=str,
)
def test_hardly_any_ballots_are_examined_without_a_fault(ballots, rule):
    plan = make_plan(subjects=3, classes=ONE_CLASS, **rule)

    found = examine(plan, np.array(ballots).reshape(len(ballots), 3), [0] * len(ballots))

    assert Findings.load(found.dump()).ballots == len(ballots)
