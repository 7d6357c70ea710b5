"""What is done on a page ends when the page it leads to is there, as `goto` and `reload` do by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

# Playwright waits after these until a page they lead to begins to come. What is read right then and without
# waiting (`count`, `all_inner_texts`, `evaluate`, `url`) is read off half a page, or off none of it yet.
# After a tap, a double click or a key of `page.keyboard` it waits for nothing: a test says what must come.
ACTS = ("click", "press")


@contextmanager
def settling() -> Iterator[None]:
    """Let acts on every page wait until the page they lead to is loaded."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in (Page, Locator):
            for name in ACTS:
                patch.setattr(kind, name, _settled(getattr(kind, name)))
        yield


def _settled(act: Callable[..., None]) -> Callable[..., None]:
    @wraps(act)
    def acted(where: Page | Locator, *words: Any, **options: Any) -> None:
        act(where, *words, **options)
        page = where if isinstance(where, Page) else where.page
        page.wait_for_load_state()

    return acted
