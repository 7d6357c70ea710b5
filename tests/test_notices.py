"""What several processes know together, on a real Redis and without one."""

from __future__ import annotations

import pytest
from limits import parse

from appraisal import create_app, notices
from appraisal.domain.code import Code
from appraisal.domain.errors import ConfigurationRefused
from appraisal.domain.lifecycle import State
from appraisal.notices import Notices
from appraisal.web import throttle
from tests.factories import OpenRound
from tests.organizer import Desk, hold, make_folder
from tests.phone import Phone
from tests.redis import RedisServer

FEW = parse("3/minute")
NOBODY = "redis://127.0.0.1:9/0"  # where nothing listens
KEPT = {"LIMITER/codes/30/1/second", "LIMITER/wrong codes/1000/1/minute", "sum:2xx", "sum:3xx", "sum:4xx"}


@pytest.fixture(scope="module")
def server():
    with RedisServer() as started:
        yield started


@pytest.fixture
def redis(server):
    Notices(server.url)._far.storage.get_connection().flushdb()
    return server


@pytest.fixture(params=["alone", "with Redis"])
def board(request):
    return Notices("" if request.param == "alone" else request.getfixturevalue("redis").url)


def test_a_limit_is_reached_and_told_beforehand(board):
    may = [board.may(FEW, "login", "a")]

    hits = [board.hit(FEW, "login", "a") for _ in range(4)]
    may.append(board.may(FEW, "login", "a"))

    assert (hits, may, board.may(FEW, "login", "b")) == ([True] * 3 + [False], [True, False], True)
    assert (board.count(FEW, "login", "a"), board.count(FEW, "login", "b")) == (3, 0)


def test_a_value_is_kept_for_its_time_or_until_it_is_dropped(board, monkeypatch):
    board.put("one", [1, "二"], 60)
    board.put("two", True, 60)
    board.drop("two")
    board.add("sum", 5)
    board.add("sum", 5)

    assert [board.get(name) for name in ("one", "two", "three")] == [[1, "二"], None, None]
    assert (board.sum("sum"), board.sum("none")) == (10, 0)


def test_processes_share_one_budget_and_would_not_without_redis(redis):
    together, apart = ([Notices(url) for _ in range(2)] for url in (redis.url, ""))

    hits = [[board.hit(FEW, "codes") for board in pair * 2] for pair in (together, apart)]

    assert hits == [[True, True, True, False], [True] * 4]


def test_without_an_answer_each_goes_on_alone_and_says_so(monkeypatch):
    with RedisServer() as server:
        board, other = Notices(server.url), Notices(server.url)
        board.put("seen", True, 60)
        server.kill()
        lost = (board.hit(FEW, "codes"), board.is_apart, board.get("seen"))
        server.start()
        monkeypatch.setattr(notices, "monotonic", lambda: board._silent_until + 1)
        found = (board.hit(FEW, "codes"), board.is_apart, other.count(FEW, "codes"))

    assert (lost, found) == ((True, True, None), (True, False, 1))


def test_a_redis_that_gives_no_answer_stops_no_voter_and_rings_at_the_desk(tmp_path):
    folder = make_folder(tmp_path / "data")
    app = create_app({"APPRAISAL_DATA": folder, "APPRAISAL_REDIS_URL": NOBODY, "TESTING": True})
    desk, meeting = Desk(app), hold(app, State.OPEN, votes=())

    votes = [Phone(app).vote(code).status_code for code in meeting.codes[:2]]
    wrong = Phone(app).enter(Code.draw().printed).status_code
    desk.log_in()

    assert (votes, wrong) == ([303, 303], 403)
    assert "apart" in desk.get(f"{meeting.path}/waiting").json["alarms"]
    desk.database.engine.dispose()


@pytest.fixture
def two(tmp_path, redis):
    """Two applications on one database and one Redis, as two processes have them."""
    given = {"APPRAISAL_DATA": make_folder(tmp_path / "data"), "APPRAISAL_REDIS_URL": redis.url}
    pair = [create_app({**given, "TESTING": True}) for _ in range(2)]
    yield pair
    for app in pair:
        app.extensions["appraisal"].database.engine.dispose()


def test_what_one_process_is_told_the_other_knows(two):
    first, second = map(Desk, two)
    meeting = hold(two[0], State.SEALED)
    second.log_in()
    first.log_in()

    first.post(f"{meeting.path}/preflight/paper")
    for _ in range(throttle.WRONG_PASSWORDS.amount):
        Desk(two[0]).log_in("wrong")

    assert second.get(f"{meeting.path}/preflight/tried").json["printer"] == "ok"
    assert Desk(two[1]).log_in().status_code == 429


def test_redis_learns_nothing_of_a_voter(two, redis):
    installed = two[0].extensions["appraisal"]
    with installed.database.transaction() as session:
        codes = OpenRound(session, pepper=installed.settings.pepper).codes("B")
    for place, code in enumerate(codes):
        Phone(two[place % 2]).vote(code)
        Phone(two[place % 2]).enter(Code.draw().printed)

    client = Notices(redis.url)._far.storage.get_connection()
    held = {name.decode().removeprefix("appraisal:") for name in client.scan_iter()}
    sums = {client.get(f"appraisal:{name}") for name in held if name.startswith("sum:")}

    assert held <= KEPT
    assert all(int(total) % 5 == 0 for total in sums)


def test_a_start_without_the_client_says_how_to_get_it(monkeypatch):
    def missing(*_, **__):
        raise notices.ConfigurationError("no redis")

    monkeypatch.setattr(notices, "RedisStorage", missing)

    with pytest.raises(ConfigurationRefused, match=r"requirements-redis\.txt"):
        Notices(NOBODY)
