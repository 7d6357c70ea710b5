"""Democratic appraisal (民主评议): this module puts the rooms together, nothing else."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

# Read when numpy loads: on its small matrices threads only spin, and take a core from those who vote.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """Make the application: settings, database, pages, commands.

    Parameters
    ----------
    overrides : mapping, optional
        ``APPRAISAL_…`` names override the environment; other names override Flask's configuration.

    Raises
    ------
    ConfigurationRefused
        If it must not start like this; the message says what mends it.
    """
    from .composition import compose  # importing a room (say, scoring) must not import the web

    return compose(overrides or {})
