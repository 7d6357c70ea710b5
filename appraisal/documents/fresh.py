"""New files: never over another one, and secrets for their owner alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..domain.errors import FileInTheWay

SECRET = 0o600
ORDINARY = 0o644


@contextmanager
def fresh(path: Path, mode: int = ORDINARY) -> Iterator[Path]:
    """Reserve a file that does not exist yet; it is gone again if the block raises."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
    except FileExistsError:
        raise FileInTheWay(path=path) from None
    try:
        yield path
    except BaseException:
        path.unlink(missing_ok=True)
        raise
