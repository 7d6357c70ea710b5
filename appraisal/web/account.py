"""Organizers at the door: log in, log out, change the password."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from flask import Blueprint, Flask, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from ..domain.errors import LoginRefused, LoginTooOften, PasswordWeak
from ..domain.phrase import Phrase, phrase
from ..notices import notices
from ..services import accounts
from ..transaction import glancing, reading, settings, transaction
from . import refusals, throttle
from .address import on_this_host
from .roles import any_account, everybody

IDLE_SECONDS = 30 * 60
LIFE_SECONDS = 12 * 60 * 60
SINCE, SEEN = "since", "seen"  # what the session remembers of a login, in seconds
LOGIN = "login"  # which login it is: one that has ended stays so, whoever kept a copy of its cookie

bp = Blueprint("account", __name__, url_prefix="/account")
manager = LoginManager()


@dataclass(frozen=True)
class Organizer(UserMixin):
    """An account that is logged in; its id ends with the password it was logged in with."""

    account_id: int
    name: str
    session_version: int
    is_initial: bool = False

    def get_id(self) -> str:
        """What the session keeps."""
        return f"{self.account_id}:{self.session_version}"


class LoginForm(FlaskForm):
    """Two fields, nothing else."""

    name = StringField(lazy_gettext("用户名"), [InputRequired(), Length(max=80)])
    password = PasswordField(lazy_gettext("密码"), [InputRequired(), Length(max=200)])


class PasswordForm(FlaskForm):
    """The old password, and the new one twice."""

    old = PasswordField(lazy_gettext("现在的密码"), [InputRequired(), Length(max=200)])
    new = PasswordField(lazy_gettext("新密码"), [InputRequired(), Length(max=200)])
    again = PasswordField(
        lazy_gettext("再输一遍新密码"),
        [InputRequired(), EqualTo("new", lazy_gettext("两次输入的新密码不一样，请重新输入。"))],
    )


class LogoutForm(FlaskForm):
    """The token alone: a link elsewhere must not log anybody out."""


def register(app: Flask) -> None:
    """Know who is logged in, on the pages that ask."""
    manager.session_protection = "basic"  # a hall's addresses change
    manager.login_view = "account.login"
    manager.login_message = None
    manager.init_app(app, add_context_processor=False)  # voters' pages must not ask who is logged in
    manager.user_loader(load)
    app.jinja_env.globals.update(current_user=current_user, logout_form=LogoutForm)
    app.register_blueprint(bp)


def load(user_id: str) -> Organizer | None:
    """Return who is logged in; nobody after a change of password, a long pause or a long day."""
    now = int(time.time())
    if notices().get(_ended()):
        return None
    if now - session.get(SEEN, 0) > IDLE_SECONDS or now - session.get(SINCE, 0) > LIFE_SECONDS:
        return None
    with glancing() as database:
        account = accounts.find(database, account_id=int(user_id.partition(":")[0]))
    found = Organizer(*account) if account else None
    if not found or found.get_id() != user_id:
        return None
    session[SEEN] = now
    return found


@bp.get("/login")
@everybody
def login() -> ResponseReturnValue:
    """Ask for name and password."""
    return _login_page(LoginForm())


@bp.post("/login")
@everybody
def log_in() -> ResponseReturnValue:
    """Log in, and go on to where the way led."""
    form = LoginForm()
    try:
        organizer = _proven((form.name.data or "").strip()[:80], (form.password.data or "")[:200])
    except (LoginRefused, LoginTooOften) as refusal:
        return _login_page(form, refusal.phrase), refusals.status_of(refusal)
    _remember(organizer)
    return redirect(on_this_host(request.args.get("next")) or url_for("desk.home"), code=303)


@bp.post("/logout")
@everybody
def log_out() -> ResponseReturnValue:
    """Forget the login."""
    notices().put(_ended(), True, LIFE_SECONDS)
    logout_user()
    session.clear()
    return redirect(url_for("account.login"), code=303)


@bp.route("/password", methods=("GET", "POST"))
@any_account
def password() -> ResponseReturnValue:
    """Change the password; every other login of the account ends."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return _password_page(form), 422 if form.is_submitted() else 200
    try:
        organizer = _changed(form)
    except LoginRefused:
        throttle.count_wrong_password(current_user.name)
        return _password_page(form, phrase("现在的密码不对，请重新输入。")), 401
    except (LoginTooOften, PasswordWeak) as refusal:
        return _password_page(form, refusal.phrase), refusals.status_of(refusal)
    _remember(organizer)
    return redirect(url_for("desk.home"), code=303)


def _proven(name: str, password: str) -> Organizer:
    """Return whose password this is; a wrong one is counted."""
    throttle.require_patience(name)
    try:
        with reading() as database:
            account = accounts.log_in(database, name=name, password=password)
    except LoginRefused:
        throttle.count_wrong_password(name)
        raise
    return Organizer(account.id, account.name, account.session_version, account.is_initial)


def _changed(form: PasswordForm) -> Organizer:
    throttle.require_patience(current_user.name)
    with transaction() as database:
        account = accounts.change_password(
            database, account_id=current_user.account_id, old=form.old.data, new=form.new.data
        )
    return Organizer(account.id, account.name, account.session_version, account.is_initial)


def _remember(organizer: Organizer) -> None:
    """Begin a session that holds nothing of the one before."""
    session.clear()
    session[LOGIN] = secrets.token_hex(8)
    session[SINCE] = session[SEEN] = int(time.time())
    login_user(organizer)


def _ended() -> str:
    return f"ended login {session.get(LOGIN)}"


def _login_page(form: LoginForm, refusal: Phrase | None = None) -> str:
    address = settings().voting_url
    return render_template("account/login.html", form=form, refusal=refusal, voting_url=address)


def _password_page(form: PasswordForm, refusal: Phrase | None = None) -> str:
    return render_template(
        "account/password.html",
        form=form,
        refusal=refusal,
        shortest=accounts.SHORTEST,
        is_initial=current_user.is_initial,
    )
