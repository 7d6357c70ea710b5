"""Unseal a closed box into one matrix, so that of the ballots themselves only a chunk is ever held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from ..ballotbox import box
from ..storage.models import Round
from .voting import form_of

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Unsealed:
    """What a box held: the answers of its ballots, and what was in it that is no ballot of this round.

    `answers` is int8 of shape (N, S, C), the index of each answer, 0 the worst, ABSTAINED or NOT_ASKED
    (int16 for a scale of more than 127 answers); `classes` is int64 of shape (N,), the position of each
    ballot's class in the plan; `unopenable` is class and id of every entry that cannot be opened.
    """

    answers: NDArray[np.signedinteger]
    classes: NDArray[np.int64]
    unopenable: tuple[tuple[int, bytes], ...]


def silent(opened: int, of: int) -> None:
    """Tell nobody how far the opening is."""


def unsealed(session: Session, voting_round: Round, key: bytes, progress: Progress = silent) -> Unsealed:
    """Open every ballot of a round; what cannot be opened is listed and stops nothing.

    Nobody who gets at the box while it is open can so hold up the count of the others.

    Parameters
    ----------
    key : bytes
        The round's private key, 32 bytes.
    progress : callable
        Is told how many ballots are open, of how many, after every chunk.
    """
    plan = voting_round.plan
    form = form_of(plan, voting_round.uid, voting_round.form_hash or b"")
    total, seen, opened = box.count(session, voting_round), 0, 0
    answers = np.empty((total, form.cells), dtype=_smallest(form.answers))
    classes = np.empty(total, dtype=np.int64)
    unopenable: list[tuple[int, bytes]] = []
    for chunk in box.open_all(session, voting_round, form, key):
        unopenable += chunk.unopenable
        here = slice(opened, opened + len(chunk.ballots))
        answers[here] = np.reshape([ballot.answers for _, ballot in chunk.ballots], (-1, form.cells))
        classes[here] = [voter_class for voter_class, _ in chunk.ballots]
        opened = here.stop
        seen += len(chunk.ballots) + len(chunk.unopenable)
        progress(seen, total)
    marks = answers[:opened].reshape(opened, form.subjects, form.criteria)
    return Unsealed(marks, classes[:opened], tuple(unopenable))


def _smallest(answers: int) -> type[np.signedinteger]:
    """Return the type that just holds every answer of a scale."""
    return np.int8 if answers <= np.iinfo(np.int8).max else np.int16
