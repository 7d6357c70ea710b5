"""Everything a meeting stands on, in order and out of order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from sqlalchemy import text

from appraisal.domain.sheet import Subject
from appraisal.services import issuing, preflight, trials
from appraisal.services.lamp import Light
from appraisal.services.preflight import Site
from tests.factories import ORGANIZER, PEPPER, SealedRound, draft, make_plan

ADDRESS = "http://192.168.8.10/v"


class Alive(BaseHTTPRequestHandler):
    """A server that answers as ours does."""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"status": "ok"}')

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def served():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Alive)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def site(database, tmp_path):
    return Site(database, tmp_path, "http://192.168.8.10", ADDRESS, datetime.now(UTC))


@pytest.fixture
def ready(database):
    with database.transaction() as session:
        number = SealedRound(session).id
        issuing.issue(session, round_id=number, pepper=PEPPER, actor=ORGANIZER, address=ADDRESS)
    return number


def lights(database, number, site):
    with database.reading() as session:
        return {check.key: check.light for check in preflight.checks(session, round_id=number, site=site)}


def test_a_meeting_that_is_ready_is_stopped_by_nothing(database, ready, site):
    found = lights(database, ready, site)

    assert [key for key, light in found.items() if light is Light.STOP] == []
    assert (found["address"], found["slips"], found["durable"]) == (Light.ASK, Light.OK, Light.OK)


def test_a_meeting_without_card_and_slips_is_stopped(database, site):
    plan = replace(make_plan(), subjects=(Subject("多宝镇"), Subject("多宝 镇")))
    with database.transaction() as session:
        number = draft(session, plan).id

    found = lights(database, number, site)

    assert [key for key, light in found.items() if light is Light.STOP] == ["slips", "keys", "plan"]


def test_slips_with_another_address_are_a_stop(database, ready, site):
    moved = replace(site, voting_url="http://192.168.8.77/v")

    assert lights(database, ready, site)["printed"] is Light.OK
    assert lights(database, ready, moved)["printed"] is Light.STOP


def test_a_name_the_font_cannot_print_is_a_stop(database, site):
    plan = replace(make_plan(), subjects=(Subject("竟陵街道"), Subject("🏛镇")))
    with database.transaction() as session:
        number = draft(session, plan).id

    assert lights(database, number, site)["font"] is Light.STOP


def test_an_address_that_only_this_machine_opens_is_a_stop(database, ready, site):
    assert lights(database, ready, replace(site, public_url="http://127.0.0.1:8000"))["address"] is Light.STOP


def test_a_clock_behind_the_log_is_a_stop(database, ready, site):
    late = replace(site, now=site.now - timedelta(days=1))

    assert lights(database, ready, late)["clock"] is Light.STOP


def test_tables_of_another_program_are_a_stop(database, ready, site):
    with database.transaction() as session:
        session.execute(text("DELETE FROM alembic_version"))

    assert lights(database, ready, site)["tables"] is Light.STOP


def test_a_box_that_is_not_empty_is_seen(database, open_round, site):
    made = open_round()
    with database.transaction() as session:
        session.execute(
            text("INSERT INTO ballot (id, round_id, voter_class, sealed) VALUES (:id, :round, 0, :id)"),
            {"id": bytes(16), "round": made.id},
        )

    assert lights(database, made.id, site)["box"] is Light.ASK


def test_a_full_hall_is_answered(served):
    check = trials.burst(served, count=60)

    assert (check.key, "60 次连接都得到应答" in str(check.found)) == ("burst", True)


def test_a_server_that_does_not_answer_is_a_stop(served):
    closed = served.rsplit(":", 1)[0] + ":9"

    check = trials.burst(closed, count=3)

    assert (check.light, str(check.found)) == (Light.STOP, "3 次连接，只有 0 次得到应答")
