"""The composition root: the one place that knows every room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import click
from flask import Flask

from . import cli, config, logs, startup, web
from .storage.database import Database
from .transaction import EXTENSION


@dataclass
class Installed:
    """What an application is made of."""

    settings: config.Settings

    @cached_property
    def database(self) -> Database:
        """The database, made ready when it is first asked for: ``flask db`` must reach an old one."""
        database = Database(self.settings.database_url)
        startup.make_ready(database, self.settings)
        return database


def compose(overrides: Mapping[str, Any]) -> Flask:
    """Wire settings, database, pages and commands into one application."""
    ours = {name: value for name, value in overrides.items() if name.startswith(config.PREFIX)}
    settings = config.read(ours)
    app = Flask("appraisal", template_folder="../templates")
    app.config.update(_flask_settings(settings))
    app.config.update({name: value for name, value in overrides.items() if name not in ours})
    if settings.log_as_json:
        logs.write_json()
    installed = Installed(settings)
    app.extensions[EXTENSION] = installed
    web.register(app)
    cli.register(app)
    if click.get_current_context(silent=True) is None:
        installed.database  # noqa: B018 - a server refuses to start, a command refuses when it gets there
    return app


def _flask_settings(settings: config.Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.secret_key,
        "TRUSTED_HOSTS": list(settings.trusted_hosts),
        "SESSION_COOKIE_NAME": "__Host-appraisal" if settings.is_secure else "appraisal",
        "SESSION_COOKIE_SECURE": settings.is_secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "MAX_CONTENT_LENGTH": 256 * 1024,
        "MAX_FORM_MEMORY_SIZE": 256 * 1024,
        "MAX_FORM_PARTS": 8_000,  # 200 subjects x 20 criteria on one sheet, and room
        "WTF_CSRF_TIME_LIMIT": None,  # phones keep the page open for an hour
        "BABEL_DEFAULT_LOCALE": "zh_CN",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
        "JSON_AS_ASCII": False,
    }
