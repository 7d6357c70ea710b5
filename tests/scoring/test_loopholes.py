"""Gaps and overlaps of verdict tables, each with shares that show it."""

from fractions import Fraction
from itertools import product

import pytest

from appraisal.scoring import Band, Bound, find_gap, find_overlaps

BAD, FAIR, GOOD, UNKNOWN = range(4)
PUBLISHED = (
    Band((Bound((GOOD,), "0.9"),)),
    Band((Bound((GOOD, FAIR), "0.85"), Bound((GOOD,), "0.5"))),
    Band((Bound((GOOD, FAIR), at_most="0.84"), Bound((BAD,), "0.4"))),
)
REPAIRED = (Band((Bound((GOOD,), "0.9"),)), Band((Bound((GOOD, FAIR), "0.85"),)), Band())


def admitting(bands, shares):
    return [place for place, band in enumerate(bands) if band.admits(shares)]


def test_the_published_table_has_a_gap():
    found = find_gap(PUBLISHED, 4)

    assert admitting(PUBLISHED, found) == []
    assert sum(found) == 1
    assert Fraction(84, 100) < found[GOOD] + found[FAIR] < Fraction(85, 100)
    assert found[GOOD] < Fraction(1, 2)


def test_the_published_table_has_overlaps():
    found = find_overlaps(PUBLISHED, 4)

    assert [pair[:2] for pair in found] == [(0, 1), (1, 2)]
    assert [admitting(PUBLISHED, shares) for *_, shares in found] == [[0, 1], [1, 2]]
    assert [sum(shares) for *_, shares in found] == [1, 1]


def test_the_witnesses_of_the_handbook_are_witnesses():
    gap, first, second = (
        [Fraction(count, sum(counts)) for count in counts]
        for counts in ((31, 79, 90, 0), (1, 6, 92, 1), (15, 20, 60, 5))
    )

    assert admitting(PUBLISHED, gap) == []
    assert (admitting(PUBLISHED, first), admitting(PUBLISHED, second)) == ([0, 1], [1, 2])


def test_the_repaired_table_has_neither():
    assert find_gap(REPAIRED, 4) is None
    assert find_overlaps(REPAIRED, 4) == ()


def test_a_gap_of_a_single_point_wide_is_no_gap_and_a_shared_point_is_an_overlap():
    meeting = Band((Bound((GOOD,), "0.5"),)), Band((Bound((GOOD,), at_most="0.5"),))

    assert find_gap(meeting, 3) is None
    assert [(i, j, shares[GOOD]) for i, j, shares in find_overlaps(meeting, 3)] == [(0, 1, Fraction(1, 2))]


def test_a_gap_that_only_abstentions_open_needs_them_to_count():
    bands = Band((Bound((GOOD, FAIR), "0.5"),)), Band((Bound((BAD,), "0.5"),))

    assert find_gap(bands, 3) is None
    assert admitting(bands, find_gap(bands, 4)) == []


GRID = [
    tuple(Fraction(part, 20) for part in (*parts, 20 - sum(parts)))
    for parts in product(range(21), repeat=2)
    if sum(parts) <= 20
]
LEVELS = ["0.25", "0.4", "0.55", "0.7"]


@pytest.mark.parametrize(("first", "second"), [*product(LEVELS, LEVELS)])
def test_what_a_grid_of_shares_shows_is_found(first, second):
    bands = (
        Band((Bound((GOOD,), first),)),
        Band((Bound((BAD, FAIR), at_most=second), Bound((BAD,), "0.65"))),
        Band((Bound((FAIR, GOOD), at_most="0.5"),)),
    )
    held = [admitting(bands, shares) for shares in GRID]

    gap, overlaps = find_gap(bands, 3), find_overlaps(bands, 3)

    assert gap is not None or [] not in held
    assert gap is None or admitting(bands, gap) == []
    found = {(i, j) for i, j, _ in overlaps}
    assert {
        (i, j) for i, j in product(range(3), repeat=2) if i < j and any({i, j} <= {*h} for h in held)
    } <= found
    assert all({i, j} <= {*admitting(bands, shares)} for i, j, shares in overlaps)


@pytest.mark.parametrize("wrong", [{}, {"at_least": 0, "at_most": 1}])
def test_a_bound_has_one_side(wrong):
    with pytest.raises(ValueError, match="either"):
        Bound((GOOD,), **wrong)
