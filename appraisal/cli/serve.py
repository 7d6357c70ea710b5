"""``flask serve``: check everything, print the addresses, hand over to the web server."""

from __future__ import annotations

import faulthandler
import os
import sys
from pathlib import Path
from typing import NoReturn

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from ..config import LOCAL_HOSTS, Settings, lan_address
from ..domain.errors import AddressTaken
from ..domain.phrase import N_, phrase
from ..services.machine import FILES, is_free
from ..transaction import database, settings
from .command import Verb
from .terminal import say

if sys.platform != "win32":
    import resource

ROOT = Path(__file__).parents[2]
GUNICORN = ROOT / "deploy" / "gunicorn.conf.py"
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared, not bound
WAITRESS = {
    "threads": 32,
    "connection_limit": 2000,  # its default of 100 leaves the 101st idle phone waiting
    "asyncore_use_poll": os.name == "posix",  # Windows has no poll(): select ends near 512 sockets
    "ident": None,
}


@click.command("serve", cls=Verb, help=N_("启动服务，供会场使用。"))
@with_appcontext
def serve() -> None:
    """Make the installation ready, print the addresses, and serve until stopped."""
    run_server()


def run_server() -> None:
    """Serve until stopped; gunicorn takes the place of this process."""
    without_images()
    for_many()
    database()  # refuses in plain words, and prints the first password, before a server starts
    _require_free(settings())
    announce(settings())
    for setting in database().talkative():
        say(phrase("注意：数据库服务器会另外留下记录：%(setting)s", setting=setting))
    sys.stdout.flush()
    if sys.platform == "win32":
        _waitress(current_app._get_current_object(), settings())  # type: ignore[attr-defined]
    else:
        _gunicorn(settings())


def without_images() -> None:
    """Let no image of memory reach a disk: every ballot is in the clear there for a moment.

    The limit and the environment hold for the server that takes the place of this process too.
    """
    faulthandler.disable()
    os.environ.pop("PYTHONFAULTHANDLER", None)
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def for_many() -> None:
    """Let a full hall be connected at once: many systems begin with 1024 open files."""
    if sys.platform != "win32":
        least, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(least, wanted), most))


def announce(found: Settings) -> None:
    """Say where the desk is, where voters go, and what is missing for phones to get there."""
    say(phrase("服务即将启动，按 Ctrl+C 停止。"))
    say(phrase("  主持台（本机）  %(url)s", url=f"http://{LOCAL_HOSTS[0]}:{found.port}/desk"))
    if found.host in EVERYWHERE and lan_address() not in LOCAL_HOSTS:
        say(phrase("  主持台（会场）  %(url)s", url=f"http://{lan_address()}:{found.port}/desk"))
    say(phrase("  评议人手机      %(url)s", url=found.voting_url))
    if found.host in LOCAL_HOSTS:
        say(phrase("手机还连不上：只有本机能打开。会场使用请先设置 APPRAISAL_HOST=0.0.0.0 再启动。"))
    elif not found.is_secure:
        say(phrase("手机须与本机在同一网络。换网址要先设置 APPRAISAL_PUBLIC_URL，再印选票条。"))


def _require_free(found: Settings) -> None:
    """Refuse in plain words before the server fails in its own."""
    if not is_free(found.host, found.port):
        raise AddressTaken(host=found.host, port=found.port)


def _gunicorn(found: Settings) -> NoReturn:
    address = f"[{found.host}]:{found.port}" if ":" in found.host else f"{found.host}:{found.port}"
    command = [sys.executable, "-m", "gunicorn", "--config", str(GUNICORN), "--pythonpath", str(ROOT)]
    command += ["--workers", str(found.processes), "--bind", address, "app:app"]
    os.execv(sys.executable, command)  # noqa: S606 - our own words, no shell  # noqa: S606 - our own words, no shell


def _waitress(app: Flask, found: Settings) -> None:
    from waitress import serve as serve_waitress  # installed on Windows alone

    serve_waitress(app, host=found.host, port=found.port, **WAITRESS)
