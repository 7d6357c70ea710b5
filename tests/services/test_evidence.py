"""What is said of how sure a result is: computed, in words, and silent about the few."""

import io
import json
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest

from appraisal.documents import report
from appraisal.documents.evidence import Share, places_text
from appraisal.domain.scale import Scale
from appraisal.services.counting import count
from appraisal.services.evidence import evidence
from appraisal.services.examining import examine
from appraisal.services.other_rules import shifts
from tests import tianmen
from tests.factories import make_class, make_plan

LEADERS = ("竟陵街道", "张港镇", "渔薪镇", "卢市镇")


@cache
def tianmen_evidence():
    return made(tianmen.plan(), tianmen.ballots().answers, tianmen.ballots().voter_classes)


def made(plan, answers, classes, **options):
    return evidence(plan, count(plan, answers, classes), examine(plan, answers, classes), **options)


def rule(key):
    found = tianmen_evidence()
    column = [each.key for each in found.rules].index(key)
    return {row.subject: row.moves[column] for row in found.estimates}


def small_class(few):
    """Class A of `few` ballots, nine of B and twelve of C."""
    classes = (make_class("A", 40, 4), make_class("B", 30, 20), make_class("C", 30, 20))
    plan = make_plan(subjects=2, classes=classes)
    ballots = [[0, 3]] * few + [[3, 2]] * 5 + [[2, 3]] * 4 + [[2, 2]] * 12
    return plan, ballots, [0] * few + [1] * 9 + [2] * 12


def written(found):
    out = io.BytesIO()
    report.write(found, out)
    return out.getvalue().decode()


@pytest.mark.parametrize(
    ("key", "alternative"), [("abstentions 0", "abstain_zero"), ("abstentions 60", "abstain_as_60")]
)
def test_places_two_to_four_change_with_the_policy_on_abstentions(key, alternative):
    expected = {
        row["subject"]: row["rank"] for row in tianmen.expected()["alternatives"][alternative]["results"]
    }

    found = rule(key)

    assert {name: found[name].rank for name in LEADERS} == {name: expected[name] for name in LEADERS}
    assert found["竟陵街道"].shift == 0
    assert [name for name in LEADERS[2:] if found[name].shift] == ["渔薪镇", "卢市镇"]


def test_the_verdict_is_what_the_columns_come_to():
    found = tianmen_evidence()

    assert str(found.verdict) == (
        "换 9 种办法，竟陵街道在 7 种里仍是第 1，只有合并计票、中位数时不是；第 2–5 名随弃权处理而变。"
    )
    assert str(found.sayable) == "正式前 5 名稳定在前 10 名以内，后 5 名稳定在第 21 名以后。"
    assert str(found.unsayable) == ("相邻名次的先后：26 对里有 26 对不稳定。竟陵街道排第 1 的把握是 46%。")


def test_where_no_rule_moves_anything_the_verdict_says_so():
    plan = make_plan(subjects=3, classes=(make_class("A", 100, 40),))
    ballots = [[3, 2, 1]] * 20

    found = made(plan, ballots, [0] * 20)

    assert str(found.verdict) == "换任何一种办法，第 1 名都不变；弃权怎么算，名次都不变。"
    assert str(found.unsayable) == "没有：每一名与下一名的先后都稳定。"


def test_errors_and_ranges_stand_beside_the_official_scores():
    first = tianmen_evidence().estimates[0]

    assert (first.subject, first.rank, first.total.shown, first.se.shown) == ("竟陵街道", 1, "89.79", "1.33")
    assert (places_text(first.likely), places_text(first.possible)) == ("1–6", "1–14")
    assert (first.own.shown, first.leading.shown, first.above.shown) == ("46%", "97%", "—")


def test_neighbours_are_marked_only_where_few_of_them_would_be():
    assert (tianmen_evidence().marks_neighbours, str(tianmen_evidence().neighbours)) == (
        False,
        "名次大多不稳定，请看等次分布。",
    )


def test_points_have_no_grades_to_look_at():
    points = Scale.of_points(Fraction(0), Fraction(10), Fraction(1))
    plan = replace(make_plan(subjects=4, classes=(make_class("A", 100, 40),)), scale=points)

    found = made(plan, [[9, 7, 7, 6], [7, 9, 8, 6], [8, 8, 7, 10], [9, 7, 8, 7]] * 2, [0] * 8)

    assert str(found.neighbours) == "名次大多不稳定，请看波动范围。"
    assert "top share" in {rule.key for rule in tianmen_evidence().rules}
    assert "top share" not in {rule.key for rule in found.rules}


