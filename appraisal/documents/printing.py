"""Printed pages as files that need nothing beside them: one template for the desk's page and for the file."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import BinaryIO

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..domain.phrase import Phrase, unchanged
from .csv import Translate

PACKAGE = Path(__file__).parents[1]
TEMPLATES = PACKAGE.parent / "templates"
STYLESHEET = PACKAGE / "static" / "print.css"


def write_page(
    template: str, out: BinaryIO, *, translate: Translate = unchanged, lang: str = "zh-CN", **values: object
) -> None:
    """Render a template of ``print/`` with its stylesheet inside; the file can be opened anywhere."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    sheet = "data:text/css;base64," + b64encode(STYLESHEET.read_bytes()).decode()
    environment.globals.update(  # what the pages of the desk find in their environment
        _=lambda text, **places: Phrase(text, places).render(translate),
        lang=lambda: lang,
        asset=lambda _: sheet,
    )
    environment.filters["said"] = lambda phrase: phrase.render(translate)
    out.write(environment.get_template(f"print/{template}").render(**values).encode())
