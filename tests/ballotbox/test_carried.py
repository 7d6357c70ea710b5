"""What a page carries of the first clerk's entry."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.ballotbox.carried import Carrier
from appraisal.domain.entry import Entry
from appraisal.domain.errors import EntryStale

CARRIER = Carrier(b"k" * 32, b"r" * 16, b"s" * 16, 7)
ENTRY = Entry(1, 2, (3, -1, -2, 0))


@given(
    st.integers(0, 199), st.none() | st.integers(0, 199), st.lists(st.integers(-2, 1000)), st.integers(0, 5)
)
def test_an_entry_comes_back_as_it_was(voter_class, own, answers, void):
    entry = Entry(voter_class, own, tuple(answers), void)

    assert CARRIER.unlock(CARRIER.lock(entry)) == entry


def test_what_is_carried_shows_nothing_not_even_by_its_length():
    entries = (ENTRY, Entry(0, None, (-1,) * 4), replace(ENTRY, void=3))

    carried = {CARRIER.lock(entry) for entry in (*entries, ENTRY)}

    assert (len(carried), len({len(text) for text in carried})) == (4, 1)
    assert repr(ENTRY) == "Entry(voter_class=1)"


@pytest.mark.parametrize(
    "other",
    [
        replace(CARRIER, secret=b"l" * 32),
        replace(CARRIER, round_uid=b"q" * 16),
        replace(CARRIER, sheet=b"t" * 16),
        replace(CARRIER, account_id=8),
    ],
    ids=["server", "round", "sheet", "clerk"],
)
def test_nobody_else_reads_it(other):
    with pytest.raises(EntryStale):
        other.unlock(CARRIER.lock(ENTRY))


@pytest.mark.parametrize("carried", ["", "x", "票", "A" * 80])
def test_what_was_never_locked_is_stale(carried):
    with pytest.raises(EntryStale):
        CARRIER.unlock(carried)
