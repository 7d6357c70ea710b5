"""Pages that hold still while they are read: whole ones, whose timers wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

# Playwright waits after these until a page they lead to begins to come. What is read right then and without
# waiting (`count`, `all_inner_texts`, `evaluate`, `url`) is read off half a page, or off none of it yet.
# After a tap, a double click or a key of `page.keyboard` it waits for nothing: a test says what must come.
ACTS = ("click", "press")
PATIENCE = 120_000  # milliseconds; a busy machine or a stalled disk is slow, not wrong


@contextmanager
def settling() -> Iterator[None]:
    """Let acts on every page wait until the page they lead to is loaded."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in (Page, Locator):
            for name in ACTS:
                patch.setattr(kind, name, _settled(getattr(kind, name)))
        yield


def stop_the_clock(page: Page) -> None:
    """Let no timer of the page fire by itself: a note that goes after some seconds stays until it is read."""
    page.clock.install()
    page.clock.pause_at(datetime.now() + timedelta(hours=1))  # ahead, however slow this machine is


def _settled(act: Callable[..., None]) -> Callable[..., None]:
    @wraps(act)
    def acted(where: Page | Locator, *words: Any, **options: Any) -> None:
        act(where, *words, **options)
        page = where if isinstance(where, Page) else where.page
        page.wait_for_load_state()

    return acted
