"""A script as phones get it: without remarks and space, and with short names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

from .script_tokens import CLOSING, RESERVED, Tokens

LETTERS = "etnoalscriudmfhpgbvywEkxSCqLNBMIORAjzTUDVHJPZFWXYGKQ"  # as often as they occur in scripts
SHORT = {"const": "let", "true": "!0", "false": "!1"}
GLUED = re.compile(r"[\w$]{2}|\+\+|--")  # two pieces that would be read as one


@dataclass
class Scope:
    """The pieces of one function, and the names that are its own."""

    start: int
    end: int
    outer: Scope | None = None
    short: dict[str, str] = field(default_factory=dict)


def minified(source: str) -> str:
    """Return the same script, shorter."""
    tokens = Tokens(source)
    names = Names(tokens)
    text, dropped = "", set(_dropped(tokens))
    for place, piece in enumerate(tokens.text):
        if place in dropped:
            continue
        shown = SHORT.get(piece) or names.of(place)
        if piece == ";" and place + 1 in dropped:
            shown = ","
        if tokens.is_entry(place) and shown != piece:
            shown = f"{piece}:{shown}"
        if piece == "}":
            text = text.removesuffix(";")
        text += f" {shown}" if GLUED.match(text[-1:] + shown[:1]) else shown
    return text


def _dropped(tokens: Tokens) -> Iterator[int]:
    """Yield what says nothing: brackets around one parameter, a returned ``undefined``, a second ``let``."""
    text = tokens.text
    for place, piece in enumerate(text):
        if piece == "(" and text[place + 2 : place + 4] == (")", "=>") and tokens.is_name(place + 1):
            yield from (place, place + 2)
        elif piece == "undefined" and text[place - 1] == "return":
            yield place
        elif piece in ("const", "let") and text[place - 1] != "(":
            while text[place] != ";":
                place = tokens.after(place)
            if text[place + 1] in ("const", "let"):
                yield place + 1


class Names:
    """What each name of a script is called in short."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.scopes = [Scope(0, len(tokens.text))]
        for place in range(len(tokens.text)):
            self._read(place)
        self.owners = {
            place: self._owner(place) for place in range(len(tokens.text)) if tokens.is_name(place)
        }
        self.free = {tokens.text[place] for place, owner in self.owners.items() if owner is None}
        for scope in self.scopes:
            self._shorten(scope)

    def of(self, place: int) -> str:
        """Return what stands at a place."""
        owner = self.owners.get(place)
        text = self.tokens.text[place]
        return owner.short[text] if owner else text

    def _read(self, place: int) -> None:
        """Note the scope that begins at a piece, and the names that it declares."""
        text, end_of = self.tokens.text, self.tokens.end_of
        if text[place] == "function":
            opening = text.index("(", place)
            if opening > place + 1:
                self._declare([place + 1], self._scope_of(place))
            self._enter(opening, end_of[opening], end_of[end_of[opening] + 1])
        elif text[place] == "(" and text[end_of[place] + 1] == "=>":
            self._enter(place, end_of[place], self._end_of_arrow(end_of[place] + 2))
        elif text[place + 1 : place + 2] == ("=>",) and text[place] != ")":
            self._enter(place, place, self._end_of_arrow(place + 2))
        elif text[place] in ("const", "let"):
            self._declare(self._listed(place + 1), self._scope_of(place))
        elif text[place] == "catch":
            self._declare([place + 2], self._scope_of(place))

    def _enter(self, start: int, last_parameter: int, end: int) -> None:
        scope = Scope(start, end, self._scope_of(start))
        self.scopes.append(scope)
        self._declare(range(start, last_parameter + 1), scope)

    def _declare(self, places: Iterable[int], scope: Scope) -> None:
        scope.short |= {self.tokens.text[place]: "" for place in places if self.tokens.is_name(place)}

    def _listed(self, place: int) -> Iterator[int]:
        """Yield what ``let a = 1, { b } = c;`` declares."""
        text, after = self.tokens.text, self.tokens.after
        while True:
            yield from range(place, after(place))
            place = after(place)
            while text[place] not in (",", ";", "of"):
                place = after(place)
            if text[place] != ",":
                return
            place += 1

    def _end_of_arrow(self, place: int) -> int:
        """Return the last piece of what an arrow leads to."""
        if self.tokens.text[place] == "{":
            return self.tokens.end_of[place]
        while self.tokens.text[place] not in (",", ";", *CLOSING):
            place = self.tokens.after(place)
        return place - 1

    def _scope_of(self, place: int) -> Scope:
        return next(scope for scope in reversed(self.scopes) if scope.start <= place <= scope.end)

    def _owner(self, place: int) -> Scope | None:
        """Return the scope that declares a name, from the inside out."""
        scope: Scope | None = self._scope_of(place)
        while scope and self.tokens.text[place] not in scope.short:
            scope = scope.outer
        return scope

    def _shorten(self, scope: Scope) -> None:
        """Give the most used names of a scope the shortest ones that mean nothing else in it."""
        inside = [place for place in self.owners if scope.start <= place <= scope.end]
        uses = Counter(self.tokens.text[place] for place in inside if self.owners[place] is scope)
        taken = self.free | {self.of(place) for place in inside if self._is_outside(place, scope)}
        free = (name for name in _short_names() if name not in taken)
        scope.short = {name: next(free) for name, _ in uses.most_common()}

    def _is_outside(self, place: int, scope: Scope) -> bool:
        owner = self.owners[place]
        return owner is not None and owner.start < scope.start


def _short_names() -> Iterator[str]:
    for length in (1, 2):
        names = map("".join, product(LETTERS, repeat=length))
        yield from (name for name in names if not RESERVED.fullmatch(name))
