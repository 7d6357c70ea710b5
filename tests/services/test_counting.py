"""Counting ballots into aggregates."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.domain.errors import ClassMissing, PlanRefused
from appraisal.domain.rule import Normalisation, TieKey
from appraisal.domain.scale import ABSTAINED, NOT_ASKED
from appraisal.services.counting import count
from appraisal.services.outcome import Outcome, Remark, Returned
from tests import tianmen
from tests.factories import make_class, make_plan

ONE_CLASS = (make_class("A", 100, 50),)


def standings(plan, outcome):
    """Per subject by name: exact total, rank, rank in its group."""
    official = outcome.official
    rows = zip(official.totals, official.ranks, official.group_ranks, strict=True)
    return {
        subject.name: (str(total), rank, group_rank)
        for subject, (total, rank, group_rank) in zip(plan.subjects, rows, strict=True)
    }


def expected_standings(rows):
    return {row["subject"]: (row["total"]["exact"], row["rank"], row["group_rank"]) for row in rows}


def with_weights(*weights):
    plan = tianmen.plan()
    pairs = zip(plan.classes, weights, strict=True)
    classes = tuple(replace(group, weight=Fraction(weight)) for group, weight in pairs)
    keys = replace(plan.rule, ties=())
    return replace(plan, classes=classes, rule=keys)


def with_rule(**rule):
    plan = tianmen.plan()
    return replace(plan, rule=replace(plan.rule, ties=(), **rule))


def test_the_tianmen_meeting_gives_its_ranking():
    plan, outcome = tianmen.plan(), tianmen.outcome()

    found = standings(plan, outcome)

    assert found == expected_standings(tianmen.expected()["official"])


def test_the_chain_of_ties_is_told():
    outcome = tianmen.outcome()

    decided = {
        subject.name: (by, ahead)
        for subject, by, ahead in zip(
            tianmen.plan().subjects, outcome.official.decided_by, outcome.official.ahead_by, strict=True
        )
        if by is not None
    }

    assert decided == {
        "麻洋镇": ("A票得分", "A票得分"),
        "彭市镇": ("A票得分", None),
        "马湾镇": ("并列", None),
        "小板镇": ("并列", None),
    }


@pytest.mark.parametrize(
    ("name", "agreed"),
    [
        ("abstain_skipped", lambda: with_rule()),
        ("abstain_zero", lambda: with_rule(abstention_points=Fraction(0))),
        ("abstain_as_60", lambda: with_rule(abstention_points=Fraction(60))),
        ("pooled", lambda: with_rule(pooled=True)),
        ("no_trim", lambda: with_rule(trim=0)),
        ("trim_1", lambda: with_rule(trim=1, trim_above=5)),
        ("only_class_A", lambda: with_weights(100, 0, 0)),
        ("only_class_B", lambda: with_weights(0, 100, 0)),
        ("only_class_C", lambda: with_weights(0, 0, 100)),
    ],
)
def test_another_rule_gives_its_own_ranking(name, agreed):
    plan = agreed()

    found = standings(plan, tianmen.count(plan))

    assert found == expected_standings(tianmen.expected()["alternatives"][name]["results"])


def test_an_outcome_survives_as_a_document():
    outcome = tianmen.outcome()

    again = Outcome.load(outcome.dump())

    assert (again, again.dump()) == (outcome, outcome.dump())


def test_a_document_holds_no_float_and_writes_its_version():
    def refuse(text):
        raise AssertionError(f"a float: {text}")

    fields = json.loads(tianmen.outcome().dump(), parse_float=refuse)

    assert (fields["version"], fields["official"]["totals"][22], fields["beside"]["totals"][22]) == (
        1,
        "33851/377",
        "90.455914217",
    )


def test_a_document_of_another_version_is_refused():
    document = tianmen.outcome().dump().replace(b'"version":1', b'"version":2')

    with pytest.raises(ValueError, match="another version"):
        Outcome.load(document)


def test_blank_and_void_ballots_came_back_and_are_not_valid():
    plan = make_plan(subjects=2)
    answers = [[3, 2], [ABSTAINED, ABSTAINED], [ABSTAINED, NOT_ASKED], [0, ABSTAINED]]

    outcome = count(plan, answers, [0, 0, 1, 1], void=[0, 2])

    assert outcome.returns == (Returned(valid=1, void=0, blank=1), Returned(valid=1, void=2, blank=1))
    assert [line.returned for line in outcome.returns] == [2, 4]
    assert outcome.abstained == (((1,), (1,)), ((1,), (1,)))


def test_a_subject_nobody_rated_has_no_score_and_no_rank():
    plan = make_plan(subjects=2, classes=ONE_CLASS, abstention_points=Fraction(60))

    outcome = count(plan, [[3, ABSTAINED], [2, ABSTAINED]], [0, 0])

    assert outcome.official.totals == (Fraction(90), None)
    assert outcome.official.class_scores == ((Fraction(90), None),)
    assert (outcome.official.ranks, outcome.official.group_ranks) == ((1, 0), (1, 0))


def test_the_weight_of_an_empty_class_is_shared_out_and_flagged():
    outcome = count(make_plan(subjects=2), [[3, 2]], [0])

    assert outcome.official.totals == (Fraction(100), Fraction(80))
    assert outcome.remarks == (
        Remark("class_empty", voter_class=1),
        Remark("class_missing", 0, 0, 1),
        Remark("class_missing", 1, 0, 1),
    )


def test_a_rule_that_shares_nothing_out_refuses_by_name():
    plan = make_plan(subjects=2, share_missing_class=False)

    with pytest.raises(ClassMissing) as refused:
        count(plan, [[3, 2], [1, ABSTAINED]], [0, 1])

    assert str(refused.value) == "B票对“侨乡街道”没有有效划票，按计分办法结果不予发布。"


def test_no_ballots_give_an_outcome_without_ranks():
    outcome = count(make_plan(subjects=2), [], [])

    assert (outcome.official.totals, outcome.official.ranks) == ((None, None), (0, 0))
    assert Outcome.load(outcome.dump()) == outcome


def test_a_key_of_the_chain_parts_three_equals_one_by_one():
    plan = make_plan(subjects=3, classes=ONE_CLASS, ties=(TieKey("grade", "优秀"), TieKey("grade", "良好")))
    answers = [[3, 2, 2], [1, 2, 3], [2, 2, 1]]

    official = count(plan, answers, [0, 0, 0]).official

    assert official.totals == (Fraction(80),) * 3
    assert (official.ranks, official.decided_by) == ((1, 3, 1), ("并列", "优秀票数", "并列"))
    assert official.ahead_by == ("优秀票数", None, "优秀票数")


def test_a_normalised_rule_has_the_plain_mean_beside_it():
    plan = make_plan(subjects=3, classes=ONE_CLASS, normalisation=Normalisation.CENTRED)
    harsh_and_lenient = [[1, 0, ABSTAINED], [3, 3, 2]]

    outcome = count(plan, harsh_and_lenient, [0, 0])

    assert (outcome.official.method, outcome.official.is_exact) == ("centred", False)
    assert outcome.official.totals == (
        Fraction("84.333333333"),
        Fraction("74.333333333"),
        Fraction("62.666666667"),
    )
    assert (outcome.beside.method, outcome.beside.totals) == (
        "mean",
        (Fraction(80), Fraction(70), Fraction(80)),
    )


def test_a_plain_rule_has_the_standard_score_beside_it():
    beside = tianmen.outcome().beside

    assert (beside.method, beside.is_exact, beside.decided_by) == ("standard", False, (None,) * 28)
    assert (beside.ranks[22], beside.ranks[5], beside.ranks[2]) == (1, 2, 3)


@pytest.mark.parametrize("rule", [{"trim": 1}, {"abstention_points": Fraction(0)}])
def test_a_normalised_rule_goes_with_neither_trimming_nor_earning_abstentions(rule):
    with pytest.raises(PlanRefused, match="标准化不能与"):
        make_plan(subjects=2, normalisation=Normalisation.STANDARD, **rule)


answer = st.integers(ABSTAINED, 3)
ballots = st.lists(st.tuples(st.integers(0, 1), st.lists(answer, min_size=3, max_size=3)), max_size=12)


@settings(deadline=None)
@given(ballots, st.randoms(use_true_random=False))
def test_the_order_of_ballots_changes_nothing(given_ballots, random):
    plan = make_plan(subjects=3, ties=(TieKey("class", "A"),))
    shuffled = random.sample(given_ballots, len(given_ballots))

    outcomes = [
        count(plan, [marks for _, marks in order], [group for group, _ in order]).dump()
        for order in (given_ballots, shuffled)
    ]

    assert outcomes[0] == outcomes[1]


@settings(deadline=None)
@given(ballots, st.permutations(range(3)))
def test_the_order_of_subjects_changes_no_score_and_no_rank(given_ballots, order):
    plan = make_plan(subjects=3, ties=(TieKey("class", "A"), TieKey("grade", "优秀")))
    moved = replace(plan, subjects=tuple(plan.subjects[s] for s in order))
    groups = [group for group, _ in given_ballots]

    here = count(plan, [marks for _, marks in given_ballots], groups)
    there = count(moved, [[marks[s] for s in order] for _, marks in given_ballots], groups)

    assert standings(moved, there) == standings(plan, here)
    assert there.beside.ranks == tuple(here.beside.ranks[s] for s in order)
