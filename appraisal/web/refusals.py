"""One handler turns every refusal into a page that says what to do next."""

from __future__ import annotations

import logging
import secrets
from http import HTTPStatus

from flask import Flask, Response, make_response, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from ..domain import errors
from ..domain.phrase import Phrase, phrase
from .language import said
from .security import is_voters

log = logging.getLogger(__name__)

STATUS: dict[type[errors.AppraisalError], int] = {
    errors.FileRefused: 422,
    errors.WorkbookRefused: 422,
    errors.BallotsRefused: 422,
    errors.PlanRefused: 422,
    errors.CodeMistyped: 422,
    errors.CodeIsReceipt: 422,
    errors.CardMistyped: 422,
    errors.CardHalfTyped: 422,
    errors.CardTooLong: 422,
    errors.CodeUnknown: 403,
    errors.PageRefused: 403,
    errors.RoleRefused: 403,
    errors.AccountRefused: 422,
    errors.AccountUnknown: 422,
    errors.SlipsOutOfBalance: 422,
    errors.CodeAlreadyUsed: 409,
    errors.RoundNotOpen: 409,
    errors.RoundClosed: 409,
    errors.StalePage: 409,
    errors.NonceTaken: 409,
    errors.BallotRefused: 422,
    errors.SameClerk: 422,
    errors.ClerkRefused: 422,
    errors.TooManyWrongCodes: 429,
    errors.PublicTooOften: 429,
    errors.LoginTooOften: 429,
    errors.LoginRefused: 401,
    errors.PasswordWeak: 422,
    errors.NotFound: 404,
    errors.NoPaper: 404,
    errors.Busy: 503,
    errors.StorageFailed: 503,
}
OTHERWISE = 409  # an act that the state of things does not allow
RETRY_SECONDS = 2

HTTP_PHRASES = {
    400: phrase("这次提交没有被接受，可能是页面打开太久。请返回上一页，重新载入后再试。"),
    403: phrase("您没有权限打开这一页。"),
    404: phrase("没有这个页面。"),
    405: phrase("这个地址不能这样打开。请回到上一页重试。"),
    413: phrase("提交的内容太大。文件请控制在 20 MB 以内。"),
    429: phrase("操作太频繁，请稍等片刻再试。"),
}
SCAN_AGAIN = phrase("这个地址不能打开，可能输错了。请重新扫选票条上的码，或输入票码。")
VOTERS_PHRASES = {  # a phone sends no files, and has a slip to begin with again
    400: phrase("这次提交没有被接受，可能是页面打开太久。请重新扫选票条上的码，再试一次。"),
    403: SCAN_AGAIN,
    404: SCAN_AGAIN,
    405: SCAN_AGAIN,
    413: phrase("提交的内容太大。请返回上一页，重新载入后再试。"),
}
HEADINGS = {  # of a phone's page, where the status says what happened
    403: phrase("打不开这一页"),
    404: phrase("没有这个页面"),
    405: phrase("打不开这一页"),
    429: phrase("请稍等"),
    500: phrase("系统出错"),
    503: phrase("系统繁忙"),
}
UNFINISHED = phrase("没有完成")


def register(app: Flask) -> None:
    """Answer refusals, protocol errors and faults with pages."""
    app.register_error_handler(errors.AppraisalError, refused)
    app.register_error_handler(CSRFError, not_accepted)
    app.register_error_handler(HTTPException, not_accepted)
    app.register_error_handler(SecurityError, not_our_host)
    app.register_error_handler(Exception, failed)


def status_of(error: errors.AppraisalError) -> int:
    """The HTTP status that fits a refusal."""
    return STATUS.get(type(error), OTHERWISE)


def refused(error: errors.AppraisalError) -> Response:
    """Show a refusal; the sentence says what to do next."""
    response = told(error.phrase, status_of(error))
    if response.status_code in (429, 503):
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def not_accepted(error: HTTPException) -> Response:
    """Show a protocol error in plain words."""
    code = error.code or 500
    if code < 400:
        return error.get_response()  # type: ignore[return-value]
    words = HTTP_PHRASES | VOTERS_PHRASES if is_voters(request.path) else HTTP_PHRASES
    return told(words.get(code, HTTP_PHRASES[400]), code)


def not_our_host(_: SecurityError) -> Response:
    """Answer a request under a foreign host name; no page can be made for an address that is not ours."""
    words = phrase("这个地址不是本系统的。请用选票条上的地址，管理员可设置 APPRAISAL_TRUSTED_HOSTS。")
    return Response(said(words), 400, mimetype="text/plain")


def failed(error: Exception) -> Response:
    """Show a fault with a number to quote; the log holds the kind and the route, never what was sent."""
    number = secrets.token_hex(3).upper()
    log.error("fault %s: %s at %s", number, type(error).__name__, request.url_rule)
    words = phrase("系统出错，请重试或找工作人员。编号 %(number)s", number=number)
    if is_voters(request.path):
        words = phrase(
            "是服务器的问题，不是您操作有误。请返回上一页再试；仍不行，请把编号 %(number)s 告诉工作人员。",
            number=number,
        )
    return told(words, 500)


def told(message: Phrase, status: int) -> Response:
    """Show a sentence as a page of its own."""
    face = "voter" if is_voters(request.path) else "desk"
    page = render_template(
        f"errors/{face}.html",
        heading=HEADINGS.get(status, UNFINISHED),
        message=message,
        status=status,
        round_id=_round_id(status),
        is_lost=status == HTTPStatus.NOT_FOUND and not current_user.is_authenticated,
    )
    return make_response(page, status)


def _round_id(status: int) -> int | None:
    """Return the round a refused page of the desk belongs to; none where whoever asks may not see it."""
    is_of_a_round = request.blueprint == "desk" and status not in (403, 404)
    return (request.view_args or {}).get("round_id") if is_of_a_round else None
