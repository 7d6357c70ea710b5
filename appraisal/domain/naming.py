"""What a name may be made of, so that it prints, sorts and copies as it reads."""

from __future__ import annotations

import unicodedata

from .direction import TURNING
from .phrase import Phrase, phrase

LONGEST = 60  # characters; two lines on a phone and one on a slip


def objection(name: str) -> Phrase | None:
    """Say why a text cannot be a name; None if it can, or if it is empty."""
    if any(unprintable(mark) for mark in name):
        return phrase("名称中不能有控制字符或看不见的符号，请删去重新输入")
    if len(name) > LONGEST:
        return phrase("名称最多 %(most)s 个字", most=LONGEST)
    return None


def unprintable(mark: str) -> bool:
    """Say whether a character is a control, a bidi mark, a line separator or none at all."""
    is_noncharacter = ord(mark) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(mark) <= 0xFDEF
    return mark in TURNING or is_noncharacter or unicodedata.category(mark) in ("Cc", "Cs", "Zl", "Zp")
