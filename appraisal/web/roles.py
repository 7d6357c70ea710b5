"""Who may open which page: every route says so, and a route that says nothing is closed to all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ..domain.errors import PageRefused
from ..domain.phrase import Phrase
from ..domain.roles import ROLE_NAME, Actor, Role
from ..services import people
from ..transaction import glancing

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Access:
    """Whom a page is open to; without roles to every account, on a page of a round to its holders only."""

    is_public: bool = False
    roles: frozenset[Role] = frozenset()


EVERYBODY, ANY_ACCOUNT = Access(is_public=True), Access()
PUBLIC_BLUEPRINTS = frozenset(
    ("voter", "public", "rounds", "board", "screen", "language", "bundle", "ops", "published", "reach")
)
NEVER_ASKED = frozenset(("static", "favicon"))
CHANGE_PASSWORD = "account.password"  # noqa: S105 - the name of a page
WITH_INITIAL_PASSWORD = frozenset((CHANGE_PASSWORD, "account.log_out"))

_declared: dict[Callable[..., Any], Access] = {}


def everybody(view: View) -> View:
    """Open a page to whoever comes."""
    _declared[view] = EVERYBODY
    return view


def any_account(view: View) -> View:
    """Open a page to everybody who is logged in."""
    _declared[view] = ANY_ACCOUNT
    return view


def may(*roles: Role) -> Callable[[View], View]:
    """Open a page of a round to those who have one of these roles in it."""

    def declare(view: View) -> View:
        _declared[view] = Access(roles=frozenset(roles))
        return view

    return declare


def register(app: Flask) -> None:
    """Ask at every door."""
    app.before_request(admit)


def access(app: Flask, endpoint: str) -> Access | None:
    """Return who may open a page; None where nobody said so."""
    if endpoint in NEVER_ASKED or endpoint.partition(".")[0] in PUBLIC_BLUEPRINTS:
        return EVERYBODY
    return _declared.get(app.view_functions[endpoint])


def admit() -> ResponseReturnValue | None:
    """Let in whoever the page is open to; send strangers to the login, and back afterwards."""
    if request.endpoint is None:
        return None
    wanted = access(current_app, request.endpoint)
    if wanted is None:
        abort(403)
    if wanted.is_public:
        return None
    if not current_user.is_authenticated:
        back = request.full_path.rstrip("?") if request.method == "GET" else request.path
        return redirect(url_for("account.login", next=back), code=303)
    if current_user.is_initial and request.endpoint not in WITH_INITIAL_PASSWORD:
        return redirect(url_for(CHANGE_PASSWORD), code=303)
    if wanted.roles:
        _admit_to_round(wanted.roles)
    return None


def actor() -> Actor:
    """Return who acts on a page of a round."""
    found: Actor = g.actor
    return found


def _admit_to_round(wanted: frozenset[Role]) -> None:
    round_id = (request.view_args or {})["round_id"]
    with glancing() as database:
        g.actor = people.acting(database, round_id=round_id, account_id=current_user.account_id)
    if g.actor.role not in wanted:
        raise PageRefused(
            by=tuple(Phrase(ROLE_NAME[role]) for role in Role if role in wanted),
            role=Phrase(ROLE_NAME[g.actor.role]),
        )
