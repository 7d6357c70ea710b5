"""What a watchdog asks: is it alive, may voters be sent here."""

from __future__ import annotations

from flask import Blueprint

from ..transaction import database

bp = Blueprint("ops", __name__)


@bp.get("/healthz")
def alive() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok"}


@bp.get("/readyz")
def ready() -> dict[str, str]:
    """Say that the database answers; a refusal is a 503."""
    database().ping()
    return {"status": "ready"}
