"""Whether phones reach this server: a page to scan, a question that only this server can answer."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, Signer, URLSafeSerializer

from ..config import LOCAL_HOSTS, lan_address
from ..domain.errors import NotFound
from ..domain.phrase import phrase
from ..transaction import settings
from . import trials

bp = Blueprint("reach", __name__, url_prefix="/reach")

FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")
REACHED = phrase("这部手机连得上")
OWN = phrase("这是服务器自己的电脑")
ELSEWHERE = phrase("地址和选票条上的不一样")


def address(round_id: int) -> str:
    """What a phone scans before the meeting: on the very address that stands on the slips."""
    return settings().public_url + url_for("reach.reached", key=_keys().dumps(round_id))


@bp.get("/<key>")
def reached(key: str) -> ResponseReturnValue:
    """Turn the lamp green for whoever opens this from another device; nothing about it is kept."""
    try:
        round_id = _keys().loads(key)
    except BadSignature:
        raise NotFound from None
    is_expected = request.host == urlsplit(settings().public_url).netloc
    verdict = ELSEWHERE if not is_expected else OWN if _is_own() else REACHED
    if verdict is REACHED:
        trials.reached(round_id)
    return render_template("voter/reached.html", verdict=verdict, is_reached=verdict is REACHED)


@bp.get("/echo/<question>")
def echo(question: str) -> ResponseReturnValue:
    """Answer what only the holder of this installation's secret can answer."""
    return answer(question), {"Content-Type": "text/plain"}


def answer(question: str) -> str:
    """Sign a question."""
    return Signer(current_app.secret_key or b"", salt="echo").get_signature(question).decode()


def _is_own() -> bool:
    """Say whether the page was opened on the server itself; a proxy there passes phones on."""
    is_passed_on = any(name in request.headers for name in FORWARDED)
    return request.remote_addr in (*LOCAL_HOSTS, "::1", lan_address()) and not is_passed_on


def _keys() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or b"", salt="reach")
