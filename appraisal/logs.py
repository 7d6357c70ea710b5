"""The program's own log as one JSON object a line, for those who gather logs; to the minute, never finer."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

NAME = "appraisal"


class _Lines(logging.Formatter):
    """One object a line: when, how grave, where, what."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record; a traceback is never part of it, for it may quote what was sent."""
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%MZ")
        fields = {
            "at": at,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        return json.dumps(fields, ensure_ascii=False)


class _Handler(logging.StreamHandler):  # type: ignore[type-arg]
    """Ours, to be told from others."""


def write_json() -> None:
    """Let the program's log go to the error stream as JSON; done once however often it is asked for."""
    logger = logging.getLogger(NAME)
    if any(isinstance(handler, _Handler) for handler in logger.handlers):
        return
    handler = _Handler()
    handler.setFormatter(_Lines())
    logger.addHandler(handler)
