"""A whole meeting, scored to the digit."""

from fractions import Fraction

import pytest

from appraisal.scoring import ScoringRule, published, ranks, report, score, tally

CHAIN = ("class:0", "count:3")
ALTERNATIVES = {
    "abstain_skipped": ScoringRule(),
    "abstain_zero": ScoringRule(abstentions=0),
    "abstain_as_60": ScoringRule(abstentions=60),
    "pooled": ScoringRule(pooled=True),
    "no_trim": ScoringRule(),
    "trim_1": ScoringRule(method="trimmed", drop_low=1, drop_high=1, trim_above=5),
}


def by_subject(rows, subjects):
    rows = {row["subject"]: row for row in rows}
    return [rows[subject] for subject in subjects]


def exact(numbers):
    return [Fraction(number["exact"]) for number in numbers]


def test_every_cell_is_counted(tianmen, tianmen_expected, tianmen_subjects):
    counts = tally(tianmen)

    for cell in tianmen_expected["cells"]:
        place = "ABC".index(cell["class"]), tianmen_subjects.index(cell["subject"]), 0
        assert counts.counts[place].tolist() == [cell["counts"][g] for g in ("较差", "一般", "良好", "优秀")]
        assert (counts.abstained[place], counts.not_asked[place]) == (cell["abstained"], cell["recused"])


def test_the_official_table_is_exact(tianmen, tianmen_expected, tianmen_subjects):
    rows = by_subject(tianmen_expected["official"], tianmen_subjects)

    scores = score(tally(tianmen))

    assert list(scores.exact) == exact(row["total"] for row in rows)
    assert [published(value) for value in scores.exact] == [row["total"]["shown"] for row in rows]
    for k, letter in enumerate("ABC"):
        assert list(scores.exact_classes[k]) == exact(row["class_scores"][letter] for row in rows)


def test_ties_are_settled_as_the_chain_says(tianmen, tianmen_expected, tianmen_subjects):
    rows = by_subject(tianmen_expected["official"], tianmen_subjects)
    words = {-1: None, 0: "A票得分", 1: "优秀票数", 2: "并列"}

    found = report(tianmen, ScoringRule(ties=CHAIN), replicates=10)

    assert found.ranks.tolist() == [row["rank"] for row in rows]
    assert [words[index] for index in found.decided_by.tolist()] == [
        row.get("tie_decided_by") for row in rows
    ]


@pytest.mark.parametrize("name", ALTERNATIVES)
def test_the_same_ballots_under_another_rule(name, tianmen, tianmen_expected, tianmen_subjects):
    rows = by_subject(tianmen_expected["alternatives"][name]["results"], tianmen_subjects)

    scores = score(tally(tianmen), ALTERNATIVES[name])

    assert list(scores.exact) == exact(row["total"] for row in rows)
    assert ranks(scores.exact).tolist() == [row["rank"] for row in rows]
