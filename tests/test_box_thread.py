"""The thread at the box: who comes while it is away goes with the next commit, and everybody is told."""

from __future__ import annotations

import queue
from threading import Event
from types import SimpleNamespace

import pytest

from appraisal.box_thread import MOST, BoxThread
from appraisal.web.front import Dropping

SECONDS = 30


class Box:
    """A front door whose box opens when it is told to, and the loop that its thread comes back to."""

    def __init__(self):
        self.batches, self.told = [], []
        self.is_open, self.has_begun = Event(), Event()
        self.failure = None
        self.loop = queue.SimpleQueue()
        self.thread = BoxThread(self, lambda *call: self.loop.put(call), lambda *told: self.told.append(told))

    def drop_all(self, droppings):
        self.batches.append([dropping.work for dropping in droppings])
        self.has_begun.set()
        assert self.is_open.wait(SECONDS)
        if self.failure:
            raise self.failure
        return [lambda name=dropping.work: f"receipt of {name}" for dropping in droppings]

    def refusing(self):
        return "a deed" if self.failure else None

    def bring(self, *names):
        for name in names:
            self.thread.bring(SimpleNamespace(name=name, deed=None), Dropping(name, self.finish))
        assert self.has_begun.wait(SECONDS)

    @staticmethod
    def finish(outcome):
        try:
            return outcome()
        except OSError:
            return None

    def go_on(self, times=1):
        """Let the thread finish, and do in the loop what it has left there."""
        self.is_open.set()
        for _ in range(times):
            call, *given = self.loop.get(timeout=SECONDS)
            call(*given)


@pytest.fixture
def box():
    return Box()


def test_all_who_come_while_it_is_away_go_together(box):
    box.bring("one", "two", "three", "four")
    box.go_on(2)

    assert box.batches == [["one"], ["two", "three", "four"]]
    assert [(conn.name, answer) for conn, answer in box.told] == [
        (name, f"receipt of {name}") for name in ("one", "two", "three", "four")
    ]


def test_nobody_waits_for_more_than_so_many(box):
    box.bring(*map(str, range(2 * MOST)))
    box.go_on(3)

    assert [len(batch) for batch in box.batches] == [1, MOST, MOST - 1]
    assert len(box.told) == 2 * MOST


def test_it_goes_again_for_whoever_comes_later(box):
    box.bring("one")
    box.go_on()
    box.bring("two")
    box.go_on()

    assert box.batches == [["one"], ["two"]]


def test_a_batch_that_fails_as_a_whole_is_told_one_by_one_and_the_next_is_not(box):
    box.failure = OSError()
    box.bring("one", "two", "three")
    box.is_open.set()
    box.go_on(2)
    told = [(conn.name, conn.deed, answer) for conn, answer in box.told]
    box.failure = None
    box.bring("four")
    box.go_on()

    assert told == [(name, "a deed", None) for name in ("one", "two", "three")]
    assert box.told[-1][1] == "receipt of four"
