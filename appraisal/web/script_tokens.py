"""The words and marks of a script, and what each stands in.

It reads the ES2017 that our own scripts are written in: every statement ends with a semicolon, objects have
no methods, parameters no defaults; there are no labels, classes and template strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

WORD = re.compile(r"[A-Za-z_$][\w$]*")
TOKEN = re.compile(
    r"""(?P<gap>\s+|//[^\n]*|/\*.*?\*/)
    |[A-Za-z_$][\w$]*
    |"(?:[^"\\\n]|\\.)*"
    |\d[\w.]*
    |=>|\.\.\.|[=!]==?|[<>]=?|&&|\|\||\*\*|\+\+|--|[-+*%]=|[-+*/%&|^!~?:;,.(){}\[\]=]""",
    re.DOTALL | re.VERBOSE,
)
PATTERN = re.compile(r"/(?![*/])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\]|\\.)*\])+/[a-z]*")
BEFORE_PATTERN = re.compile(r"[(,=:\[!?{};]|=>|&&|\|\||[!=]==|return")
BEFORE_OBJECT = re.compile(r"[(,=:\[?]|&&|\|\||\.\.\.|return|const|let")
OPENING, CLOSING = frozenset("([{"), frozenset(")]}")
RESERVED = re.compile(
    "break|case|catch|const|continue|delete|do|else|false|finally|for|function|if|in|instanceof|let|new|null|of"
    "|return|switch|this|throw|true|try|typeof|undefined|var|void|while"
)


class Tokens:
    """A script in pieces; `end_of` leads from an opening bracket to its closing one."""

    def __init__(self, source: str) -> None:
        self.text = (*_pieces(source), "")
        self.end_of: dict[int, int] = {}
        self._around: list[int] = []
        open_ones = [-1]
        for place, text in enumerate(self.text):
            if text in CLOSING:
                self.end_of[open_ones.pop()] = place
            self._around.append(open_ones[-1])
            if text in OPENING:
                open_ones.append(place)

    def after(self, place: int) -> int:
        """Return the place behind a piece; an opening bracket is jumped over with all that is in it."""
        return self.end_of.get(place, place) + 1

    def is_name(self, place: int) -> bool:
        """Say whether a piece refers to something that the script may have named itself."""
        text = self.text[place]
        is_word = WORD.match(text) is not None and not RESERVED.fullmatch(text)
        return is_word and self.text[place - 1] != "." and not self.is_key(place)

    def is_key(self, place: int) -> bool:
        """Say whether a piece is a key of an object, with its value behind it."""
        return self._starts_entry(place) and self.text[place + 1] == ":"

    def is_entry(self, place: int) -> bool:
        """Say whether a piece is a key and a value in one: ``{ name }``."""
        return self._starts_entry(place) and self.text[place + 1] in (",", "}")

    def _starts_entry(self, place: int) -> bool:
        opening = self._around[place]
        is_in_object = (
            self.text[opening] == "{" and BEFORE_OBJECT.fullmatch(self.text[opening - 1]) is not None
        )
        return is_in_object and self.text[place - 1] in ("{", ",")


def _pieces(source: str) -> Iterator[str]:
    place, before = 0, ";"
    while place < len(source):
        found = PATTERN.match(source, place) if BEFORE_PATTERN.fullmatch(before) else None
        found = found or TOKEN.match(source, place)
        if not found:
            raise ValueError(f"not a script of our kind: {source[place : place + 40]!r}")
        if found.lastgroup != "gap":
            before = found[0]
            yield before
        place = found.end()
