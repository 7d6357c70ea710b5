"""Paper ballots in the returns, on every paper and in the archive."""

from __future__ import annotations

import pytest

from appraisal.documents import json as written
from appraisal.documents.office.count_report import count_report
from appraisal.domain.phrase import unchanged
from appraisal.services import counting, results
from appraisal.services.outcome import PaperReturned
from tests.factories import make_class, make_plan

CAST = 12  # ballots of each class, paper among them


def table(*paper: int, void: int = 0, reserve: int = 8):
    """A count of two classes, with so many paper ballots of each."""
    plan = make_plan(classes=tuple(make_class(letter, 50, 20, paper=reserve) for letter in "AB"))
    lines = tuple(PaperReturned(n, (void, 0, 0, 0, 0)) for n in paper)
    marks = [[place % 4, 2, 3] for place in range(2 * CAST)]
    outcome = counting.count(plan, marks, [0] * CAST + [1] * CAST, paper=lines)
    return results.table(plan, outcome, issued=(20, 20))


def told(found) -> dict[str, str]:
    return {str(label): text for label, text in found.returns.line}


def test_paper_stands_in_the_returns_of_the_head_and_of_the_report():
    found = table(6, 5, void=1)

    grid = count_report(found, unchanged).blocks[0]

    assert told(found) == {
        "发出票数": "40",
        "收回票数": "26",
        "其中纸质票": "11",
        "有效票数": "24",
        "无效票数": "2",
        "弃权票数": "0",
        "收回率": "65.00%",
    }
    assert [column.heading for column in grid.columns][-1] == "其中纸质"
    assert grid.rows == (
        ("A票　A类代表", 20, 13, 12, 1, 0, 6),
        ("B票　B类代表", 20, 13, 12, 1, 0, 5),
        ("合计", 40, 26, 24, 2, 0, 11),
    )
    assert written.returns(found)["by_class"]["A"]["paper"] == 6


@pytest.mark.parametrize(
    ("paper", "shown"),
    [
        ((6, 4), [6, None, None]),  # the sum would give the one away
        ((0, 0), [None, None, None]),
        ((8, 3), [None, None, 11]),  # few by phone, few on paper: together neither is few
    ],
)
def test_a_class_with_few_of_either_kind_is_not_told_nor_found(paper, shown):
    found = table(*paper)

    lines = [line.paper for line in (*found.returns.by_class, found.returns.total)]

    assert (lines, "其中纸质票" in told(found)) == (shown, shown[-1] is not None)


def test_a_round_without_paper_says_nothing_of_it():
    found = table(reserve=0)

    assert (found.returns.has_paper, "paper" in written.returns(found)["all"]) == (False, False)
    assert len(count_report(found, unchanged).blocks[0].columns) == 6
