"""Open the ballots of a full archive again, on any computer, and write down what they come to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..ballotbox import keycards
from ..ballotbox.keycards import KeyCard
from ..ballotbox.seal import BallotPlace, Opened, Unopenable, opener, unseal
from ..domain import settings
from ..domain.encoding import canonical_json, tagged_hash
from ..domain.errors import AppraisalError, BoxDiffers, CardOfAnotherRound, CardRefused
from . import counting, filed, keys
from .unsealing import PaperCount
from .voting import form_of


def reopened(files: Mapping[str, bytes | memoryview], cards: Sequence[str]) -> dict[str, bytes]:
    """Count the sealed ballots of an archive once more.

    Parameters
    ----------
    files : mapping of str to bytes
        The files of a full archive.
    cards : sequence of str
        As they were typed.

    Returns
    -------
    dict of str to bytes
        The tally, the returns and the result as the archive should hold them.

    Raises
    ------
    CardRefused
        If these cards do not open this box.
    BoxDiffers
        If the archive makes no sense.
    """
    try:
        return _counted(files, [KeyCard.parse(*card) for card in zip(cards, keys.NAMES, strict=False)])
    except CardRefused:
        raise
    except (AppraisalError, ValueError, LookupError, TypeError):
        raise BoxDiffers from None


def _counted(files: Mapping[str, bytes | memoryview], cards: Sequence[KeyCard]) -> dict[str, bytes]:
    frozen, returns = _read(files["round.json"]), _read(files["returns.json"])
    lock, *lines = [json.loads(line) for line in bytes(files["sealed.jsonl"]).splitlines()]
    plan = settings.load(canonical_json(frozen["settings"]))
    form_hash = tagged_hash("form", bytes(files["round.json"]))
    form = form_of(plan, bytes.fromhex(frozen["round"]), form_hash)
    ready = opener(_private_key(lock, cards))
    opened: list[tuple[int, Opened]] = []
    unopenable: list[tuple[int, bytes]] = []
    for line in lines:
        place = BallotPlace(line["class"], bytes.fromhex(line["id"]))
        try:
            opened.append((place.voter_class, unseal(bytes.fromhex(line["sealed"]), place, form, ready)))
        except Unopenable:
            unopenable.append((place.voter_class, place.ballot_id))
    on_paper = PaperCount()
    ballots = on_paper.without_void(opened)
    answers = np.array([ballot.answers for _, ballot in ballots], dtype=np.int16)
    matrix = answers.reshape(len(ballots), form.subjects, form.criteria)
    return filed.documents(
        plan,
        counting.count(
            plan,
            matrix,
            [voter_class for voter_class, _ in ballots],
            unopenable=unopenable,
            paper=on_paper.lines(len(plan.classes)),
        ),
        issued=[line["issued"] for line in returns["classes"]],
        present=returns.get("present"),
        slips=returns["reconciliation"],
    )


def _private_key(lock: Any, cards: Sequence[KeyCard]) -> bytes:
    keyset_id = bytes.fromhex(lock["keyset_id"])
    if any(card.keyset_id != keyset_id for card in cards):
        raise CardOfAnotherRound
    wraps = {pair: bytes.fromhex(wrapped) for pair, wrapped in lock["wraps"].items()}
    return keycards.unlock(keyset_id, wraps, {card.role: card for card in cards})


def _read(content: bytes | memoryview) -> Any:
    return json.loads(bytes(content))
