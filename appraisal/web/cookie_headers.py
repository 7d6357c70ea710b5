"""Cookies as headers: what stands around their words is put together once, not for each voter."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from werkzeug.http import dump_cookie

PLACE = "~"  # in no signed word


def cookie(word: str, **given: Any) -> str:
    """Return the header that sets a cookie to a signed word, with what `dump_cookie` takes besides."""
    before, after = _around(**given)
    return f"{before}{word}{after}"


@lru_cache(maxsize=16)
def no_cookie(**given: Any) -> str:
    """Return the header that removes a cookie."""
    return dump_cookie(expires=0, max_age=0, **given)


@lru_cache(maxsize=16)
def _around(now: int | None = None, **given: Any) -> tuple[str, str]:
    """What stands around a cookie's word: once for all of a second where it says when it ends."""
    before, after = dump_cookie(value=PLACE, **given).split(PLACE)
    return before, after
