"""Slips: their codes are minted and shown once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from ...documents import slips as paper
from ...documents import slips_pdf
from ...domain import lifecycle
from ...domain.errors import CodesAlreadyIssued
from ...domain.lifecycle import Act
from ...domain.meeting import Meeting
from ...domain.phrase import phrase
from ...domain.plan import Plan
from ...domain.roles import Role
from ...services import conduct, issuing
from ...services.issuing import Slip
from ...transaction import reading, settings
from ..language import translate
from ..roles import actor, may
from .agreement import attempt
from .confirm import Fact, Question, ask
from .door import bp
from .filing import ZIP, file_name, handed_out
from .summary import class_rows, summary

ISSUE = Question(
    phrase("印制选票条"),
    phrase("票码只显示这一次。"),
    phrase("系统里没有副本。印坏了可以作废重印，印好的那一批随之失效。"),
    phrase("生成选票条"),
    phrase("先不印"),
)


class SlipsForm(FlaskForm):
    """What is printed beside the codes, and on what."""

    wifi = StringField(lazy_gettext("会场 Wi-Fi 名称"), [Length(max=40)])
    wifi_password = StringField(lazy_gettext("Wi-Fi 密码"), [Length(max=40)])
    output = RadioField(
        lazy_gettext("怎样印"),
        choices=[
            SelectChoice("page", lazy_gettext("打开可打印的页面（A4，一页十条）")),
            SelectChoice("pdf", lazy_gettext("下载 PDF（A4，一页十条，自带字体）")),
            SelectChoice("csv", lazy_gettext("下载 CSV，交印刷厂排版")),
            SelectChoice("links", lazy_gettext("下载链接清单，每个票种一份，用短信或群发，一人一条")),
        ],
        default="page",
    )


@dataclass(frozen=True)
class Batch:
    """Slips that were minted just now, and what is printed on all of them."""

    minted: tuple[Slip, ...]
    face: paper.Face
    meeting: Meeting
    round_id: int


@bp.get("/<int:round_id>/slips")
@may(Role.ORGANIZER)
def slips(round_id: int) -> ResponseReturnValue:
    """Ask before the codes are minted."""
    with reading() as session:
        found = conduct.find(session, round_id)
        turnout = conduct.turnout(session, round_id=round_id)
    lifecycle.after(found.state, Act.ISSUE_SLIPS, rehearsal=found.rehearsal)
    if sum(line.printed for line in turnout.classes):
        raise CodesAlreadyIssued
    about = summary(found)
    return ask(ISSUE, about, _facts(found.plan), slips_form(), page="desk/confirm_slips.html")


@bp.post("/<int:round_id>/slips")
@may(Role.ORGANIZER)
def issue_slips(round_id: int) -> ResponseReturnValue:
    """Mint the codes and hand them out in this answer; they exist nowhere else.

    The paper is laid out before the codes are kept: a name that cannot be printed costs no codes.
    """
    form = SlipsForm()

    def issue(session: Session) -> ResponseReturnValue:
        minted = issuing.issue(
            session,
            round_id=round_id,
            pepper=settings().pepper,
            actor=actor(),
            address=settings().voting_url,
        )
        plan = conduct.find(session, round_id).plan
        batch = Batch(minted, paper.face_of(plan), plan.meeting, round_id)
        return printed(batch, form, back=url_for("desk.round", round_id=round_id))

    return attempt(round_id, Act.ISSUE_SLIPS, issue)


def slips_form() -> SlipsForm:
    """Offer the hall's network, where the installation knows it."""
    return SlipsForm(data={"wifi": settings().wifi_name, "wifi_password": settings().wifi_password})


def hall_network() -> paper.Wifi | None:
    """Return the hall's network, where the installation knows it."""
    name = settings().wifi_name
    return paper.Wifi(name, settings().wifi_password) if name else None


def _facts(plan: Plan) -> tuple[Fact, ...]:
    rows = class_rows(plan)
    counts = (
        (
            phrase("%(letter)s票", letter=row.letter),
            phrase("%(n)s 条，备用 %(spares)s 条", n=row.issued, spares=row.spares),
        )
        for row in rows
    )
    return facts(counts, sum(row.issued + row.spares for row in rows))


def facts(counts: Iterable[Fact], total: int) -> tuple[Fact, ...]:
    """Tell before anything is printed: of each class how many, how many in all, and for which address."""
    return (
        *counts,
        (phrase("共印"), phrase("%(n)s 条", n=total)),
        (phrase("投票地址"), settings().voting_url),
    )


def printed(batch: Batch, form: SlipsForm, *, back: str) -> ResponseReturnValue:
    """Hand a batch out on what the form asks for; it is laid out before its codes are kept."""
    if form.output.data == "csv":
        return _as_csv(batch)
    if form.output.data == "links":
        return _as_links(batch)
    name = (form.wifi.data or "").strip()
    wifi = paper.Wifi(name, (form.wifi_password.data or "").strip()) if name else None
    pages = paper.pages(batch.minted, face=batch.face, voting_url=settings().voting_url, wifi=wifi)
    if form.output.data == "pdf":
        return _as_pdf(batch, pages)
    return render_template("desk/slips.html", pages=pages, count=len(batch.minted), back=back)


def _as_pdf(batch: Batch, pages: tuple[paper.Page, ...]) -> Response:
    write = partial(slips_pdf.write, pages, translate=translate)
    name = file_name(batch.meeting, gettext("选票条"), "pdf")
    return handed_out(write, "application/pdf", name, plain=f"slips-{batch.round_id}.pdf")


def _as_csv(batch: Batch) -> Response:
    address = settings().voting_url
    write = partial(paper.write_csv, batch.minted, face=batch.face, voting_url=address, translate=translate)
    name = file_name(batch.meeting, gettext("选票条"), "csv")
    return handed_out(write, "text/csv", name, plain=f"slips-{batch.round_id}.csv")


def _as_links(batch: Batch) -> Response:
    address = settings().voting_url
    write = partial(paper.write_links, batch.minted, face=batch.face, voting_url=address, translate=translate)
    name = file_name(batch.meeting, gettext("链接清单"), "zip")
    return handed_out(write, ZIP, name, plain=f"links-{batch.round_id}.zip")
