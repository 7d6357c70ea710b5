"""A bar that grows while a box is emptied; gone when it is empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from ..domain.phrase import phrase
from .terminal import said


@contextmanager
def opening_bar() -> Iterator[Callable[[int, int], None]]:
    """Yield what is told how many ballots are open, of how many; nothing is drawn where nobody looks."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    err = Console(stderr=True)
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(said(phrase("开箱")), total=None)
        yield lambda opened, of: bar.update(task, completed=opened, total=of)
