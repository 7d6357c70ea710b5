"""Four hundred phones that never finish what they say; everybody else votes as if they were not there."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from appraisal import create_app
from appraisal.connection import LOOKED_AT, to_come
from appraisal.demo import server
from appraisal.demo.voters import Voter, vote
from appraisal.patience import UPLOADS
from tests.factories import OpenRound, make_class, make_plan

ROOT = Path(__file__).parents[2]
SLOW, HONEST, AT_ONCE, LEAVING = 400, 50 + 10, 10, 60  # ten vote before the slow ones come
SOON, TIMES = 5, 10  # as if they were not there: within seconds, or within times what it takes without them
LONG = ("--graceful-timeout", "600", "--keep-alive", "600")  # seconds that gunicorn would wait for them
STOPPED = 15  # seconds in which ours has ended, on a machine that starts it at once
AT_LAST = 60  # seconds in which a busy machine has done anything; half of what would be waited for at least
PATIENCE = 3  # seconds until somebody gives up on the canary
WAIT = 0.05  # seconds between two pieces
FORBEARING = "tests.faults.forbearing:app"
UNFINISHED = (
    b"",
    b"GET /v HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    b"POST /v HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\ncode=",
    b"POST /v HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0000000000000900\r\n\r\ncode=",
    b"POST /v HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 60000\r\n\r\ncode=",
    b"POST /v HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n384\r\ncode=",
    b"POST /account/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 200000\r\n\r\nname=",
)
GREEDY, MOST, RESTING = 60, 100, 150  # phones that take no answer; connections there may be; that rest
SMALL, MANY = 4096, 300  # bytes that a slow phone has room for; requests it sends at once


@contextmanager
def hall(folder, *options, module="app:app"):
    """A server with an open round; yields its port, the slips, and its process."""
    port = server.free_port()
    environment = {"APPRAISAL_DATA": str(folder / "data"), "APPRAISAL_PORT": str(port)}
    installed = create_app(environment).extensions["appraisal"]
    with installed.database.transaction() as session:
        plan = make_plan(classes=(make_class("A", 100, HONEST),), spare_share=0)
        made = OpenRound(session, plan, pepper=installed.settings.pepper)
    installed.database.engine.dispose()
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "deploy" / "gunicorn.conf.py")]
    address = ["--pythonpath", str(ROOT), "--bind", f"{server.HOST}:{port}"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, *address, *options, module], env=os.environ | environment, stdout=log, stderr=log
        )
    try:
        server.wait(process, port, folder / "log")
        yield port, made.slips, process
    finally:
        process.kill()
        process.wait()


@contextmanager
def slow_phones(port):
    with ExitStack() as stack:
        for place in range(SLOW):
            phone = stack.enter_context(socket.create_connection((server.HOST, port)))
            phone.sendall(UNFINISHED[place % len(UNFINISHED)])
        yield


ASKED = b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\n%b\r\n"
PLAIN, FLASKS = ASKED % (b"/v", b""), ASKED % (b"/healthz", b"X-Forwarded-Proto: http\r\n")

UPLOAD = b"POST /v HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 90000\r\n\r\n" + b"x" * 90_000


def small_phone(port):
    """A connection that takes little before somebody reads."""
    phone = socket.socket()
    phone.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
    phone.connect((server.HOST, port))
    return phone


@contextmanager
def greedy_phones(port):
    """Phones that ask for a thousand pages and take none."""
    with ExitStack() as stack:
        for _ in range(GREEDY):
            phone = stack.enter_context(small_phone(port))
            phone.settimeout(AT_LAST)
            phone.sendall(PLAIN * (LOOKED_AT // len(PLAIN)))
        yield


@pytest.mark.parametrize("phones_of", [slow_phones, greedy_phones])
def test_everybody_else_votes(tmp_path, phones_of):
    def timed(slip):
        began = time.monotonic()
        return vote(port, Voter(slip.code, (3, 2, 1))), time.monotonic() - began

    with hall(tmp_path, module=FORBEARING) as (port, slips, _), ThreadPoolExecutor(AT_ONCE) as phones:
        alone = list(phones.map(timed, slips[:AT_ONCE]))
        with phones_of(port):
            among = list(phones.map(timed, slips[AT_ONCE:]))

    before, after = (max(took for _, took in votes) for votes in (alone, among))
    assert len({receipt for receipt, _ in (*alone, *among)}) == HONEST
    assert after < max(SOON, TIMES * before)


@pytest.mark.parametrize("phones_of", [slow_phones, greedy_phones])
def test_a_server_that_is_told_to_stop_waits_for_none_of_them(tmp_path, phones_of):
    began = time.monotonic()
    with hall(tmp_path, *LONG, module=FORBEARING) as (port, _, process), phones_of(port):
        told = time.monotonic()
        process.terminate()
        ended = process.wait(4 * AT_LAST)
        took = time.monotonic() - told

    assert (ended, took < STOPPED + told - began) == (0, True)


def test_whoever_comes_into_a_full_house_is_let_in(tmp_path):
    with hall(tmp_path, "--worker-connections", str(MOST), *LONG) as (port, slips, _), ExitStack() as stack:
        for _ in range(RESTING):
            phone = stack.enter_context(socket.create_connection((server.HOST, port), AT_LAST))
            phone.sendall(PLAIN)
            assert answers(phone, 1)[0][0] == 200
        began = time.monotonic()
        receipt = vote(port, Voter(slips[0].code, (3, 2, 1)))

    assert (receipt[:2], time.monotonic() - began < AT_LAST) == ("R-", True)


def test_an_upload_that_takes_too_long_makes_room_for_the_next(tmp_path):
    with hall(tmp_path, module="tests.faults.hasty:app") as (port, _, _), ExitStack() as stack:
        for _ in range(UPLOADS):
            stack.enter_context(socket.create_connection((server.HOST, port))).sendall(UNFINISHED[-1])
        began = time.monotonic()
        phone = stack.enter_context(socket.create_connection((server.HOST, port)))
        phone.sendall(UPLOAD)
        ((status, _),) = answers(phone, 1)

    assert (status, time.monotonic() - began < AT_LAST) == (413, True)


def test_a_phone_that_takes_its_answers_late_gets_all_of_them_in_order(tmp_path):
    with hall(tmp_path) as (port, _, _), small_phone(port) as phone:
        phone.sendall((PLAIN + FLASKS) * MANY)
        time.sleep(WAIT)
        taken = answers(phone, 2 * MANY)

    page, health = taken[:2]
    assert (taken, page[0], health[0]) == ([page, health] * MANY, 200, 200)
    assert page != health


def answers(phone, count):
    """Read answers off a connection: status, and how long the body is."""
    stream, found = phone.makefile("rb"), []
    for _ in range(count):
        status = int(stream.readline().split()[1])
        headers = dict(line.strip().lower().split(b": ", 1) for line in iter(stream.readline, b"\r\n"))
        found.append((status, len(stream.read(int(headers[b"content-length"])))))
    return found


def test_a_connection_carries_requests_of_all_kinds_in_any_pieces(tmp_path):
    with hall(tmp_path) as (port, _, _), socket.create_connection((server.HOST, port)) as phone:
        phone.sendall(PLAIN + FLASKS + PLAIN + PLAIN)
        together = answers(phone, 4)
        for piece in (PLAIN[:9], PLAIN[9:], FLASKS[:30], FLASKS[30:]):
            phone.sendall(piece)
            time.sleep(WAIT)
        pieces = answers(phone, 2)
        phone.sendall(UPLOAD)
        refused = answers(phone, 1)

    assert [status for status, _ in (*together, *pieces, *refused)] == [200] * 6 + [413]
    assert together[0] == together[2] == together[3] == pieces[0]


def test_nobody_waits_for_those_who_do_not_hang_up(tmp_path):
    leaving = ASKED % (b"/healthz", b"Connection: close\r\n")
    with hall(tmp_path) as (port, _, _), ExitStack() as stack:
        phones = [stack.enter_context(socket.create_connection((server.HOST, port))) for _ in range(LEAVING)]
        began = time.monotonic()
        for phone in phones:
            phone.sendall(leaving)
        left = [answers(phone, 1)[0][0] for phone in phones]
        with socket.create_connection((server.HOST, port)) as other:
            other.sendall(ASKED % (b"/v", b""))
            ((status, _),) = answers(other, 1)
        took = time.monotonic() - began
        hung_up = [phone.recv(1) for phone in phones]

    assert (left, status, hung_up) == ([200] * LEAVING, 200, [b""] * LEAVING)
    assert took < AT_LAST  # in the loop of gunicorn each of them costs everybody two seconds


def test_workers_whose_threads_wait_for_the_slow_would_be_caught(tmp_path):
    with hall(tmp_path, "--worker-class", "gthread") as (port, _, _), slow_phones(port):
        connection = HTTPConnection(server.HOST, port, timeout=PATIENCE)

        with pytest.raises(TimeoutError):
            connection.request("GET", "/healthz")
            connection.getresponse()
    connection.close()


@pytest.mark.parametrize(
    ("seen", "missing"),
    [
        (b"", 1),
        (b"GET / HTTP/1.1\r\nHost: a\r\n", 1),
        (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", 0),
        (b"POST / HTTP/1.1\r\ncontent-LENGTH: 3\r\n\r\nab", 1),
        (b"POST / HTTP/1.1\r\ncontent-LENGTH: 3 \r\n\r\nabc", 0),
        (b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET /", 0),
        (b"POST / HTTP/1.1\r\nContent-Length: 20000000\r\n\r\na", 19_999_999),
        (b"POST / HTTP/1.1\r\nContent-Length: 0000000000003\r\n\r\nabc", LOOKED_AT),
        (b"POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 9\r\n\r\nabc", LOOKED_AT),
        (b"POST / HTTP/1.1\r\nContent-Length: +3\r\n\r\nabc", LOOKED_AT),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", LOOKED_AT),
        (b"POST / HTTP/1.1\r\nContent-Length: 3\r\nTRANSFER-encoding: chunked\r\n\r\nabc", LOOKED_AT),
    ],
)
def test_a_thread_need_not_wait_for_a_request_of_which_nothing_is_to_come(seen, missing):
    assert to_come(seen) == missing
