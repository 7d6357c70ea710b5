"""Knock at the own address as a full hall does."""

from __future__ import annotations

import http.client
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

PATIENCE = 5  # seconds; a phone's user gives up about then
AT_A_TIME = 30
ALIVE = "/healthz"
ECHO = "/reach/echo/"  # where a server answers what only it can answer

_direct = build_opener(ProxyHandler({}))  # the hall's network has no proxy between phone and server


def burst(address: str, count: int) -> Sequence[float | None]:
    """Knock `count` times, many at a time; return the seconds each answer took, None where none came."""
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        return list(pool.map(lambda _: _seconds(address), range(count)))


def echo(address: str, question: str) -> str | None:
    """Ask whoever serves an address a question; None where nobody answers."""
    try:
        with _direct.open(f"{address}{ECHO}{question}", timeout=PATIENCE) as answer:
            found: str = answer.read(200).decode("ascii", "replace")
    except (URLError, OSError, http.client.HTTPException, ValueError):
        return None
    return found


def _seconds(address: str) -> float | None:
    began = perf_counter()
    try:
        with _direct.open(f"{address}{ALIVE}", timeout=PATIENCE) as answer:
            is_ours = answer.status == 200 and b'"ok"' in answer.read(200)
    except (URLError, OSError, http.client.HTTPException, ValueError):
        return None
    return perf_counter() - began if is_ours else None
