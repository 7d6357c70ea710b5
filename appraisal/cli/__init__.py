"""Commands, as thin as pages: parse, call one service, print."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Give the ``flask`` command its nouns."""
