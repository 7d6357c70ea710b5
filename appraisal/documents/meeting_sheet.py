"""The sheet 活动: the occasion of a meeting, one item a row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from ..domain.meeting import SCOPES, Meeting
from ..domain.phrase import Phrase, phrase
from .grid import key
from .layout import MEETING, MEETING_ITEMS, VALUE
from .rule_items import whole
from .worksheets import Worksheets

DAY = re.compile(
    r"(\d{4}) ?[年./-] ?(\d{1,2}) ?[月./-] ?(\d{1,2}) ?日?"
    r"(?:[T ]?\d{1,2}:\d{2}(?::\d{2})?)?"  # a time of day says nothing about the day
    r"(?: ?\(?(?:星期|周)[一二三四五六日天]\)?)?"
)


def read_day(text: str) -> date:
    """Read a day as a date cell gives it or as people write it; `ValueError` for anything else."""
    match = DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        raise ValueError(text)
    return date(int(match[1]), int(match[2]), int(match[3]))


def _people(text: str) -> int:
    return whole(text, units="人名")


READERS: dict[str, tuple[Callable[[str], Any], Phrase]] = {
    "held_on": (read_day, phrase("应为日期，例如 2020-05-13")),
    "ends_on": (read_day, phrase("应为日期，例如 2020-05-13；只有一天的留空")),
    "paper": (_people, phrase("应为张数，例如 10；没有纸质票则留空")),
    "expected": (_people, phrase("应为人数，例如 118；不填则留空")),
    "present": (_people, phrase("应为人数，例如 118；不填则留空")),
    "scope": (key, phrase("应为以下之一：%(choices)s", choices=SCOPES)),
}


def read_meeting(sheets: Worksheets) -> Meeting:
    """Read the occasion; a missing or empty item keeps its default, and unknown items are left alone."""
    found, rows = sheets.listing(MEETING), sheets.settings(MEETING, only=tuple(MEETING_ITEMS.values()))
    fields: dict[str, Any] = {}
    for field, item in MEETING_ITEMS.items():
        row = rows.get(item)
        if found is None or row is None or not found.cell(row, VALUE):
            continue
        read, expected = READERS.get(field, (str, phrase("应为文字")))
        value = sheets.value(found, row, VALUE, read, None, expected)
        if value is not None:
            fields[field] = value
    return Meeting(**{"title": "", **fields})
