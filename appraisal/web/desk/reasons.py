"""Reasons for the lowest grade, for the two who look into them: read, followed up, taken along as a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from ...documents import filing, follow_up
from ...documents.follow_up import Line
from ...domain.lifecycle import BOTH, Act, State
from ...domain.phrase import N_, Phrase, phrase
from ...domain.plan import Plan
from ...domain.reason import FOLLOW_UP_NAME, LEAST_RELEASED, FollowUp
from ...domain.roles import Role
from ...services import conduct, opening, releasing
from ...services.releasing import Reason
from ...transaction import reading
from ..answer_words import spoken
from ..language import said, translate
from ..roles import actor, may
from .agreement import attempt
from .door import bp
from .filing import MIMETYPES, handed_out
from .summary import Summary, summary

CHOICE = "state-"  # the choice for a reason is named after its random id
FAULTS: Mapping[str, str] = {
    "missing": N_("少了 %(n)s 行"),
    "surplus": N_("多了 %(n)s 行"),
    "unopenable": N_("打不开 %(n)s 行"),
    "changed": N_("截止以后被改动过"),
}


@dataclass(frozen=True)
class Heap:
    """The reasons about one subject, and how many stand in which state."""

    subject: str
    reasons: tuple[Reason, ...]
    states: tuple[tuple[FollowUp, Phrase, int], ...]


@dataclass(frozen=True)
class ReasonsPage:
    """Everything the page shows."""

    summary: Summary
    plan: Plan
    grade: str
    least: int
    heaps: tuple[Heap, ...]
    faults: tuple[Phrase, ...]
    names: Mapping[FollowUp, Phrase]
    has_evidence: bool
    can_follow_up: bool
    is_shredded: bool


class FollowUpForm(FlaskForm):
    """Only the token: the choices are named after ids."""


@bp.context_processor
def reader() -> dict[str, bool]:
    """Tell pages of a round whether whoever looks may read reasons."""
    looks = g.get("actor")
    return {"reads_reasons": looks is not None and looks.role in BOTH}


@bp.get("/<int:round_id>/reasons")
@may(*BOTH)
def reasons(round_id: int) -> ResponseReturnValue:
    """Show the reasons that may be read; there are none before the box was opened."""
    page = _page(round_id)
    return render_template(
        "desk/reasons.html", page=page, summary=page.summary, form=FollowUpForm(formdata=None)
    )


@bp.post("/<int:round_id>/reasons")
@may(Role.ORGANIZER)
def follow_up_reasons(round_id: int) -> ResponseReturnValue:
    """Write down what came of them."""
    if not FollowUpForm().validate():
        abort(400)
    states = _chosen()
    attempt(
        round_id,
        Act.FOLLOW_UP,
        lambda session: releasing.follow_up(session, round_id=round_id, states=states, actor=actor()),
    )
    return redirect(url_for("desk.reasons", round_id=round_id), code=303)


@bp.get("/<int:round_id>/reasons.<any(xlsx, csv):ending>")
@may(*BOTH)
def reasons_file(round_id: int, ending: str) -> ResponseReturnValue:
    """Hand the list out as one file; it is for the two, and no part of what is filed."""
    page = _page(round_id)
    name = filing.file_name(page.plan.meeting, said(phrase("理由核实清单")), ending)
    write = partial(follow_up.WRITERS[ending], page.plan.meeting, tuple(_lines(page)), translate=translate)
    return handed_out(write, MIMETYPES[ending], name, plain=f"reasons-{round_id}.{ending}")


def _page(round_id: int) -> ReasonsPage:
    with reading() as session:
        found = releasing.released(session, round_id=round_id)
        has_evidence = opening.findings(session, round_id=round_id) is not None
        voting_round = conduct.find(session, round_id)
        plan, about = voting_round.plan, summary(voting_round)
    may_write = about.state in (State.OPENED, State.PUBLISHED) and actor().role is Role.ORGANIZER
    return ReasonsPage(
        summary=about,
        plan=plan,
        grade=spoken(plan.scale.grades[-1].name),
        least=LEAST_RELEASED,
        heaps=tuple(_heap(plan.subjects[place].name, listed) for place, listed in found.reasons.items()),
        faults=tuple(Phrase(FAULTS[what], {"n": n}) for what, n in found.faults.items()),
        names={each: Phrase(name) for each, name in FOLLOW_UP_NAME.items()},
        has_evidence=has_evidence,
        can_follow_up=may_write and bool(found.reasons),
        is_shredded=about.state is State.SHREDDED,
    )


def _heap(subject: str, listed: tuple[Reason, ...]) -> Heap:
    counts = {state: sum(each.state is state for each in listed) for state in FollowUp}
    states = tuple((state, Phrase(FOLLOW_UP_NAME[state]), n) for state, n in counts.items() if n)
    return Heap(subject, listed, states)


def _lines(page: ReasonsPage) -> Iterator[Line]:
    for heap in page.heaps:
        for each in heap.reasons:
            yield Line(heap.subject, each.text, page.names[each.state])


def _chosen() -> dict[str, FollowUp]:
    sent = {name.removeprefix(CHOICE): word for name, word in request.form.items() if name.startswith(CHOICE)}
    try:
        return {reason_id: FollowUp(word) for reason_id, word in sent.items()}
    except ValueError:
        abort(400)
