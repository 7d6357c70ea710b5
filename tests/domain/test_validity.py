"""What makes a whole ballot refusable."""

from fractions import Fraction

import pytest

from appraisal.domain.rule import Quota, Rounding
from appraisal.domain.scale import ABSTAINED, NOT_ASKED, UNANSWERED
from appraisal.domain.sheet import Marks
from appraisal.domain.validity import check, is_blank
from tests.factories import all_marked, make_sheet


def kinds(marks, sheet):
    return [finding.kind for finding in check(marks, sheet)]


def test_a_full_ballot_has_no_findings():
    sheet = make_sheet(subjects=6)

    assert kinds(Marks((3, 3, 2, 1, 0, ABSTAINED)), sheet) == []


def test_empty_cells_are_counted_and_named():
    sheet = make_sheet(subjects=4)

    (finding,) = check(Marks((3, UNANSWERED, 2, UNANSWERED)), sheet)

    assert (finding.kind, finding.cells, str(finding.phrase)) == ("missing", (1, 3), "还有 2 项未评")


def test_what_is_left_may_be_declared_an_abstention():
    marks = Marks((3, UNANSWERED, 2)).with_rest_abstained()

    assert marks.answers == (3, ABSTAINED, 2)


@pytest.mark.parametrize(
    ("share", "asked", "limit"),
    [(30, 28, 8), (30, 27, 8), (25, 10, 3), (15, 28, 4), (20, 17, 3), (25, 17, 4), (30, 17, 5)],
)
def test_a_quota_in_percent_is_a_count(share, asked, limit):
    assert Quota(Fraction(share, 100)).limit(asked) == limit


def test_a_quota_rounds_as_agreed():
    limits = [Quota(Fraction(1, 4), rounding).limit(10) for rounding in Rounding]

    assert limits == [3, 2, 3]


def test_one_top_grade_too_many_is_refused_with_the_count():
    sheet = make_sheet(subjects=10, quota=Quota(Fraction(3, 10)))

    (finding,) = check(Marks((3, 3, 3, 3, 2, 2, 2, 2, 2, 2)), sheet)

    assert str(finding.phrase) == "“优秀”最多 3 个，您评了 4 个（工作完成情况）"


def test_a_quota_per_group_counts_each_group():
    sheet = make_sheet(subjects=9, quota=Quota(Fraction(1, 3), per_group=True))

    assert kinds(Marks((3, 3, 2, 3, 3, 2, 2, 2, 2)), sheet) == ["over-quota"]
    assert kinds(Marks((3, 2, 2, 3, 3, 2, 2, 2, 2)), sheet) == []


@pytest.mark.parametrize(("subjects", "expected"), [(5, ["all-same"]), (4, [])])
def test_one_grade_for_all_is_refused_from_five_subjects_on(subjects, expected):
    sheet = make_sheet(subjects=subjects, allow_all_same=False)

    assert kinds(all_marked(sheet), sheet) == expected


def test_abstaining_everywhere_is_a_blank_ballot_not_a_uniform_one():
    sheet = make_sheet(subjects=6, allow_all_same=False)
    marks = all_marked(sheet, ABSTAINED)

    assert (kinds(marks, sheet), is_blank(marks)) == ([], True)


@pytest.mark.parametrize("answers", [(3, 3), (4, 0, 0), (-4, 0, 0), (NOT_ASKED, 0, 0)])
def test_marks_the_sheet_does_not_offer_are_no_ballot(answers):
    with pytest.raises(ValueError, match="mark"):
        check(Marks(answers), make_sheet())


def test_the_own_unit_is_not_asked():
    sheet = make_sheet().recusing(1)

    assert kinds(Marks((3, NOT_ASKED, 2)), sheet) == []
    with pytest.raises(ValueError, match="mark"):
        check(Marks((3, 3, 2)), sheet)


def test_marks_do_not_show_themselves():
    assert repr(Marks((3, 2, 1))) == "Marks()"
