"""Dates as people write them."""

from __future__ import annotations

from datetime import date

from flask_babel import format_date

NO_DATE = "—"


def day(when: date | None) -> str:
    """Write a date in the page's language: 2020年5月13日."""
    return format_date(when, "long") if when else NO_DATE
