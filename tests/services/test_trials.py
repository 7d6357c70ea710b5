"""What only a trial tells: a lamp is green once somebody saw it."""

from __future__ import annotations

from appraisal.services import trials
from appraisal.services.lamp import Light, unlit
from appraisal.services.trials import Trials
from tests.services.test_preflight import served

__all__ = ["served"]


def test_nothing_is_green_before_it_was_tried():
    assert unlit(Trials().checks()) == ("phone", "printer", "projector", "served", "burst", "copy")


def test_an_address_where_another_server_answers_is_a_stop(served):
    check = trials.served(served, {trials.question(): "what only we can answer"})

    assert (check.light, str(check.found)) == (Light.STOP, f"{served} 没有由本机应答")
