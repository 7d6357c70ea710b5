"""One report holds everything, for any meeting, as the same bytes."""

import json
from dataclasses import fields, is_dataclass

import numpy as np
import pytest

from appraisal.scoring import RatingMatrix, ScoringRule, Step, ranks, report, score, tally

RULES = [
    ScoringRule(ties=("class:0", "count:2", "top", "criterion:0"), decimals=1),
    ScoringRule(abstentions=1, pooled=True),
    ScoringRule("trimmed", drop_low=1, drop_high=1, trim="0.1", trim_classes=(1,)),
    ScoringRule("median"),
    ScoringRule("majority", ties=("class:1",)),
    ScoringRule("steps", steps=(Step(10, "0.5", "0.3"), Step(0)), low=(0,)),
    ScoringRule("centred"),
    ScoringRule("standard", ties=("class:0",)),
    ScoringRule("min-max"),
    ScoringRule("percentile", pooled=True),
    ScoringRule("two-way"),
]


def matrix(answers, classes, **given):
    given.setdefault("home", None)
    return RatingMatrix.build(
        answers, classes, points=range(3), class_weights=(2, 1), criterion_weights=(1, 1), **given
    )


RANDOM = np.random.default_rng(1).integers(-2, 3, (12, 4, 2))
MEETINGS = {
    "no ballots": matrix(np.empty((0, 3, 2)), []),
    "one ballot": matrix(RANDOM[:1], [0]),
    "one ballot each": matrix(RANDOM[:2], [0, 1]),
    "one class empty": matrix(RANDOM, [1] * 12),
    "one subject": matrix(RANDOM[:, :1], [0, 1] * 6),
    "all abstained": matrix(np.full((4, 3, 2), -1), [0, 1] * 2),
    "nobody asked": matrix(np.full((4, 3, 2), -2), [0, 1] * 2),
    "all alike": matrix(np.full((6, 3, 2), 2), [0, 1] * 3),
    "one criterion unmarked": matrix(np.where(np.arange(2) == 0, RANDOM, -1), [0, 1] * 6),
    "one subject unmarked": matrix(np.where(np.arange(4)[:, None] == 1, -1, RANDOM), [0, 1] * 6),
    "two separate groups": matrix(
        np.where((np.arange(12)[:, None] % 2 == np.arange(4) // 2)[..., None], np.abs(RANDOM), -2), [0, 1] * 6
    ),
    "every ballot at home": matrix(RANDOM, [0, 1] * 6, home=[0, 1, 2, 3] * 3),
    "gaps": matrix(RANDOM, [0, 1] * 6),
}


def per_ballot(result, ballots):
    """Arrays in a result with an axis as long as there are ballots, by name."""
    if is_dataclass(result):
        for field in fields(result):
            yield from (
                (f"{field.name}.{name}", a) for name, a in per_ballot(getattr(result, field.name), ballots)
            )
    elif isinstance(result, dict):
        for value in result.values():
            yield from per_ballot(value, ballots)
    elif isinstance(result, np.ndarray) and ballots in result.shape:
        yield "", result


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.method)
@pytest.mark.parametrize("name", MEETINGS)
def test_every_meeting_has_a_report(name, rule):
    meeting = MEETINGS[name]

    found = report(meeting, rule, replicates=20)

    unrated = np.isnan(found.scores.values)
    assert ((found.ranks == 0) == unrated).all()
    assert json.loads(found.to_json())["schema"] == 1
    assert ("no_ballots" in found.warnings) == (name == "no ballots")
    assert [path for path, causes in found.reasons.items() if not causes] == []


def test_it_agrees_with_its_parts(tianmen):
    found = report(tianmen, replicates=50)

    assert found.scores.exact == score(tally(tianmen)).exact
    assert found.ranks.tolist() == ranks(found.scores.exact).tolist()
    assert found.delta.scores.tolist() == pytest.approx(found.scores.values.tolist())
    assert found.bootstrap.scores.shape == (50, 28)
    assert set(found.shadow) == {"centred", "standard", "min-max", "percentile", "two-way"}
    assert found.reliability.complete == (13,)


def test_the_order_of_ballots_changes_no_byte(tianmen):
    given = tianmen.answers.transpose(2, 0, 1)[::-1]
    again = RatingMatrix.build(
        given,
        tianmen.classes[::-1],
        points=tianmen.points,
        class_weights=tianmen.class_weights,
        home=tianmen.home[::-1],
    )

    assert report(again, replicates=50).to_json() == report(tianmen, replicates=50).to_json()


def test_no_row_of_it_belongs_to_a_ballot(tianmen):
    ballots = tianmen.shape[3]
    assert [*per_ballot(tianmen, ballots)]  # the search does find such rows where there are some

    assert [*per_ballot(report(tianmen, replicates=50), ballots)] == []


def test_the_places_that_hang_on_abstentions_are_shown(tianmen, tianmen_subjects):
    found = report(tianmen, replicates=50).alternatives

    places = {name: ranks(found[f"abstentions {name}"].exact) for name in ("excluded", "0", "60")}
    changing = [tianmen_subjects.index(name) for name in ("张港镇", "渔薪镇", "卢市镇")]
    assert places["excluded"][changing].tolist() == [2, 3, 4]
    assert places["60"][changing].tolist() == [2, 4, 3]
    assert places["0"][changing].tolist() == [5, 4, 2]


def test_disconnected_ratings_are_said_not_to_be_comparable():
    found = report(MEETINGS["two separate groups"], replicates=20)

    assert "not_comparable" in found.warnings
    assert np.isnan(found.shadow["two-way"].values).all()


def test_json_keeps_exact_numbers_and_marks_what_is_missing():
    found = json.loads(report(MEETINGS["one subject unmarked"], replicates=20).to_json())

    assert found["scores"]["values"][1] is None
    assert "/" in found["tally"]["class_weights"][0]
    assert "scores" not in found["bootstrap"]
