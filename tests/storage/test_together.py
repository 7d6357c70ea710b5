"""Writings that share a commit: none waits for another's disk, none suffers from another's refusal."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, insert, select

from appraisal.domain.errors import Busy, CodeUnknown
from appraisal.storage.models import Appraisal, table
from appraisal.storage.together import MOST

MANY = 20
WAIT = 0.01


def write(database, title, refusal=None):
    def work(session):
        session.connection().execute(insert(table(Appraisal)), {"title": title})
        if refusal is not None:
            raise refusal
        return title

    return database.together(work)


def titles(database):
    with database.reading() as session:
        return sorted(session.scalars(select(Appraisal.title)))


@pytest.fixture
def commits(database):
    counted = []

    def listen(raw, _):
        raw.set_trace_callback(lambda text: counted.append(text) if text == "COMMIT" else None)

    event.listen(database.engine, "connect", listen)
    database.engine.dispose()
    return counted


@pytest.fixture
def together(database, commits):
    """Let many write while somebody else holds the database, so that all have to wait."""

    def run(works):
        with ThreadPoolExecutor(len(works)) as writers:
            with database.transaction():
                started = [writers.submit(work) for work in works]
                while len(database._together._waiting) < len(works) - 1:  # the first leads, and waits inside
                    time.sleep(WAIT)
            return started

    return run


def test_those_who_wait_are_committed_together(database, commits, together):
    written = together([lambda name=str(name): write(database, name) for name in range(MANY)])

    assert sorted(each.result() for each in written) == titles(database)
    assert (len(commits), len(titles(database))) == (2, MANY)  # who led, everybody else


def test_what_is_refused_leaves_no_trace_and_the_others_stay(database, together):
    works = [
        lambda name=name: write(database, name, CodeUnknown() if name == "refused" else None)
        for name in ("a", "refused", "b", "c")
    ]

    answers = [each.exception() for each in together(works)]

    assert [type(answer) for answer in answers] == [type(None), CodeUnknown, type(None), type(None)]
    assert titles(database) == ["a", "b", "c"]


def test_what_nobody_foresaw_reaches_the_one_who_caused_it(database, together):
    works = [lambda name=name: write(database, name, ValueError() if name == "b" else None) for name in "abc"]

    answers = [type(each.exception()) for each in together(works)]

    assert (answers, titles(database)) == ([type(None), ValueError, type(None)], ["a", "c"])


def test_a_turn_that_does_not_come_is_busy_and_writes_nothing(database):
    queue = database._together
    queue._seconds = WAIT

    with ThreadPoolExecutor(1) as writers, database.transaction():
        leader = writers.submit(write, database, "first")
        while not queue._is_led or queue._waiting:
            time.sleep(WAIT)
        with pytest.raises(Busy):
            write(database, "late")

    assert (leader.result(), write(database, "next")) == ("first", "next")
    assert titles(database) == ["first", "next"]


def test_more_than_share_one_commit_follow_in_the_next(database, commits, together):
    several = 2 * MOST + 1

    written = together([lambda name=str(name): write(database, name) for name in range(several)])

    assert sorted(each.result() for each in written) == titles(database)
    assert (len(commits), len(titles(database))) == (3, several)  # who led, and two full batches
