"""The rule in words, and the worked line."""

from dataclasses import replace
from fractions import Fraction

import pytest

from appraisal.domain.remarks import remarks
from appraisal.domain.rule import Normalisation, Quota, Rounding, TieKey
from appraisal.domain.worked import worked_line
from tests.factories import make_class, make_plan

CLASSES = (make_class("A", 40, 10), make_class("B", 60, 10, recuses_own=True))


def in_words(**rule):
    return [str(remark) for remark in remarks(make_plan(subjects=10, classes=CLASSES, **rule))]


def test_every_part_of_the_rule_is_said_with_its_numbers():
    rule = {"ties": (TieKey("class", "A"), TieKey("grade", "优秀")), "quorum": Fraction(2, 3)}

    found = in_words(**rule, allow_all_same=False)

    assert found == [
        "优秀100分、良好80分、一般60分、较差40分。",
        "弃权不计入平均分的分母。",
        "先求各票种的平均分，再按A票（A类代表）40%、B票（B类代表）60%合成总得分。",
        "B票评议人员不评本单位，不计入该单位的分母。",
        "某票种对某对象没有有效划票的，其权重由其余票种按比例分担，备注中写“权重归一”。",
        "各步不舍入，印出时四舍五入到2位小数，名次按未舍入的得分排定。",
        "得分相同的，依次比较A票得分、优秀票数；仍相同的并列，其后名次顺延空出。",
        "收回票数应不少于发出票数的2/3，未达到的结果仅供参考。",
        "所有对象评为同一等次的选票不予受理。",
    ]


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ({"abstention_points": Fraction(0)}, "弃权计入平均分的分母，按0分计。"),
        ({"abstention_points": Fraction(125, 2)}, "弃权计入平均分的分母，按62.5分计。"),
        ({"pooled": True}, "不分票种，总得分是全部划票的平均分。"),
        ({"share_missing_class": False}, "某票种对某对象没有有效划票的，结果不予发布。"),
        (
            {"trim": 1, "trim_above": 5},
            "每一票种对每个对象、每项指标的划票多于5个时，去掉1个最高分和1个最低分，否则不去。",
        ),
        ({"trim": 3}, "每一票种对每个对象、每项指标的划票多于6个时，去掉3个最高分和3个最低分，否则不去。"),
        ({"ties": ()}, "得分相同的并列，其后名次顺延空出。"),
        ({"decimals": 0}, "各步不舍入，印出时四舍五入到0位小数，名次按未舍入的得分排定。"),
        (
            {"quota": Quota(Fraction(3, 10))},
            "每张选票“优秀”最多占应评对象的30%（四舍五入取整，即3个）。",
        ),
        (
            {"quota": Quota(Fraction(1, 4), Rounding.UP, per_group=True)},
            "每张选票“优秀”最多占本组应评对象的25%（向上取整，即街道1个、镇2个）。",
        ),
        (
            {"quota": Quota(Fraction(1, 4))},
            "每张选票“优秀”最多占应评对象的25%（四舍五入取整，即A票3个、B票2个）。",
        ),
    ],
)
def test_an_option_changes_its_sentence(rule, sentence):
    usual = in_words(ties=(TieKey("class", "A"),))

    found = in_words(**({"ties": (TieKey("class", "A"),)} | rule))

    assert [sentence in usual, sentence in found] == [False, True]


def test_a_normalised_rule_says_that_the_counts_do_not_give_the_scores():
    found = in_words(normalisation=Normalisation.STANDARD)

    assert found[2].endswith("单凭公布的等次票数不能重新算出本表得分。")


def test_criteria_are_averaged_before_the_classes():
    plan = make_plan(criteria=("实绩", "作风"))

    found = [str(remark) for remark in remarks(plan)]

    assert found[2] == (
        "先求各票种每项指标的平均分，按实绩50%、作风50%合成票种得分，"
        "再按A票（A类代表）40%、B票（B类代表）60%合成总得分。"
    )


def test_the_first_row_is_worked_out_with_a_pencil():
    counts = [((3, 1, 0, 0), 2), ((0, 4, 0, 1), 0)]

    line = worked_line(make_plan(), "竟陵街道", counts, ["95.00", "72.00"], "81.20", adds_up=True)

    assert str(line) == "竟陵街道：A票（3×100+1×80）÷4=95.00；总得分95.00×40%+72.00×60%=81.20。"


def test_abstentions_that_earn_points_stand_in_the_worked_line():
    plan = make_plan(abstention_points=Fraction(-20))

    line = worked_line(
        plan, "甲", [((1, 0, 0, 0), 2), ((1, 0, 0, 0), 0)], ["20.00", "100.00"], "68.00", adds_up=False
    )

    assert str(line) == (
        "甲：A票（1×100+2×(-20)）÷3=20.00；总得分20.00×40%+100.00×60%=68.00（按未舍入的数计算）。"
    )


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ({"pooled": True}, "甲：（2×100+1×80）÷3=93.33。"),
        ({"criteria": ("实绩", "作风")}, "甲：总得分100.00×40%+80.00×60%=93.33。"),
        ({"criteria": ("实绩", "作风"), "pooled": True}, None),
        ({"trim": 1}, None),
        ({"normalisation": Normalisation.CENTRED}, None),
    ],
)
def test_a_rule_beyond_a_pencil_has_a_shorter_line_or_none(rule, text):
    plan = make_plan(**rule)

    line = worked_line(
        plan, "甲", [((2, 0, 0, 0), 0), ((0, 1, 0, 0), 0)], ["100.00", "80.00"], "93.33", adds_up=True
    )

    assert (line and str(line)) == text


def test_sentences_are_put_into_another_language_whole():
    plan = make_plan(quota=Quota(Fraction(1, 4)))

    found = [remark.render(lambda text: f"<{text}>") for remark in remarks(plan)]

    assert [sentence[0] + sentence[-1] for sentence in found] == ["<>"] * len(found)


def test_the_share_of_a_class_of_no_weight_is_said_too():
    plan = make_plan()
    classes = (replace(plan.classes[0], weight=Fraction(100)), replace(plan.classes[1], weight=Fraction(0)))

    found = [str(remark) for remark in remarks(replace(plan, classes=classes))]

    assert found[2] == "先求各票种的平均分，再按A票（A类代表）100%、B票（B类代表）0%合成总得分。"
