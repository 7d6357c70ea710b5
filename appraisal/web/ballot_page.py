"""The sheet as finished rows for the template, which decides nothing."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from ..domain.phrase import Phrase, phrase
from ..domain.scale import ABSTAINED, NOT_ASKED, ScaleKind
from ..domain.sheet import Marks, Sheet
from ..domain.validity import ALL_SAME_FROM, Finding
from .answer_words import spoken, with_words
from .ballot_form import MARK, BallotForm, marks
from .ballot_rules import asked, limits, rules, single_quota
from .number_answers import Exact, answers_to_tap, exact_box
from .parts import needs_of, script_of, style_of
from .reason_form import ReasonBox, ReasonPart, reason_boxes, reason_part
from .tones import layout, tone

STATE = MappingProxyType(
    {
        "missing": phrase("未评"),
        "off-scale": phrase("分数不对"),
        "place-shared": phrase("名次重复"),
        "place-missing": phrase("没有名次"),
        "over-quota": phrase("名额超出"),
    }
)
RECUSED = phrase("回避")
OFF = "off"  # the flag of a card that is not rated
LONGEST_LIST = 8  # missing cells that are named one by one
LONGEST_WORD = 6  # Chinese characters; longer answers break into lines
LATIN = 0.6  # of a Chinese character


@dataclass(frozen=True)
class Answer:
    """One radio button."""

    value: int
    word: str
    tone: str
    is_checked: bool


@dataclass(frozen=True)
class Row:
    """One radio group; `flag` is the kind of finding it is part of, or empty."""

    name: str
    criterion: str
    flag: str
    answers: tuple[Answer, ...]
    exact: Exact | None = None


@dataclass(frozen=True)
class Card:
    """One subject; a recused one has no rows."""

    number: int
    name: str
    state: Phrase | None
    flag: str
    rows: tuple[Row, ...]
    unit: int
    reason: ReasonBox | None


@dataclass(frozen=True)
class Group:
    """Subjects under one heading, and which of the sheet's quotas holds for them."""

    name: str
    cards: tuple[Card, ...]
    quota: int | None


@dataclass(frozen=True)
class Complaint:
    """One reason why the sheet came back, and the cards it leads to."""

    phrase: Phrase
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class BallotPage:
    """Everything the template of a sheet shows."""

    rules: tuple[Phrase, ...]
    groups: tuple[Group, ...]
    complaints: tuple[Complaint, ...]
    layout: str
    asked: int
    quota: int | None
    best: str
    units: tuple[str, ...]
    own: int | None
    may_abstain: bool
    leaves_own_out: bool
    waived: tuple[Phrase, ...]
    limits: str
    refuses_alike: bool
    least: Fraction | None
    reasons: ReasonPart | None
    needs: tuple[str, ...]
    style: str
    script: str
    card: str
    is_returned: bool


def ballot_page(form: BallotForm, found: Sequence[Finding] = ()) -> BallotPage:
    """Lay out a sheet with what was marked so far and what was found wanting."""
    sheet = form.sheet
    given = marks(form)
    boxes = reason_boxes(form, given)
    cards = tuple(_cards(sheet, given, found, form.marks.typed, boxes))
    subjects = asked(sheet)
    return BallotPage(
        rules=tuple(rules(sheet)),
        groups=tuple(_groups(sheet, cards)),
        complaints=tuple(_complaint(finding, sheet, cards) for finding in found),
        layout=_layout(sheet),
        asked=subjects * len(sheet.criteria),
        quota=single_quota(sheet),
        best=spoken(sheet.scale.word(sheet.scale.best)),
        units=sheet.units if sheet.chooses_own else (),
        own=form.own.data,
        may_abstain=any(finding.kind == "missing" for finding in found) and _may_leave_out(sheet),
        leaves_own_out=sheet.chooses_own or sheet.recused is not None,
        waived=tuple(sheet.waiver.sentences()),
        limits=json.dumps([(limit, group) for _, limit, group in limits(sheet)], ensure_ascii=False),
        refuses_alike=not sheet.allow_all_same and subjects >= ALL_SAME_FROM and not _is_order(sheet),
        least=sheet.least_share,
        reasons=reason_part(sheet),
        needs=needs_of(sheet),
        style=style_of(sheet),
        script=script_of(sheet),
        card="voter/_list_card.html" if _is_list(sheet) else "voter/_card.html",
        is_returned=form.is_submitted(),  # something may lead to a card: a complaint, a name on the review
    )


