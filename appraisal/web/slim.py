"""A page without the line breaks that only readers of its template need."""

from __future__ import annotations

import re

BETWEEN_TAGS = re.compile(r">\s*\n\s*(?=<|$)")
HIDDEN_ID = re.compile(r' id="(\w+)"(?= name="\1" type="hidden")')  # no label leads there
OPTIONAL = re.compile(r"</?(?:head|body)>|</html>")  # a browser puts them where they were
QUOTED = re.compile(r'(?<=[a-z]=)"([\w-]+)"(?=[^<>]*>)')
EMPTY_CLASS = re.compile(r' class=""|(?<= class="card) (?=")')


def slim(page: str) -> str:
    """Return the same page, shorter; a single space between two words on a line stays."""
    page = HIDDEN_ID.sub("", EMPTY_CLASS.sub("", BETWEEN_TAGS.sub(">", page)))
    return QUOTED.sub(r"\1", OPTIONAL.sub("", page))
