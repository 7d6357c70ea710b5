"""States and acts."""

from itertools import product

import pytest

from appraisal.domain import lifecycle
from appraisal.domain.errors import NeedsTwo, RoleRefused, StateRefused
from appraisal.domain.lifecycle import ACT_NAME, EDGES, REHEARSED, STATE_NAME, Act, Edge, State, after
from appraisal.domain.roles import ROLE_NAME, Actor, Role

ORGANIZER = Actor(("张敏",), (Role.ORGANIZER,))
SCRUTINEER = Actor(("李四",), (Role.SCRUTINEER,))
OBSERVER = Actor(("王五",), (Role.OBSERVER,))
BOTH = Actor(("张敏", "李四"), (Role.ORGANIZER, Role.SCRUTINEER))
TWO = {
    Act.WAIVE,
    Act.SEAL,
    Act.UNSEAL,
    Act.OPEN,
    Act.CLOSE,
    Act.VOID_SLIPS,
    Act.REPLACE_SLIP,
    Act.HAND_OUT_PAPER,
    Act.PUBLISH,
    Act.SHRED,
}


@pytest.mark.parametrize("rehearsal", [False, True])
@pytest.mark.parametrize(("state", "act"), list(product(State, Act)))
def test_only_the_edges_exist(state, act, rehearsal):
    edge = (REHEARSED if rehearsal else EDGES).get(act, Edge(()))

    if state in edge.needs:
        assert after(state, act, rehearsal=rehearsal) == (edge.leads_to or state)
    else:
        with pytest.raises(StateRefused):
            after(state, act, rehearsal=rehearsal)


def test_there_is_no_way_back_to_voting():
    early = {State.DRAFT, State.REHEARSAL, State.SEALED, State.OPEN}
    later = [edge for edge in EDGES.values() if not early & set(edge.needs)]

    assert {edge.leads_to for edge in later} == {None, State.OPENED, State.PUBLISHED, State.SHREDDED}


def test_a_rehearsal_ends_in_the_draft_and_nowhere_else():
    leaving = {edge.leads_to for edge in REHEARSED.values()} - {None, State.OPEN, State.CLOSED, State.OPENED}

    assert leaving == {State.DRAFT}


def test_every_state_act_and_role_has_a_name():
    assert (set(STATE_NAME), set(ACT_NAME), set(ROLE_NAME)) == (set(State), set(Act), set(Role))


def test_what_cannot_be_taken_back_needs_two():
    needing = {act for act, edge in EDGES.items() if edge.two}

    assert needing == TWO | {Act.ABANDON}


@pytest.mark.parametrize("act", sorted(TWO))
def test_one_person_alone_is_refused_an_act_of_two(act):
    with pytest.raises(NeedsTwo):
        lifecycle.require(act, ORGANIZER)

    lifecycle.require(act, BOTH)


def test_an_observer_looks_keeps_the_reserve_card_and_may_be_a_clerk():
    allowed = {act for act, edge in EDGES.items() if Role.OBSERVER in edge.by}

    assert allowed == {Act.MAKE_CARD, Act.ENTER_PAPER}
    with pytest.raises(RoleRefused, match="“封箱”由组织者、监票人进行，您在本轮是观察员。"):
        lifecycle.require(Act.SEAL, OBSERVER)


def test_an_organizer_who_waited_in_vain_may_close_and_do_nothing_else_alone():
    waited = Actor(ORGANIZER.names, ORGANIZER.roles, has_waited=True)

    lifecycle.require(Act.CLOSE, waited)

    for act in TWO - {Act.CLOSE}:
        with pytest.raises(NeedsTwo):
            lifecycle.require(act, waited)


def test_a_refusal_says_what_is_needed():
    with pytest.raises(StateRefused, match="“截止投票”要在“投票中”时进行，现在是“草稿”。"):
        after(State.DRAFT, Act.CLOSE)
