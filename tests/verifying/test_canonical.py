"""JSON that can be written in one way only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.domain.encoding import canonical_json
from appraisal.verifying.canonical import NotCanonical, parse

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_what_is_written_canonically_is_read_back(value):
    written = canonical_json(value)

    assert canonical_json(parse(written)) == written


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b" 1",
        b"1 ",
        b"1.0",
        b"1e2",
        b"-0",
        b"NaN",
        b"Infinity",
        b"9007199254740992",
        b"9" * 5000,
        b'{"a":1,"a":1}',
        b'{"b":1,"a":2}',
        b'"\\u0041"',
        b'"\\ud800"',
        '"e\u0301"'.encode(),
        b"\xef\xbb\xbf1",
        b"\xff",
        "1".encode("utf-16"),
        b"[" * 21 + b"]" * 21,
        b"[" * 100_000,
        b"[" + b"1," * 500_001 + b"1]",
    ],
)
def test_what_could_be_written_otherwise_is_refused(written):
    with pytest.raises(NotCanonical):
        parse(written)
