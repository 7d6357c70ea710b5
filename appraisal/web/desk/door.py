"""The door of the desk: its blueprint, and what may be carried in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, request
from flask_login import current_user

from ...services import logbook
from ...transaction import reading

MOST_UPLOADED = 20 * 1024 * 1024
MOST_TYPED = 2 * 1024 * 1024  # an inspection of 60 units and 200 projects, every sign of it encoded
UPLOADS = frozenset(
    {
        *("desk.home", "desk.upload", "desk.replace_plan", "desk.replace_activity"),
        *("desk.create_activity", "desk.save_activity"),  # every cell of a workbook comes back as a field
    }
)

WITHOUT_FOOT = frozenset(
    {"desk.waiting", "desk.tried", "desk.progress"}
)  # asked again and again, and no pages

bp = Blueprint("desk", __name__, url_prefix="/desk")


@bp.before_request
def read_the_log() -> None:
    """Look up the last act of the log, for the foot of the page."""
    if current_user.is_authenticated and request.endpoint not in WITHOUT_FOOT:
        with reading() as session:
            g.audit_head = logbook.head(session)


@bp.context_processor
def foot() -> dict[str, Any]:
    """Give every page of the desk what stands in its foot."""
    return {"audit_head": g.get("audit_head")}


@bp.url_value_preprocessor
def allow_workbooks(endpoint: str | None, _: dict[str, Any] | None) -> None:
    """Let organizers send more than a form; this runs before the token is looked for in what they sent."""
    if endpoint in UPLOADS and current_user.is_authenticated:
        request.max_content_length = MOST_UPLOADED
        request.max_form_memory_size = MOST_TYPED
