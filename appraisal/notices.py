"""What all processes of one installation know together: in Redis where one is given, else in this process."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from time import monotonic
from typing import Any, Protocol, TypeVar

from flask import Flask, current_app
from limits import RateLimitItem
from limits.errors import ConfigurationError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

from .domain.errors import ConfigurationRefused
from .domain.phrase import phrase
from .transaction import settings

EXTENSION = "notices"
PATIENCE = 1.0  # seconds that anybody waits for Redis
SILENCE = 10.0  # seconds in which it is not asked again after it gave no answer
LONG = 30 * 24 * 60 * 60  # seconds a sum is kept
Answer = TypeVar("Answer")

log = logging.getLogger(__name__)


class _Kept(Protocol):
    """Values by name, each for a while."""

    def put(self, name: str, text: str, seconds: int) -> None: ...
    def get(self, name: str) -> str | None: ...
    def drop(self, name: str) -> None: ...


class _Here:
    """Values in the memory of this process."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[str, float]] = {}

    def put(self, name: str, text: str, seconds: int) -> None:
        self._held[name] = (text, monotonic() + seconds)

    def get(self, name: str) -> str | None:
        text, until = self._held.get(name, (None, 0.0))
        return text if monotonic() < until else None

    def drop(self, name: str) -> None:
        self._held.pop(name, None)


class _There:
    """Values in Redis."""

    def __init__(self, client: Any, prefix: str) -> None:
        self._client, self._prefix = client, prefix

    def put(self, name: str, text: str, seconds: int) -> None:
        self._client.set(f"{self._prefix}:{name}", text, ex=seconds)

    def get(self, name: str) -> str | None:
        found: bytes | None = self._client.get(f"{self._prefix}:{name}")
        return None if found is None else found.decode()

    def drop(self, name: str) -> None:
        self._client.delete(f"{self._prefix}:{name}")


class _Place:
    """Somewhere to count and to keep."""

    def __init__(self, storage: MemoryStorage | RedisStorage, kept: _Kept) -> None:
        self.storage, self.kept = storage, kept
        self.window = MovingWindowRateLimiter(storage)


class Notices:
    """Counts and small values, none of a voter; where Redis does not answer, this process goes on alone."""

    def __init__(self, redis_url: str = "") -> None:
        self._near = _Place(MemoryStorage(), _Here())
        self._far = _far(redis_url) if redis_url else None
        self._silent_until = 0.0

    @property
    def is_common(self) -> bool:
        """Whether other processes know the same."""
        return self._far is not None

    @property
    def is_apart(self) -> bool:
        """Whether other processes should know the same and do not: Redis gave no answer."""
        return self._far is not None and monotonic() < self._silent_until

    def hit(self, limit: RateLimitItem, *name: str) -> bool:
        """Count once; False where the limit is reached."""
        return self._ask(lambda place: place.window.hit(limit, *name))

    def may(self, limit: RateLimitItem, *name: str) -> bool:
        """Say whether there is room below the limit; nothing is counted."""
        return self._ask(lambda place: place.window.test(limit, *name))

    def count(self, limit: RateLimitItem, *name: str) -> int:
        """Return how often it was counted within the time of the limit."""
        return limit.amount - self._ask(lambda place: place.window.get_window_stats(limit, *name)).remaining

    def add(self, name: str, amount: int) -> None:
        """Add to a sum."""
        self._ask(lambda place: place.storage.incr(f"sum:{name}", LONG, amount))

    def sum(self, name: str) -> int:
        """Return a sum."""
        return self._ask(lambda place: place.storage.get(f"sum:{name}"))

    def put(self, name: str, value: object, seconds: int) -> None:
        """Keep a value that JSON can write."""
        self._ask(lambda place: place.kept.put(name, json.dumps(value), seconds))

    def get(self, name: str) -> Any:
        """Return a value; None where there is none, or none any more."""
        found = self._ask(lambda place: place.kept.get(name))
        return None if found is None else json.loads(found)

    def drop(self, name: str) -> None:
        """Forget a value."""
        self._ask(lambda place: place.kept.drop(name))

    def require_common(self) -> None:
        """Ask Redis for an answer.

        Raises
        ------
        ConfigurationRefused
            If there is none.
        """
        if self._far is not None and not self._far.storage.check():
            raise ConfigurationRefused(why=phrase("APPRAISAL_REDIS_URL 没有应答，请核对地址，启动 Redis"))

    def _ask(self, act: Callable[[_Place], Answer]) -> Answer:
        if self._far is None or self.is_apart:
            return act(self._near)
        try:
            return act(self._far)
        except self._far.storage.base_exceptions as error:
            log.warning("redis gave no answer: %s", type(error).__name__)
            self._silent_until = monotonic() + SILENCE
            return act(self._near)


def register(app: Flask) -> None:
    """Hang the notices up."""
    with app.app_context():
        app.extensions[EXTENSION] = Notices(settings().redis_url)


def notices() -> Notices:
    """Return the notices of the current application."""
    found: Notices = current_app.extensions[EXTENSION]
    return found


def _far(url: str) -> _Place:
    try:
        storage = RedisStorage(
            url, key_prefix="appraisal", socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE
        )
    except ConfigurationError:
        raise ConfigurationRefused(
            why=phrase("用 Redis 还要装它的客户端：pip install --require-hashes -r requirements-redis.txt")
        ) from None
    return _Place(storage, _There(storage.get_connection(), storage.key_prefix))
