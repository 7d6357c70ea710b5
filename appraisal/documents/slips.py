"""Slips of paper: codes to be cut apart, folded, mixed and drawn."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import BinaryIO, Protocol
from zipfile import ZipFile

from ..domain.code import Code
from ..domain.phrase import N_, Phrase, unchanged
from ..domain.plan import Plan
from . import qr
from .csv import Translate, guarded
from .printing import write_page

PER_PAGE = 10  # A4, two across and five down: 105 x 59.4 mm each
BORDERS = ("single", "double", "dashed", "thick", "dotted", "rails")  # by class: colour is lost in printing
LONG_TITLE = 30  # characters; a longer title is set one size smaller
LONG_ADDRESS = 24
TERMS = N_("无记名，系统不记录谁投了哪张票。每条限用一次，请勿转让、拍照。")
JOINT_TERMS = N_("用于%(rounds)s，每轮一次，请留到最后。无记名，请勿转让、拍照。")
OWN, LINK = N_("本单位"), N_("网址")
HEADINGS = (N_("票种"), N_("名称"), OWN, N_("票码"), LINK)


class Strip(Protocol):
    """What a slip is made of: the class by position, the code in clear, the own unit by position or None."""

    @property
    def voter_class(self) -> int: ...

    @property
    def code(self) -> Code: ...

    @property
    def recused(self) -> int | None: ...


@dataclass(frozen=True)
class Wifi:
    """The hall's network, as a slip names it; an open one has no password."""

    name: str
    password: str = ""

    @property
    def symbol(self) -> qr.Symbol:
        """What a phone scans to join it."""
        return qr.draw(qr.wifi(self.name, self.password))


@dataclass(frozen=True)
class FaceClass:
    """A class as a slip names it, and the rounds it votes in; none where there is one round alone."""

    letter: str
    name: str
    rounds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Face:
    """What all slips of a batch have in common; strips name classes and units by their places here."""

    title: str
    classes: tuple[FaceClass, ...]
    units: tuple[str, ...]
    is_rehearsal: bool = False


def face_of(plan: Plan) -> Face:
    """The face of the slips of one round."""
    groups = tuple(FaceClass(group.letter, group.name) for group in plan.classes)
    return Face(plan.meeting.title, groups, plan.units, plan.meeting.is_rehearsal)


@dataclass(frozen=True)
class Slip:
    """One strip as it is printed; it carries no number of any kind."""

    code: str = field(repr=False)
    symbol: qr.Symbol = field(repr=False)
    own_unit: str = ""


@dataclass(frozen=True)
class Page:
    """Ten strips of one class in the order they were mixed; None where the paper stays blank."""

    title: str
    letter: str
    class_name: str
    terms: Phrase
    border: str
    is_long: bool
    address: str
    has_long_address: bool
    is_plain: bool
    wifi: Wifi | None
    join: qr.Symbol | None
    is_rehearsal: bool
    slips: tuple[Slip | None, ...]


def pages(
    slips: Iterable[Strip], *, face: Face, voting_url: str, wifi: Wifi | None = None
) -> tuple[Page, ...]:
    """Lay slips out by tens, one class to a page, in the order given within a class.

    Parameters
    ----------
    slips : iterable of Strip
        Mixed already; nothing here changes or reveals an order.
    face : Face
        Names the meeting, the classes, their rounds and the own units.
    voting_url : str
        The address voters open, such as ``http://192.168.8.10/v``; the QR adds the code as a fragment.
    wifi : Wifi, optional
        Printed as the first step, with a small symbol of its own at the other end of the strip.
    """
    laid_out = []
    for place, members in groupby(sorted(slips, key=_class_of), key=_class_of):
        printed = [_slip(slip, face, voting_url) for slip in members]
        for start in range(0, len(printed), PER_PAGE):
            laid_out.append(_page(printed[start : start + PER_PAGE], place, face, voting_url, wifi))
    return tuple(laid_out)


def samples(*, face: Face, voting_url: str, word: str) -> tuple[Page, ...]:
    """Lay out a page of strips without codes for each class, to try a printer; the QR is the bare address."""
    slip = Slip(word, qr.draw(voting_url))
    places = range(len(face.classes))
    return tuple(_page([slip] * PER_PAGE, place, face, voting_url, None) for place in places)


def write_html(
    slips: Iterable[Strip],
    out: BinaryIO,
    *,
    face: Face,
    voting_url: str,
    wifi: Wifi | None = None,
    translate: Translate = unchanged,
) -> None:
    """Write the pages as one file to print from any browser."""
    laid_out = pages(slips, face=face, voting_url=voting_url, wifi=wifi)
    write_page("slips.html", out, translate=translate, pages=laid_out)


def write_csv(
    slips: Iterable[Strip], out: BinaryIO, *, face: Face, voting_url: str, translate: Translate = unchanged
) -> None:
    """Write one line per slip for a printing house: UTF-8 with a byte order mark, never a formula."""
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow([translate(heading) for heading in HEADINGS])
    for slip in slips:
        group = face.classes[slip.voter_class]
        cells = (group.letter, group.name, _own_unit(slip, face), slip.code.printed, _link(slip, voting_url))
        lines.writerow([guarded(cell) for cell in cells])
    out.write(text.getvalue().encode("utf-8-sig"))


def write_links(
    slips: Iterable[Strip], out: BinaryIO, *, face: Face, voting_url: str, translate: Translate = unchanged
) -> None:
    """Write one list of links for each class into a zip, in the mixed order, to be sent one to a person.

    A list holds addresses alone, and beside each the own unit where the class leaves it out: no number, name
    or telephone ever stands next to a link.
    """
    with ZipFile(out, "w") as archive:
        for place, members in groupby(sorted(slips, key=_class_of), key=_class_of):
            rows = [(_link(slip, voting_url), guarded(_own_unit(slip, face))) for slip in members]
            columns = 2 if any(own for _, own in rows) else 1
            text = io.StringIO(newline="")
            csv.writer(text).writerows(row[:columns] for row in [(translate(LINK), translate(OWN)), *rows])
            archive.writestr(f"{face.classes[place].letter}.csv", text.getvalue().encode("utf-8-sig"))


def _class_of(slip: Strip) -> int:
    return slip.voter_class


def _page(printed: Sequence[Slip], place: int, face: Face, voting_url: str, wifi: Wifi | None) -> Page:
    group = face.classes[place]
    address = voting_url.removeprefix("http://")  # typed without it; https must be typed
    return Page(
        title=face.title,
        letter=group.letter,
        class_name=group.name,
        terms=Phrase(JOINT_TERMS, {"rounds": tuple(map(Phrase, group.rounds))})
        if group.rounds
        else Phrase(TERMS),
        border=BORDERS[place % len(BORDERS)],
        is_long=len(face.title) > LONG_TITLE,
        address=address,
        has_long_address=len(address) > LONG_ADDRESS,
        is_plain=address != voting_url,  # browsers call it "not secure": the slip says so first
        wifi=wifi,
        join=wifi.symbol if wifi else None,
        is_rehearsal=face.is_rehearsal,
        slips=(*printed, *(None,) * (PER_PAGE - len(printed))),
    )


def _slip(slip: Strip, face: Face, voting_url: str) -> Slip:
    return Slip(slip.code.printed, qr.draw(_link(slip, voting_url)), _own_unit(slip, face))


def _own_unit(slip: Strip, face: Face) -> str:
    return "" if slip.recused is None else face.units[slip.recused]


def _link(slip: Strip, voting_url: str) -> str:
    return f"{voting_url}#{slip.code.compact}"
