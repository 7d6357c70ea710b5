"""The door of the desk: its blueprint, and the one rule that nobody passes without a login."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

MOST_UPLOADED = 20 * 1024 * 1024
UPLOADS = frozenset({"desk.home", "desk.upload", "desk.replace_plan"})

bp = Blueprint("desk", __name__, url_prefix="/desk")


@bp.url_value_preprocessor
def allow_workbooks(endpoint: str | None, _: dict[str, Any] | None) -> None:
    """Let organizers send more than a form; this runs before the token is looked for in what they sent."""
    if endpoint in UPLOADS and current_user.is_authenticated:
        request.max_content_length = MOST_UPLOADED


@bp.before_request
def require_login() -> ResponseReturnValue | None:
    """Send whoever is not logged in to the login page, and back afterwards."""
    if current_user.is_authenticated:
        return None
    back = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return redirect(url_for("account.login", next=back), code=303)
