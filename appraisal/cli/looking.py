"""The lamps of a round, as the terminal sees them; what was tried in the hall, only the server knows."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from ..services import preflight
from ..services.lamp import Check
from ..services.preflight import Site
from ..transaction import database, settings


def looked(session: Session, round_id: int) -> tuple[Check, ...]:
    """Look at everything that can be looked at from here."""
    site = Site(database(), settings().data, settings().public_url, settings().voting_url, datetime.now(UTC))
    return preflight.checks(session, round_id=round_id, site=site)
