"""Three processes on two machines behind nginx, one PostgreSQL, one Redis: a hall notices none of it."""

from __future__ import annotations

import http.client
import os
import ssl
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from appraisal import create_app
from appraisal.ballotbox import board, box
from appraisal.demo import server
from appraisal.demo.phone import Phone
from appraisal.demo.voters import enter, filled_in, receipt
from appraisal.domain.code import Code
from appraisal.notices import Notices
from appraisal.services import conduct
from appraisal.storage.models import Round
from appraisal.web.alarms import WITHIN, WRONG_CODES
from tests.factories import BOTH, OpenRound, make_class, make_plan
from tests.postgres import new_database
from tests.redis import RedisServer

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "deploy" / "nginx.conf.example"
VOTERS, AT_ONCE, WRONG = 24, 8, 25
MARKS = (3, 2, 1)
NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr crit;
events {{}}
http {{
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; access_log off;
  {servers}
}}
"""


class SecurePhone(Phone):
    """A phone that speaks TLS with the front."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.origin = f"https://{server.HOST}:{port}"
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        self._connection = http.client.HTTPSConnection(server.HOST, port, timeout=60, context=trusting)


@contextmanager
def front(folder: Path, port: int, machines: list[int]):
    """The front of the sample, with a certificate, a port and machines of our own."""
    files = ["-keyout", folder / "key.pem", "-out", folder / "chain.pem"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", *files]
    subprocess.run(command, check=True, capture_output=True)
    changes = {
        "listen 443 ssl": f"listen {port} ssl",
        "listen 80;": f"listen {server.free_port()};",
        "server 127.0.0.1:8000;": " ".join(f"server {server.HOST}:{machine};" for machine in machines),
        "/etc/ssl/appraisal/fullchain.pem": f"{folder}/chain.pem",
        "/etc/ssl/appraisal/privkey.pem": f"{folder}/key.pem",
        "Host $host": "Host $http_host",  # the port of the test belongs to the name
    }
    servers = EXAMPLE.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in servers
        servers = servers.replace(old, new)
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, servers=servers), encoding="utf-8")
    with subprocess.Popen(["/usr/sbin/nginx", "-c", config, "-p", folder, "-e", "stderr"]) as process:
        try:
            yield
        finally:
            process.terminate()


@pytest.fixture
def cluster(tmp_path, postgresql_server):
    """The two machines, the front before them, and the database with an open round."""
    ports, entrance = [server.free_port() for _ in range(2)], server.free_port()
    with ExitStack() as stack:
        redis = stack.enter_context(RedisServer())
        shared = {
            "APPRAISAL_DATABASE_URL": new_database(postgresql_server),
            "APPRAISAL_REDIS_URL": redis.url,
            "APPRAISAL_PUBLIC_URL": f"https://{server.HOST}:{entrance}",
        }
        first = {"APPRAISAL_DATA": str(tmp_path / "one"), "APPRAISAL_PROCESSES": "2"}
        installed = create_app(shared | first).extensions["appraisal"]
        secrets = {
            f"APPRAISAL_{name.upper()}": (tmp_path / "one" / name).read_text()
            for name in ("secret_key", "pepper", "receipt_key")
        }
        second = {"APPRAISAL_DATA": str(tmp_path / "two"), **secrets}
        for port, own in zip(ports, (first, second), strict=True):
            environment = {**shared, **own, "APPRAISAL_PORT": str(port)}
            stack.enter_context(server.running(environment, port, tmp_path / f"log {port}"))
        stack.enter_context(front(tmp_path, entrance, ports))
        yield installed, ports, entrance, redis.url
        installed.database.engine.dispose()


def test_a_hall_votes_through_all_of_them_and_they_know_of_each_other(cluster):
    installed, ports, entrance, redis_url = cluster
    with installed.database.transaction() as session:
        plan = make_plan(classes=(make_class("A", 100, VOTERS + 1),), spare_share=0)
        made = OpenRound(session, plan, pepper=installed.settings.pepper)
    late = SecurePhone(entrance)
    with late, ThreadPoolExecutor(AT_ONCE) as hall:
        sheet = enter(late, made.slips[-1].code)
        late.origin = "https://evil.example"
        foreign = late.post("/v/ballot", filled_in(sheet, MARKS)).status
        receipts = set(hall.map(lambda slip: voted(entrance, slip.code), made.slips[:-1]))
        list(hall.map(lambda _: mistaken(entrance), range(WRONG)))
    tried = [logged_in(ports[place % 2]) for place in range(10)]
    with installed.database.transaction() as session:
        conduct.close(session, round_id=made.id, actor=BOTH)
        leaves = box.leaves(session, session.get_one(Round, made.id))
    with SecurePhone(entrance) as again:
        again.cookies = late.cookies
        refused = again.post("/v/ballot", filled_in(sheet, MARKS)).status

    assert (len(receipts), {board.Receipt(leaf).text for leaf in leaves}) == (VOTERS, receipts)
    assert (foreign, refused) == (400, 409)  # over TLS a form says where it comes from
    assert Notices(redis_url).count(WITHIN, WRONG_CODES) == WRONG
    assert tried == [401] * 5 + [429] * 5


def voted(port: int, code: Code) -> str:
    """Every step on a connection of its own, so that any process may answer it."""
    with SecurePhone(port) as phone, SecurePhone(port) as other:
        answers = filled_in(enter(phone, code), MARKS)
        other.cookies = phone.cookies
        return receipt(other.post("/v/ballot", answers))


def mistaken(port: int) -> None:
    """Type a code that nobody was given."""
    with SecurePhone(port) as phone:
        enter(phone, Code.draw())


def logged_in(port: int) -> int:
    """Try a wrong password at one machine, on a connection of its own."""
    with Phone(port) as phone:
        page = phone.get("/account/login")
        return phone.post("/account/login", {**page.hidden, "name": "organizer", "password": "wrong"}).status


def test_two_that_start_at_once_on_an_empty_database_make_it_once(tmp_path, postgresql_server):
    environment = os.environ | {"APPRAISAL_DATABASE_URL": new_database(postgresql_server)}
    command = [sys.executable, "-m", "flask", "--app", str(server.APP), "audit", "verify"]
    secret = dict.fromkeys(("APPRAISAL_PEPPER", "APPRAISAL_RECEIPT_KEY"), "0123456789abcdef" * 4)

    starts = [
        subprocess.Popen(
            command,
            env=environment | secret | {"APPRAISAL_DATA": str(tmp_path / str(place))},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for place in range(2)
    ]
    told = [start.communicate()[1] for start in starts]

    assert [start.returncode for start in starts] == [0, 0], told
    assert sum("organizer" in text for text in told) == 1
