"""Many files at once: while one is laid out outside the interpreter, the next is written inside it."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import BinaryIO

Write = Callable[[BinaryIO], None]

MOST_AT_ONCE = 4  # files in memory while they are made; a hall's server has other things to do


def made(files: Iterable[tuple[str, Write]]) -> Iterator[tuple[str, bytes]]:
    """Make files and yield them in their order; the first that cannot be made stops the others."""
    pool = ThreadPoolExecutor(min(MOST_AT_ONCE, os.cpu_count() or 1))
    try:
        # each file in a copy of the caller's context, where its language lies
        begun = [(name, pool.submit(copy_context().run, _content, write)) for name, write in files]
        for name, content in begun:
            yield name, content.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _content(write: Write) -> bytes:
    out = io.BytesIO()
    write(out)
    return out.getvalue()
