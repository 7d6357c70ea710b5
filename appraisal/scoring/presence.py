"""Who is missing where: the remarks a table must carry, and the refusal to share out a weight."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .outcome import Flag
from .rules import ScoringRule
from .tally import Tally


class MissingClassError(ValueError):
    """A class left no mark in a cell, and the rule refuses to share out its weight."""


def weighty(tally: Tally) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which classes (K,) and which criteria (C,) have weight."""
    return np.array([w > 0 for w in tally.class_weights]), np.array([w > 0 for w in tally.criterion_weights])


def rated(tally: Tally) -> NDArray[np.bool_]:
    """Return which subjects (S,) got a mark from a class and on a criterion with weight."""
    classes, criteria = weighty(tally)
    return np.asarray((tally.valid[classes][:, :, criteria] > 0).any((0, 2)))


def presence_flags(tally: Tally, rule: ScoringRule) -> tuple[Flag, ...]:
    """Remark on empty classes, unrated subjects, and criteria and classes missing from a subject.

    Parameters
    ----------
    tally : Tally
    rule : ScoringRule
        A pooled rule misses no class; abstentions that earn points make a class present.

    Raises
    ------
    MissingClassError
        If a class is missing from a cell and the rule says "refuse".
    """
    empty = weighty(tally)[0] & (tally.ballots == 0)
    flags = [Flag("class_empty", voter_class=k) for k in np.flatnonzero(empty).tolist()]
    flags += [Flag("not_rated", subject=s) for s in np.flatnonzero(~rated(tally)).tolist()]
    flags += _cell_flags(tally, rule)
    if rule.missing_class == "refuse" and any(flag.kind == "class_missing" for flag in flags):
        missing = next(flag for flag in flags if flag.kind == "class_missing")
        raise MissingClassError(f"class {missing.voter_class} left no mark for subject {missing.subject}")
    return tuple(flags)


def _cell_flags(tally: Tally, rule: ScoringRule) -> list[Flag]:
    classes, criteria = weighty(tally)
    marks = tally.valid + (0 if rule.earned is None else tally.abstained)
    there = (marks > 0) & classes[:, None, None]
    any_class = there.any(0)
    cells = rated(tally)[:, None] & criteria
    flags = [Flag("criterion_missing", s, c) for s, c in np.argwhere(cells & ~any_class).tolist()]
    if rule.pooled:
        return flags
    absent = ~there & classes[:, None, None] & cells & any_class
    places = np.argwhere(absent.transpose(1, 2, 0)).tolist()
    return flags + [Flag("class_missing", s, c, k) for s, c, k in places]