def test_a_neighbour_that_is_hardly_ahead_is_marked():
    plan = make_plan(subjects=6, classes=(make_class("A", 100, 40),))
    close = [[3, 3, 2, 1, 0, 0]] * 15 + [[3, 2, 2, 1, 0, 0], [2, 3, 2, 1, 0, 0], [3, 2, 2, 1, 0, 0]]

    found = made(plan, close, [0] * 18)

    assert (found.marks_neighbours, [row.subject for row in found.estimates if row.is_unsettled]) == (
        True,
        ["侨乡街道"],
    )


def test_a_shared_place_that_leaves_the_official_one_open_is_no_move():
    assert shifts((1, 2, 3, 4), (1, 2, 2, 4)) == (0, 0, 0, 0)
    assert shifts((1, 2, 2, 4), (1, 1, 3, 4)) == (0, 1, 0, 0)


def test_words_go_with_the_numbers():
    notes = {note.key: str(note.sentence) for note in tianmen_evidence().reliability}

    assert notes["reliability"].startswith("总得分的可靠程度：高（0.88）。")
    assert notes["alpha"].startswith("单张选票之间的一致程度：低（0.07）。")


def test_quality_counts_and_names_nobody():
    plan = make_plan(subjects=6, classes=(make_class("A", 100, 40),))
    alike = [[3, 3, 3, 3, 3, 3]] * 2 + [[3, 2, 1, 0, 2, k % 4] for k in range(10)]

    notes = {note.key: (note.is_well, str(note.sentence)) for note in made(plan, alike, [0] * 12).quality}

    assert notes["straight lines"] == (False, "有 2 张选票整张都是同一等次。")
    assert notes["duplicates"][0] is False


def test_a_small_class_is_told_apart_nowhere():
    canary = made(*small_class(4), full=True)
    assert canary.classes is not None
    assert "without class A" in dict(canary.others)
    assert "one ballot" in {note.key for note in canary.quality}

    found = made(*small_class(4))

    assert found.classes is None
    assert [name for name, _ in found.others if name.startswith("without class")] == []
    assert "one ballot" not in {note.key for note in found.quality}
    assert [row.total.exact or row.se.rounded for row in found.estimates] == [None, None]


def test_the_exact_score_that_would_give_a_class_away_is_not_in_the_file():
    telling = str(made(*small_class(1), full=True).estimates[0].total.exact)

    assert telling in written(made(*small_class(1), full=True))
    assert telling not in written(made(*small_class(1)))


def test_too_few_ballots_or_no_findings_give_no_evidence():
    plan, ballots, classes = make_plan(subjects=2), [[3, 2]] * 4, [0] * 4

    found = made(plan, ballots, classes), evidence(tianmen.plan(), tianmen.outcome(), None)

    assert found == (None, None)


def test_below_eight_ballots_nothing_is_counted():
    plan = make_plan(subjects=5, classes=(make_class("A", 100, 20),))

    found = made(plan, [[3, 3, 3, 3, 3]] * 7, [0] * 7)

    assert [note.key for note in found.quality] == ["few"]


def test_the_file_holds_no_float_and_is_the_same_for_any_order():
    def no_float(text):
        raise AssertionError(f"a float: {text}")

    ballots = tianmen.ballots()
    reversed_order = made(tianmen.plan(), ballots.answers[::-1], ballots.voter_classes[::-1])

    document = json.loads(written(tianmen_evidence()), parse_float=no_float)

    assert (document["schema"], len(document["subjects"])) == (1, 28)
    assert written(reversed_order) == written(tianmen_evidence())


@pytest.mark.parametrize(
    ("value", "shown"), [(None, "—"), (0, "0%"), (0.001, "<1%"), (0.465, "47%"), (0.999, ">99%"), (1, "100%")]
)
def test_what_is_nearly_certain_is_not_called_certain(value, shown):
    assert Share(value).shown == shown


def test_a_rule_in_force_is_not_compared_with_itself():
    plan = tianmen.plan()
    with_zero = replace(plan, rule=replace(plan.rule, abstention_points=0))

    found = made(with_zero, tianmen.ballots().answers, tianmen.ballots().voter_classes)

    assert [each.key for each in found.rules][:2] == ["abstentions excluded", "abstentions 60"]
