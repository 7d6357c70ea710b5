"""Unseal a closed box into one matrix, so that of the ballots themselves only a chunk is ever held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from ..ballotbox import box
from ..ballotbox.seal import PAPER, Opened
from ..domain.progress import Progress, silent
from ..domain.void import VoidReason
from ..storage.models import Round
from .outcome import PaperReturned
from .voting import form_of


@dataclass(frozen=True)
class Unsealed:
    """What a box held: the answers of its ballots, and what was in it that is no ballot of this round.

    `answers` is int8 of shape (N, S, C) for the N that are not void, the index of each answer, 0 the worst,
    ABSTAINED or NOT_ASKED (int16 for a scale of more than 127 answers); `classes` is int64 of shape (N,), the
    position of each ballot's class in the plan; `unopenable` is class and id of every entry that cannot be
    opened; `paper` is by class, and empty where no ballot was on paper.
    """

    answers: NDArray[np.signedinteger]
    classes: NDArray[np.int64]
    unopenable: tuple[tuple[int, bytes], ...]
    paper: tuple[PaperReturned, ...] = ()


class PaperCount:
    """Counts paper ballots while a box is opened; nothing of a single one stays."""

    def __init__(self) -> None:
        self._found: Counter[tuple[int, int]] = Counter()

    def without_void(self, opened: Iterable[tuple[int, Opened]]) -> list[tuple[int, Opened]]:
        """Count what was on paper, and return the ballots that are not void."""
        counted = list(opened)
        self._found.update(
            (voter_class, ballot.origin.void)
            for voter_class, ballot in counted
            if ballot.origin.source == PAPER
        )
        return [(voter_class, ballot) for voter_class, ballot in counted if not ballot.origin.void]

    def lines(self, classes: int) -> tuple[PaperReturned, ...]:
        """Return what was found, by class; nothing where nothing was on paper."""
        if not self._found:
            return ()
        return tuple(
            PaperReturned(
                cast=sum(n for (voter_class, _), n in self._found.items() if voter_class == k),
                void=tuple(self._found[k, reason] for reason in VoidReason),
            )
            for k in range(classes)
        )


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
    on_paper = PaperCount()
    for chunk in box.open_all(session, voting_round, form, key):
        unopenable += chunk.unopenable
        ballots = on_paper.without_void(chunk.ballots)
        here = slice(opened, opened + len(ballots))
        answers[here] = np.reshape([ballot.answers for _, ballot in ballots], (-1, form.cells))
        classes[here] = [voter_class for voter_class, _ in ballots]
        opened = here.stop
        seen += len(chunk.ballots) + len(chunk.unopenable)
        progress(seen, total)
    marks = answers[:opened].reshape(opened, form.subjects, form.criteria)
    return Unsealed(marks, classes[:opened], tuple(unopenable), on_paper.lines(len(plan.classes)))


def _smallest(answers: int) -> type[np.signedinteger]:
    """Return the type that just holds every answer of a scale."""
    return np.int8 if answers <= np.iinfo(np.int8).max else np.int16
