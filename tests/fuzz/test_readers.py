"""Whatever strangers send is read or refused in words; a short run of what ``make fuzz`` does for long."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, Target, outcome

EXAMPLES, LONGEST = 120, 10  # seconds of work for one
EDITS = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 4), st.binary(max_size=6)), max_size=6
)


@pytest.mark.parametrize("name", TARGETS)
def test_honest_examples_are_read_or_refused_in_words(name):
    target = TARGETS[name]

    found = [outcome(target, example) for example in target.examples]

    assert "read" in found


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_change_makes_a_reader_fail_or_wait(name, data):
    content = bytearray(data.draw(st.sampled_from(TARGETS[name].examples)))
    for share, length, piece in data.draw(EDITS):
        start = int(share * len(content))
        content[start : start + length] = piece
    began = time.process_time()

    outcome(TARGETS[name], bytes(content))

    assert time.process_time() - began < LONGEST


def test_a_reader_that_fails_would_be_seen():
    broken = Target(lambda content: content.decode("ascii"), [b""])

    with pytest.raises(UnicodeDecodeError):
        outcome(broken, b"\xff")
