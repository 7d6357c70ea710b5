"""How long one ballot takes: a model good to about six percent, until real meetings are timed."""

from __future__ import annotations

from fractions import Fraction

from .phrase import N_, Phrase, phrase

SECONDS_TO_BEGIN = 25  # scan, read the title, review, submit
SECONDS_A_CELL = Fraction("2.4"), Fraction("1.9")  # of one criterion, of each of several
SECONDS_A_LONG_LIST = Fraction("0.3")  # for every subject beyond the seventeenth
LONG_LIST = 17
SECONDS_A_REASON = 25  # a dozen characters by thumb; a usual ballot has one reason if any are asked for
SLOW = Fraction("1.55")  # slow voters take this many times as long
HALF_MINUTE = 30
LONGEST = 180  # seconds; beyond, the last rows get careless marks


def seconds_per_voter(subjects: int, criteria: int, *, reasons: bool = False) -> Fraction:
    """Estimate the seconds from the scan to the receipt, for the usual voter."""
    each = SECONDS_A_CELL[criteria > 1]
    long_list = max(0, subjects - LONG_LIST) * SECONDS_A_LONG_LIST
    return SECONDS_TO_BEGIN + subjects * criteria * each + long_list + reasons * SECONDS_A_REASON


def in_words(seconds: Fraction) -> Phrase:
    """Say a duration to the half minute: the model is not better than that."""
    halves = max(1, round(seconds / HALF_MINUTE))
    minutes, half = divmod(halves, 2)
    if not minutes:
        return phrase("半分钟")
    return phrase(N_("%(minutes)s 分 30 秒") if half else N_("%(minutes)s 分钟"), minutes=minutes)