def _is_list(sheet: Sheet) -> bool:
    """Say whether a card is one row of grades, headed by the subject's name."""
    return sheet.scale.kind is ScaleKind.GRADES and len(sheet.criteria) == 1


def _groups(sheet: Sheet, cards: Sequence[Card]) -> Iterator[Group]:
    quotas = {place: quota for quota, (members, _, _) in enumerate(limits(sheet)) for place in members}
    for name, members in sheet.groups():
        quota = next((quotas[place] for place in members if place in quotas), None)
        yield Group(name, tuple(cards[place] for place in members), quota)


def _is_order(sheet: Sheet) -> bool:
    return sheet.scale.kind is ScaleKind.PLACES


def _may_leave_out(sheet: Sheet) -> bool:
    """Say whether an empty cell can be an abstention: not in an order that must be whole."""
    return not _is_order(sheet) or sheet.allow_partial


def _cards(
    sheet: Sheet,
    given: Marks,
    found: Sequence[Finding],
    typed: Mapping[int, str],
    boxes: Mapping[int, ReasonBox],
) -> Iterator[Card]:
    flags = {cell: finding.kind for finding in found for cell in finding.cells}
    columns = len(sheet.criteria)
    for place, subject in enumerate(sheet.subjects):
        cells = range(place * columns, (place + 1) * columns)
        rows = tuple(_row(sheet, cell, given, flags, typed) for cell in cells) if sheet.asks(place) else ()
        flag = next((flags[cell] for cell in cells if cell in flags), "")
        state = STATE.get(flag)
        if given.answers[cells[0]] == NOT_ASKED:
            state, flag = RECUSED, OFF
        unit = sheet.units.index(subject.unit)
        yield Card(place + 1, subject.name, state, flag, rows, unit, boxes.get(place))


def _row(sheet: Sheet, cell: int, given: Marks, flags: Mapping[int, str], typed: Mapping[int, str]) -> Row:
    best_first = answers_to_tap(sheet)
    scale, marked = sheet.scale, given.answers[cell]
    answers = tuple(
        Answer(answer, spoken(scale.word(answer)), tone(scale, answer), marked == answer)
        for answer in best_first
    )
    criterion = sheet.criteria[cell % len(sheet.criteria)].name
    exact = None
    if sheet.scale.kind is ScaleKind.POINTS:
        exact = exact_box(sheet, cell, given.answers[cell], typed.get(cell, ""))
    return Row(f"{MARK}{cell}", criterion, flags.get(cell, ""), answers, exact)


def _complaint(finding: Finding, sheet: Sheet, cards: Sequence[Card]) -> Complaint:
    cells = finding.cells
    if finding.kind == "missing" and len(cells) > LONGEST_LIST:
        cells = cells[:1]  # a list longer than the screen would hide what it leads to
    places = dict.fromkeys(cell // len(sheet.criteria) for cell in cells)
    return Complaint(with_words(finding.phrase), tuple(cards[place] for place in places))


def _layout(sheet: Sheet) -> str:
    """Class names: list or cards, how many answers stand in a row, how long their words are."""
    if sheet.scale.kind is not ScaleKind.GRADES:
        return f"{'list' if len(sheet.criteria) == 1 else 'cards'} {sheet.scale.kind.value}"
    words = [spoken(sheet.scale.word(answer)) for answer in range(ABSTAINED, sheet.scale.best + 1)]
    longest = min(max(map(_width, words)), LONGEST_WORD)
    return f"{'list' if len(sheet.criteria) == 1 else 'cards'} {layout(sheet.scale)} w{longest}"


def _width(word: str) -> int:
    """How wide a word is, in Chinese characters."""
    return math.ceil(sum(1 if unicodedata.east_asian_width(c) in "WF" else LATIN for c in word))
