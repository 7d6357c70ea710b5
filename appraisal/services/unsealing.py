"""Unseal a closed box into one matrix, so that of the ballots themselves only a chunk is ever held."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from ..ballotbox import box
from ..domain.errors import BoxDiffers
from ..storage.models import Round
from .voting import form_of

Progress = Callable[[int, int], None]


def silent(opened: int, of: int) -> None:
    """Tell nobody how far the opening is."""


def unsealed(
    session: Session, voting_round: Round, key: bytes, progress: Progress = silent
) -> tuple[NDArray[np.signedinteger], NDArray[np.int64]]:
    """Open every ballot of a round.

    Parameters
    ----------
    key : bytes
        The round's private key, 32 bytes.
    progress : callable
        Is told how many ballots are open, of how many, after every chunk.

    Returns
    -------
    answers : ndarray of int8, shape (N, S, C)
        Answer indices, 0 the worst, ABSTAINED or NOT_ASKED; int16 for a scale of more than 127 answers.
    classes : ndarray of int64, shape (N,)
        Position of each ballot's class in the plan.

    Raises
    ------
    BoxDiffers
        If a ballot cannot be opened: it is none of this round.
    """
    plan = voting_round.plan
    form = form_of(plan, voting_round.uid, voting_round.form_hash or b"")
    total, opened = box.count(session, voting_round), 0
    answers = np.empty((total, form.cells), dtype=_smallest(form.answers))
    classes = np.empty(total, dtype=np.int64)
    for chunk in box.open_all(session, voting_round, form, key):
        if chunk.unopenable:
            raise BoxDiffers
        here = slice(opened, opened + len(chunk.ballots))
        answers[here] = [ballot.answers for _, ballot in chunk.ballots]
        classes[here] = [voter_class for voter_class, _ in chunk.ballots]
        opened = here.stop
        progress(opened, total)
    return answers.reshape(total, form.subjects, form.criteria), classes


def _smallest(answers: int) -> type[np.signedinteger]:
    """Return the type that just holds every answer of a scale."""
    return np.int8 if answers <= np.iinfo(np.int8).max else np.int16
