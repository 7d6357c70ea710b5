"""The table that is made of an outcome."""

from dataclasses import replace
from fractions import Fraction

import pytest

from appraisal.documents.table import Number
from appraisal.domain.errors import ReturnsOutOfBalance, TallyOutOfBalance
from appraisal.domain.rule import Normalisation, TieKey
from appraisal.domain.scale import ABSTAINED, NOT_ASKED
from appraisal.services.counting import count
from appraisal.services.outcome import Returned
from appraisal.services.results import table
from tests import tianmen
from tests.factories import make_class, make_plan

ONE_CLASS = (make_class("A", 100, 50),)


def small_class(canary=(0, 3)):
    """One ballot of class A, nine of B and twelve of C."""
    classes = (make_class("A", 40, 4), make_class("B", 30, 20), make_class("C", 30, 20))
    plan = make_plan(subjects=2, classes=classes)
    ballots = [list(canary)] + [[3, 2]] * 5 + [[2, 3]] * 4 + [[2, 2]] * 12
    return plan, count(plan, ballots, [0] + [1] * 9 + [2] * 12)


def notes(made):
    return {row.subject: [str(note) for note in row.notes] for row in made.rows}


def test_the_tianmen_rows_stand_by_rank_then_list_order():
    found = [(row.rank, row.subject, row.group_rank) for row in tianmen.table().rows]

    expected = tianmen.expected()["official"]
    assert found == [(row["rank"], row["subject"], row["group_rank"]) for row in expected]


def test_the_tianmen_notes_say_what_the_chain_did():
    found = {subject: said for subject, said in notes(tianmen.table()).items() if said}

    assert found == {"麻洋镇": ["按A票得分列前"], "马湾镇": ["并列"], "小板镇": ["并列"]}


def test_the_tianmen_table_withholds_nothing_and_warns_of_nothing():
    made = tianmen.table()

    assert (made, made.warnings) == (table(tianmen.plan(), tianmen.outcome(), full=True), ())


def test_the_first_tianmen_row_is_worked_out():
    assert str(tianmen.table().worked) == (
        "竟陵街道：A票（18×100+7×80+1×60）÷26=93.08；总得分93.08×40%+86.92×30%+88.28×30%=89.79。"
    )


def test_the_quorum_is_told_as_a_count():
    returns = tianmen.table().returns

    assert (returns.quorum.needed, returns.quorum.met) == (78, True)
    assert str(returns.quorum.sentence) == "收回116张，不少于发出票数的2/3（78张），符合要求。"


def test_a_missed_quorum_is_the_first_warning():
    plan = make_plan(subjects=2, quorum=Fraction(2, 3), classes=ONE_CLASS)

    made = table(plan, count(plan, [[3, 2]] * 33, [0] * 33))

    assert str(made.warnings[0]) == "收回33张，未达发出票数的2/3（34张），结果仅供参考。"


def test_more_ballots_than_were_handed_out_make_no_table():
    with pytest.raises(ReturnsOutOfBalance) as refused:
        table(tianmen.plan(), tianmen.outcome(), issued=[28, 27, 60])

    assert str(refused.value).startswith("B票收回 28 张，多于发出的 27 张，本次测评无效，不能公布。")


@pytest.mark.parametrize("returned", [Returned(27), Returned(28, void=1, blank=-1), Returned(28, blank=1)])
def test_counts_that_contradict_the_returns_make_no_table(returned):
    outcome = tianmen.outcome()
    broken = replace(outcome, returns=(returned, *outcome.returns[1:]))

    with pytest.raises(TallyOutOfBalance):
        table(tianmen.plan(), broken, issued=[40, 40, 60])


def test_slips_really_handed_out_take_the_place_of_the_plan():
    line = table(tianmen.plan(), tianmen.outcome(), issued=[30, 28, 60]).returns

    assert (line.total.issued, line.total.unreturned, line.by_class[0].issued) == (118, 2, 30)
    assert line.total.rate == Number("98.31%", Fraction(116, 118))


def test_a_small_class_is_withheld_with_the_next_smallest():
    made = table(*small_class())

    assert [column.is_withheld for column in made.columns] == [True, True, False]
    shown = [[score.shown for score in row.class_scores] for row in made.rows]
    assert shown == [["—", "—", "—"], ["—", "—", "80.00"]]  # of the first the total would prove the one mark
    assert [cell.counts for cell in made.cells] == [None] * 4 + [(0, 12, 0, 0), None]
    assert [line.valid for line in made.returns.by_class] == [None, None, 12]
    assert made.worked is None


