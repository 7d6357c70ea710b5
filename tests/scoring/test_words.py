"""Every rule says itself in one sentence, in both languages."""

import pytest

from appraisal.scoring import METHODS, ScoringRule, Step, sentence

STEPS = (Step(200, "0.9"), Step(160, 0, "1/3"), Step("150.5", "0.5", "0.1"), Step(130))
ZH_END = "；名次按未四舍五入的得分排定；得分相同的并列。"
EN_END = "; ranks are decided on the exact score; equal scores share a rank."
ZH_PARTS = "，先按指标权重合成各票种得分，再按票种权重合成总分；弃权不计入；无人评的票种权重归一"
EN_PARTS = (
    ", criteria weighed first, then classes; abstentions are left out; "
    "the weight of a class without marks is shared out"
)
ZH_ORDER = "，票种和指标按权重计；弃权不计入；无人评的票种权重归一"
EN_ORDER = (
    ", classes and criteria by weight; abstentions are left out; "
    "the weight of a class without marks is shared out"
)
ZH_BALLOTS = "；名次按得分的九位小数排定，仅凭计票不能复算；得分相同的并列。"
EN_BALLOTS = (
    "; ranks are decided on nine decimals, and the published counts alone do not recompute the score; "
    "equal scores share a rank."
)
RULES = {
    "mean": ScoringRule(),
    "trimmed": ScoringRule("trimmed", drop_low=1, drop_high=2, trim_above=5),
    "median": ScoringRule("median"),
    "majority": ScoringRule("majority"),
    "steps": ScoringRule("steps", steps=STEPS, low=(0, 1)),
    "centred": ScoringRule("centred"),
    "standard": ScoringRule("standard"),
    "min-max": ScoringRule("min-max"),
    "percentile": ScoringRule("percentile"),
    "two-way": ScoringRule("two-way"),
}
CHINESE = {
    "mean": "取分值的平均分" + ZH_PARTS + ZH_END,
    "trimmed": "去掉2个最高分和1个最低分（仅在多于5票时）后取平均分" + ZH_PARTS + ZH_END,
    "median": "取分值的中位数" + ZH_PARTS + ZH_END,
    "majority": "取半数以上支持的等次，等次相同的由中间向两端比较全部等次的比例" + ZH_ORDER + ZH_END,
    "steps": "按优的比例和差、中的比例定分（优达到90%得200分；差、中低于1/3得160分；"
    "优达到50%且差、中低于10%得150.5分；其余得130分）" + ZH_ORDER + ZH_END,
    "centred": "每票减去本票平均分，取平均后加上全部分值的平均分" + ZH_PARTS + ZH_BALLOTS,
    "standard": "每票按本票平均分和标准差换算成标准分，取平均后换回原量表" + ZH_PARTS + ZH_BALLOTS,
    "min-max": "每票以本票最低分为0、最高分为100换算后取平均" + ZH_PARTS + ZH_BALLOTS,
    "percentile": "每票按名次换算成0到100的百分位后取平均" + ZH_PARTS + ZH_BALLOTS,
    "two-way": "用两因素最小二乘法扣除各票宽严后，加上全部分值的平均分" + ZH_ORDER + ZH_BALLOTS,
}
ENGLISH = {
    "mean": "the mean of the points" + EN_PARTS + EN_END,
    "trimmed": "the mean of the points after dropping the 2 highest and the 1 lowest (only above 5 marks)"
    + EN_PARTS
    + EN_END,
    "median": "the median of the points" + EN_PARTS + EN_END,
    "majority": "the grade that half of the ballots support, equal grades compared from the middle outwards"
    + EN_ORDER
    + EN_END,
    "steps": "points by the share of 优 and of 差, 中 (200 if the share of 优 is at least 90 %; "
    "160 if the share of 差, 中 is below 1/3; "
    "150.5 if the share of 优 is at least 50 % and the share of 差, 中 is below 10 %; else 130)"
    + EN_ORDER
    + EN_END,
    "centred": "the mean of the points less each ballot's own mean, put back around the mean of all marks"
    + EN_PARTS
    + EN_BALLOTS,
    "standard": "the mean of each ballot's standard scores, put back on the scale of the marks"
    + EN_PARTS
    + EN_BALLOTS,
    "min-max": "the mean of the points after each ballot is stretched from 0, its lowest, to 100, its highest"
    + EN_PARTS
    + EN_BALLOTS,
    "percentile": "the mean of the places on each ballot, as percentiles from 0 to 100"
    + EN_PARTS
    + EN_BALLOTS,
    "two-way": "the effect of each subject by two-way least squares, severity of ballots taken out, "
    "put back around the mean of all marks" + EN_ORDER + EN_BALLOTS,
}
NAMES = {"answers": ("差", "中", "优"), "classes": ("A票", "B票"), "criteria": ("德", "能")}


@pytest.mark.parametrize("method", METHODS)
def test_every_rule_in_both_languages(method):
    rule = RULES[method]

    assert sentence(rule, language="zh", **NAMES) == CHINESE[method]
    assert sentence(rule, language="en", **NAMES) == f"The score is {ENGLISH[method]}"


POLICIES = [
    (ScoringRule(abstentions="0.5"), "弃权按0.5分计", "an abstention earns 0.5 points"),
    (
        ScoringRule("steps", steps=STEPS, low=(0,), abstentions=0),
        "弃权计入总票数",
        "abstentions count towards the whole",
    ),
    (ScoringRule(missing_class="refuse"), "有票种无人评时不计分", "no score if a class left no mark"),
    (ScoringRule(pooled=True), "各票种合并计票", "all classes counted as one"),
    (
        ScoringRule(decimals=2),
        "名次按四舍五入到2位小数的得分排定",
        "ranks are decided on the score rounded half up to 2 decimals",
    ),
    (
        ScoringRule(ties=("class:0", "count:2", "top", "criterion:1")),
        "得分相同的依次比较A票得分、优票数、优的比例、能得分，仍相同的并列",
        "ties are broken by the score of A票, then the number of marks “优”, then the share of 优, "
        "then the score on 能, then shared",
    ),
    (
        ScoringRule("trimmed", trim="0.125", trim_classes=(0, 1)),
        "去掉两端各12.5%的票（取整数）（仅限A票和B票）",
        "12.5 % of the ballots at each end, rounded down (only for A票 and B票)",
    ),
    (ScoringRule("trimmed"), "不去掉任何分数", "after dropping nothing"),
    (ScoringRule(top=(1, 2), ties=("top",)), "中、优的比例", "the share of 中, 优"),
]


@pytest.mark.parametrize(("rule", "chinese", "english"), POLICIES)
def test_every_policy_is_said(rule, chinese, english):
    assert chinese in sentence(rule, language="zh", **NAMES)
    assert english in sentence(rule, language="en", **NAMES)


def test_pooled_marks_know_no_missing_class():
    assert "归一" not in sentence(ScoringRule(pooled=True), language="zh")
    assert "without marks" not in sentence(ScoringRule(pooled=True), language="en")


def test_places_stand_for_names_that_are_not_given():
    rule = ScoringRule(ties=("class:0", "count:3", "criterion:1", "top"))

    assert "第1票种得分、第4档票数、第2项指标得分、最高档的比例" in sentence(rule, language="zh")
    assert "class 1, then the number of marks “answer 4”, then the score on criterion 2" in sentence(
        rule, language="en"
    )


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="language"):
        sentence(ScoringRule(), language="la")
