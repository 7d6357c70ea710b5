"""What was tried in the hall for each round, in the memory of this server."""

from __future__ import annotations

from collections import defaultdict
from time import monotonic

from flask import Flask, current_app

from ..services.lamp import Check
from ..services.trials import Trials

EXTENSION = "trials"


def register(app: Flask) -> None:
    """Begin with nothing tried."""
    app.extensions[EXTENSION] = defaultdict(Trials)


def of(round_id: int) -> Trials:
    """Return what was tried for a round."""
    found: Trials = current_app.extensions[EXTENSION][round_id]
    return found


def watched(round_id: int) -> None:
    """Note that a projector asked for the figures."""
    of(round_id).watched_at = monotonic()


def checks(round_id: int) -> tuple[Check, ...]:
    """Return the lamps of what can be tried."""
    return of(round_id).checks(monotonic())
