"""The usual answer words in the language of the page; an organizer's own words stay as they are."""

from __future__ import annotations

from dataclasses import replace

from ..domain.phrase import N_, Phrase
from .language import translate

USUAL = frozenset(
    {
        N_("优秀"),
        N_("良好"),
        N_("一般"),
        N_("较差"),
        N_("合格"),
        N_("基本合格"),
        N_("不合格"),
        N_("满意"),
        N_("基本满意"),
        N_("不满意"),
        N_("弃权"),
        N_("不了解"),
        N_("未观摩"),
    }
)


def spoken(word: str) -> str:
    """Return an answer word as this page says it."""
    return translate(word) if word in USUAL else word


def with_words(told: Phrase) -> Phrase:
    """Return a phrase about a grade, with the grade as this page says it."""
    grade = told.values.get("grade")
    return replace(told, values={**told.values, "grade": spoken(str(grade))}) if grade else told
