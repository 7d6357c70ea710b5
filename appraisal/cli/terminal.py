"""What a command says, in the language of the terminal."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import click
from babel.support import NullTranslations, Translations
from rich.console import Console
from rich.table import Table

from ..domain.errors import AppraisalError, Fault, NotFound, WorkbookRefused
from ..domain.phrase import N_, Phrase, phrase

CATALOGUE = Path(__file__).parents[1] / "translations"
ACTOR = "terminal"  # who acts, in the log of acts: whoever may use the server's own terminal
IN_TERMINAL: dict[type[AppraisalError], Phrase] = {
    NotFound: phrase("没有这个编号。现有的编号见：flask appraisal list"),
}


def language() -> str:
    """APPRAISAL_LANG decides, else LANG; Chinese where neither says English."""
    chosen = os.environ.get("APPRAISAL_LANG") or os.environ.get("LANG") or ""
    return "en" if chosen.lower().startswith("en") else "zh_CN"


def translate(text: str) -> str:
    """Look a Chinese sentence up in the catalogue, leaving its places open."""
    return _catalogue(language()).gettext(text)


@cache
def _catalogue(name: str) -> NullTranslations:
    return Translations.load(CATALOGUE, [name])


def said(sentence: Phrase | str) -> str:
    """Render a phrase in the terminal's language."""
    return sentence.render(translate) if isinstance(sentence, Phrase) else sentence


def say(sentence: Phrase) -> None:
    """Print a sentence."""
    click.echo(said(sentence))


def refuse(error: AppraisalError) -> None:
    """Print a refusal; the sentence says what to do next."""
    err = Console(stderr=True)
    err.print(
        said(IN_TERMINAL.get(type(error), error.phrase)), style="bold red", markup=False, soft_wrap=True
    )
    if isinstance(error, WorkbookRefused):
        err.print(faults_table(error.faults))


def faults_table(faults: tuple[Fault, ...]) -> Table:
    """List faults by sheet and cell, with what was found and what was expected."""
    heads = (N_("工作表"), N_("单元格"), N_("现为"), N_("应为"))
    rows = [(fault.sheet, fault.cell, fault.found, said(fault.expected)) for fault in faults]
    return table(heads, rows)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], right: tuple[int, ...] = ()) -> Table:
    """Draw a table; `right` are the columns of numbers. Cells are text, never markup."""
    drawn = Table(header_style="bold")
    for place, head in enumerate(heads):
        drawn.add_column(translate(head), justify="right" if place in right else "left")
    for row in rows:
        drawn.add_row(*(cell.replace("[", r"\[") for cell in row))
    return drawn


def show(drawn: Table) -> None:
    """Print a table as wide as it needs to be where nobody looks at a screen."""
    Console(width=None if sys.stdout.isatty() else 200).print(drawn)


def secret(prompt: str) -> str:
    """Ask for something nobody may read over a shoulder; or read it from a pipe."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    return getpass.getpass(translate(prompt))
