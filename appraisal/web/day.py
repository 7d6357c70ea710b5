"""Dates as people write them."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import format_date

NO_DATE = "—"


def day(when: date | None) -> str:
    """Write a date in the page's language: 2020年5月13日."""
    return format_date(when, "long") if when else NO_DATE


def minute(at: str) -> str:
    """Write a moment of the log of acts, ``2020-05-13T07:41Z``, by the clock of the hall: day and 15:41."""
    local = datetime.fromisoformat(at).astimezone()
    return f"{day(local.date())} {local:%H:%M}"
