"""States and acts."""

from itertools import product

import pytest

from appraisal.domain.errors import StateRefused
from appraisal.domain.lifecycle import ACT_NAME, EDGES, STATE_NAME, Act, State, after

ALLOWED = {(needed, act): reached for act, (needed, reached) in EDGES.items()}


@pytest.mark.parametrize(("state", "act"), list(product(State, Act)))
def test_only_the_edges_exist(state, act):
    if (state, act) in ALLOWED:
        assert after(state, act) == ALLOWED[state, act]
    else:
        with pytest.raises(StateRefused):
            after(state, act)


def test_there_is_no_way_back_to_voting():
    reached = {reached for act, (needed, reached) in EDGES.items() if needed not in (State.DRAFT, State.OPEN)}

    assert reached == {State.OPENED, State.PUBLISHED}


def test_every_state_and_act_has_a_name():
    assert (set(STATE_NAME), set(ACT_NAME)) == (set(State), set(Act))


def test_a_refusal_says_what_is_needed():
    with pytest.raises(StateRefused, match="“截止投票”要在“投票中”时进行，现在是“草稿”。"):
        after(State.DRAFT, Act.CLOSE)
