"""The last page of a vote, which shows the receipt: led to, or as the answer to a ballot itself."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, render_template

from . import steps
from .language import chosen
from .spliced import spliced
from .visit import Shown


def last_page(shown: Shown, kept: Sequence[str], answers: str = "") -> Response:
    """Show a receipt; `kept` drafts stay on the phone, `answers` is the number of the sheet that asked."""
    return spliced(
        *steps.receipt_page(chosen(), shown, kept, answers),
        lambda: render_template("voter/done.html", receipt=shown, kept=kept, answers=answers),
    )
