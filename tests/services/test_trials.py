"""What only a trial tells: a lamp is green once somebody saw it, and goes out with the projector."""

from __future__ import annotations

from appraisal.services import trials
from appraisal.services.lamp import Light, unlit
from appraisal.services.trials import ALIVE, Trials
from tests.services.test_preflight import served

__all__ = ["served"]


def test_nothing_is_green_before_it_was_tried():
    assert unlit(Trials().checks(0.0)) == ("phone", "printer", "projector", "served", "burst", "copy")


def test_a_projector_that_asks_no_more_goes_out():
    tried = Trials(watched_at=100.0)

    lamps = [unlit(tried.checks(now)) for now in (100.0 + ALIVE / 2, 100.0 + ALIVE)]

    assert ["projector" in dark for dark in lamps] == [False, True]


def test_an_address_where_another_server_answers_is_a_stop(served):
    check = trials.served(served, {trials.question(): "what only we can answer"})

    assert (check.light, str(check.found)) == (Light.STOP, f"{served} 没有由本机应答")
