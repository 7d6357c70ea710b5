"""Where a printed table may break."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.documents.page_breaks import LEAST_WITH_TAIL, page_breaks


@pytest.mark.parametrize(
    ("rows", "tail", "tied", "breaks"),
    [
        (5, 30, (), ()),  # everything fits
        (12, 30, (), (8,)),
        (8, 30, (), (5,)),  # the signatures do not fit: three rows go with them
        (12, 30, (8,), (7,)),  # a tie is not torn apart
        (12, 30, (7, 8), (6,)),
        (20, 30, (), (8, 17)),
    ],
)
def test_a_page_ends_where_it_may(rows, tail, tied, breaks):
    found = page_breaks(
        [10.0] * rows, first=80, other=110, tail=tail, tied=[row in tied for row in range(rows)]
    )

    assert found == breaks


def test_a_tie_longer_than_a_page_overflows_and_loses_nothing():
    found = page_breaks([10.0] * 20, first=80, other=110, tail=30, tied=[False] + [True] * 19)

    assert found == ()


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(0, 60))
def test_signatures_never_stand_alone(rows, tail):
    breaks = page_breaks([10.0] * rows, first=80, other=110, tail=tail, tied=[False] * rows)

    assert not breaks or rows - breaks[-1] >= LEAST_WITH_TAIL
