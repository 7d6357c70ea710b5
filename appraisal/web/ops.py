"""What a watchdog asks: is it alive, may voters be sent here, which program is it, how much has it done."""

from __future__ import annotations

import hmac

from flask import Blueprint, Flask, Response, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from ..config import LOCAL_HOSTS
from ..domain.errors import NotFound
from ..services import conduct
from ..transaction import database, reading, settings
from ..version import VERSION, checksum
from .metrics import Answers, registry

EXTENSION = "answers"
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Via", "X-Real-Ip")

bp = Blueprint("ops", __name__)


def register(app: Flask) -> None:
    """Count answers and offer the pages."""
    answers = app.extensions[EXTENSION] = Answers()
    app.after_request(answers.count)
    app.register_blueprint(bp)


@bp.get("/healthz")
def alive() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok"}


@bp.get("/readyz")
def ready() -> dict[str, str]:
    """Say that the database answers and its disk works; a refusal is a 503."""
    database().ping()
    return {"status": "ready"}


@bp.get("/version")
def version() -> dict[str, str]:
    """Say which program answers: the same checksum is the same program."""
    return {"version": VERSION, "checksum": checksum()}


@bp.get("/metrics")
def metrics() -> Response:
    """Tell totals to whoever watches the machine, and to nobody else; to others there is no such page."""
    if not _may_watch():
        raise NotFound
    with reading() as session:
        totals = conduct.totals(session)
    counted: Answers = _answers()
    found = registry(totals, counted.read(), has_failed=database().has_failed)
    return Response(generate_latest(found), content_type=CONTENT_TYPE_LATEST)


def note_answer(status: str) -> None:
    """Count an answer that did not come by Flask's way."""
    _answers().note(status)


def _may_watch() -> bool:
    """Ask for the token where there is one; otherwise the request must come from this very machine."""
    token = settings().metrics_token
    if token:
        given = request.authorization.token if request.authorization else None
        return hmac.compare_digest((given or "").encode(), token)
    is_passed_on = any(name in request.headers for name in FORWARDED)
    host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
    return request.remote_addr in ("127.0.0.1", "::1") and host in LOCAL_HOSTS and not is_passed_on


def _answers() -> Answers:
    found: Answers = current_app.extensions[EXTENSION]
    return found
