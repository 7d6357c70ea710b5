"""What was tried in the hall for each round, known to all processes and forgotten within the day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..domain.phrase import Phrase
from ..notices import notices
from ..services.lamp import Check, Light
from ..services.trials import ALIVE, Trials
from ..transaction import settings

HALF_A_DAY = 12 * 60 * 60  # seconds; the next meeting is tried anew
REACHED, PRINTED, WATCHED, MEASURED = "reached", "printed", "watched", "measured"


def reached(round_id: int) -> None:
    """Note that a phone got through; of the phone nothing is kept."""
    notices().put(_name(round_id, REACHED), True, HALF_A_DAY)


def printed(round_id: int) -> None:
    """Note that the printed page was found good."""
    notices().put(_name(round_id, PRINTED), True, HALF_A_DAY)


def watched(round_id: int) -> None:
    """Note that a projector asked for the figures."""
    notices().put(_name(round_id, WATCHED), True, ALIVE)


def measured(round_id: int, checks: Iterable[Check]) -> None:
    """Note what the server tried by itself."""
    notices().put(_name(round_id, MEASURED), [_written(check) for check in checks], HALF_A_DAY)


def checks(round_id: int) -> tuple[Check, ...]:
    """Return the lamps of what can be tried."""
    tried = Trials(
        is_reached=bool(notices().get(_name(round_id, REACHED))),
        is_printed=bool(notices().get(_name(round_id, PRINTED))),
        is_watched=bool(notices().get(_name(round_id, WATCHED))),
        measured=tuple(map(_read, notices().get(_name(round_id, MEASURED)) or ())),
    )
    return tried.checks()


def _name(round_id: int, what: str) -> str:
    """Name a trial: under another address all is to be tried again."""
    return f"{what} {round_id} {settings().public_url}"


def _written(check: Check) -> dict[str, Any]:
    cure = None if check.cure is None else _plain(check.cure)
    return {"key": check.key, "light": check.light, "found": _plain(check.found), "cure": cure}


def _read(kept: dict[str, Any]) -> Check:
    cure = None if kept["cure"] is None else _phrase(kept["cure"])
    return Check(kept["key"], Light(kept["light"]), _phrase(kept["found"]), cure)


def _plain(sentence: Phrase) -> dict[str, Any]:
    values = {
        name: _plain(value) if isinstance(value, Phrase) else value for name, value in sentence.values.items()
    }
    return {"text": sentence.text, "values": values}


def _phrase(kept: dict[str, Any]) -> Phrase:
    values = {
        name: _phrase(value) if isinstance(value, dict) else value for name, value in kept["values"].items()
    }
    return Phrase(kept["text"], values)
