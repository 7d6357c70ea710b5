"""One page asks before every act: what exactly, with which counts, and what cannot be undone."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, url_for
from flask_wtf import FlaskForm

from ...domain.phrase import Phrase
from .summary import Summary

Fact = tuple[Phrase, Phrase | str | int]


class ConfirmForm(FlaskForm):
    """The token alone."""


@dataclass(frozen=True)
class Question:
    """What is asked before an act."""

    heading: Phrase
    irreversible: Phrase
    consequence: Phrase
    button: Phrase
    stay: Phrase


def ask(
    question: Question,
    about: Summary,
    facts: tuple[Fact, ...],
    form: FlaskForm | None = None,
    page: str = "desk/confirm.html",
    back: str = "",
    **more: object,
) -> str:
    """Render the question; its form is sent to the address it stands at."""
    return render_template(
        page,
        question=question,
        summary=about,
        facts=facts,
        form=form or ConfirmForm(),
        back=back or url_for("desk.round", round_id=about.round_id),
        **more,
    )