def test_a_withheld_class_cannot_be_read_off_any_exact_number():
    plan, outcome = small_class()

    made = table(plan, outcome)

    whole = table(plan, outcome, full=True)
    assert [row.total.shown for row in made.rows] == [row.total.shown for row in whole.rows]
    assert [(row.total.exact, row.beside.rounded) for row in made.rows] == [(None, None)] * 2
    assert None not in [row.total.exact for row in whole.rows]


def test_the_mark_of_the_only_voter_of_a_class_shows_for_its_analyst_alone():
    plan, outcome = small_class()

    canary = [score.shown for row in table(plan, outcome, full=True).rows for score in row.class_scores[:1]]

    shown = [score.shown for row in table(plan, outcome).rows for score in row.class_scores[:1]]
    assert (canary, shown) == (["100.00", "40.00"], ["—", "—"])


def test_the_chain_does_not_name_a_class_that_is_withheld():
    classes = (make_class("A", 50, 4), make_class("B", 50, 20))
    plan = make_plan(subjects=2, classes=classes, ties=(TieKey("class", "A"),))
    outcome = count(plan, [[3, 1]] + [[1, 3]] * 9, [0] + [1] * 9)

    made = table(plan, outcome)

    assert (notes(made)["竟陵街道"], made.rows[0].decided_by) == (["按并列规则列前"], "并列规则")


def test_an_unrated_subject_comes_last_with_a_dash():
    plan = make_plan(subjects=3, classes=ONE_CLASS)

    made = table(plan, count(plan, [[ABSTAINED, 1, 3]] * 9, [0] * 9))

    assert [(row.rank, row.subject, row.total.shown) for row in made.rows] == [
        (1, "杨林街道", "100.00"),
        (2, "侨乡街道", "60.00"),
        (None, "竟陵街道", "—"),
    ]
    assert notes(made)["竟陵街道"] == ["未评议"]


def test_shared_out_weights_and_an_empty_class_are_told():
    plan = make_plan(subjects=2)

    made = table(plan, count(plan, [[3, 2]] * 4, [0] * 4))

    assert notes(made) == {"竟陵街道": ["权重归一"], "侨乡街道": ["权重归一"]}
    assert str(made.warnings[0]) == "B票没有选票，其权重由其余票种按比例分担。"


def test_scores_that_look_equal_show_the_digit_that_parts_them():
    plan = make_plan(subjects=2, classes=ONE_CLASS, decimals=0)
    ballots = [[3, 3]] * 10 + [[2, 2]] * 10 + [[2, 3]]

    made = table(plan, count(plan, ballots, [0] * 21))

    assert [(row.total.shown, notes(made)[row.subject]) for row in made.rows] == [
        ("90", ["未舍入得分90.5"]),
        ("90", ["未舍入得分89.5"]),
    ]


def test_cells_and_their_sums_account_for_every_ballot():
    plan = make_plan(subjects=2, classes=(make_class("A", 40, 20), make_class("B", 60, 20)))
    ballots = [[3, NOT_ASKED]] * 9 + [[ABSTAINED, 2]] * 3 + [[1, 0]] * 8

    made = table(plan, count(plan, ballots, [0] * 12 + [1] * 8))

    first, total = made.cells[0], made.distribution[0]
    assert (first.counts, first.rated, first.abstained, first.recused, first.asked) == (
        (9, 0, 0, 0),
        9,
        3,
        0,
        12,
    )
    assert (total.counts, total.rated, total.abstained, total.asked) == ((9, 0, 8, 0), 17, 3, 20)


def test_a_normalised_total_gives_nine_decimals_and_no_fraction():
    plan = make_plan(subjects=3, classes=ONE_CLASS, normalisation=Normalisation.CENTRED)

    made = table(plan, count(plan, [[1, 0, ABSTAINED]] * 5 + [[3, 3, 2]] * 5, [0] * 10))

    assert made.rows[0].total == Number("84.33", rounded="84.333333333")
    assert made.rows[0].beside == Number("80.00", Fraction(80))
    assert str(made.beside_note) == (
        "“加权平均分”只作旁证，不是正式结果，不改变名次。它只用公布的等次票数计算，可以重新算出。"
    )
