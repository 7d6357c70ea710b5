"""Ballots from CSV files."""

import pytest

from appraisal.scoring import NOT_ASKED, CellError, read_answer, read_csv, score, tally

from .worked import item

SETTING = {"points": range(101), "class_weights": {"A": 2, "B": 1}}
WIDE = "\ufeffballot,class,East,West\n1,A,90,\n2,B,0,弃权\n3,A,70,60\n"


def test_an_empty_cell_is_an_abstention_and_zero_is_a_score():
    case = item("edge_cases", "E19")

    found = [read_answer(cell, range(101)) for cell in case["input"]["cells"]]

    assert [None if answer == -1 else answer for answer in found] == case["expect"]["parsed"]


def test_cells_are_compared_exactly():
    assert read_answer("0.30", ("0.1", 0.3)) == 1
    assert read_answer("回避", range(5)) == NOT_ASKED


def test_wide_files():
    table = read_csv(WIDE.splitlines(), **SETTING)

    assert (table.subjects, table.classes, table.ballots) == (("East", "West"), ("A", "B"), ("1", "2", "3"))
    assert tally(table.matrix).abstained.sum() == 2
    assert score(tally(table.matrix)).exact[1] == 60


def test_long_files_say_the_same():
    lines = ["ballot,class,home,subject,criterion,answer"]
    lines += ["1,A,,East,all,90", "1,A,,West,all,", "2,B,,East,all,0", "2,B,,West,all,NaN"]
    lines += ["3,A,,East,all,70", "3,A,,West,all,60"]

    long, wide = read_csv(lines, **SETTING), read_csv(WIDE.splitlines(), **SETTING)

    assert score(tally(long.matrix)).exact == score(tally(wide.matrix)).exact


def test_wide_files_may_hold_several_criteria():
    lines = ["ballot,class,East/speed,East/care", "1,A,90,60"]

    table = read_csv(lines, criterion_weights={"speed": 1, "care": 2}, **SETTING)

    assert table.subjects == ("East",)
    assert score(tally(table.matrix)).exact == (70,)


def test_grades_are_read_by_their_labels():
    lines = ["ballot,class,home,East,West", "1,A,East,好,差", "2,B,,差,弃权"]

    table = read_csv(lines, points=(0, 100), class_weights={"A": 1, "B": 1}, grades=("差", "好"))

    assert table.matrix.own_dropped == 1
    assert score(tally(table.matrix)).exact == (0, 0)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["ballot,class,East", "1,A,101"], "line 2, column East"),
        (["ballot,class,East", "1,A,many"], "line 2, column East"),
        (["ballot,class,East", "1,C,90"], "line 2, column class"),
        (["ballot,class,East,West", "1,A,90"], "line 2"),
        (["ballot,class,East", "1,A,90", "1,A,80"], "ballot 1 marks East twice"),
        (["ballot,class,East", "1,A,90", "1,B,80"], "two classes"),
        (["ballot,class,subject,criterion,answer", "1,A,East,speed,9"], "speed"),
        (["name,East", "1,90"], "ballot,class"),
        ([], "ballot,class"),
    ],
)
def test_what_cannot_be_read_is_named(lines, told):
    with pytest.raises(ValueError, match=told):
        read_csv(lines, **SETTING)


def test_the_last_of_two_marks_may_count():
    lines = ["ballot,class,East", "1,A,90", "1,A,80"]

    assert score(tally(read_csv(lines, duplicates="last", **SETTING).matrix)).exact == (80,)


def test_a_cell_error_is_a_value_error():
    assert issubclass(CellError, ValueError)
