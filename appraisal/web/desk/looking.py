"""The lamps of a round as they stand now: what was looked at, and what was tried."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from ...domain.errors import AppraisalError
from ...domain.phrase import Phrase, phrase
from ...safekeeping import prove
from ...services import preflight, trials
from ...services.lamp import Check, worst_first
from ...services.preflight import Site
from ...transaction import database, settings
from .. import reach
from ..trials import checks, measured


def looked(session: Session, round_id: int) -> tuple[Check, ...]:
    """Look at everything, the worst first."""
    site = Site(database(), settings().data, settings().public_url, settings().voting_url, datetime.now(UTC))
    return worst_first((*preflight.checks(session, round_id=round_id, site=site), *checks(round_id)))


def measure(round_id: int) -> None:
    """Ask the own address who answers there, knock at it as a full hall does, and put a copy back."""
    public_url, question = settings().public_url, trials.question()
    found = (
        trials.served(public_url, {question: reach.answer(question)}),
        trials.burst(public_url),
        trials.copied(_refused_copy()),
    )
    measured(round_id, found)


def _refused_copy() -> Phrase | None:
    try:
        prove(database(), settings().data)
    except AppraisalError as refusal:
        return refusal.phrase
    except OSError:
        return phrase("写不进数据文件夹")
    return None
