"""The sheet as a form: what a phone posts, read back into marks."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField
from wtforms.fields import Field
from wtforms.validators import AnyOf, Optional, Regexp

from ..domain import reason, validity
from ..domain.exact import read, shown
from ..domain.phrase import phrase
from ..domain.scale import ABSTAINED, NOT_ASKED, UNANSWERED, ScaleKind
from ..domain.sheet import Marks, Sheet
from ..domain.validity import Finding
from .language import LANGUAGES
from .reason_form import REASON_NAME, ReasonsField

MARK = "m"  # the radio group of cell 7 is named m7
EXACT = "n"  # a number typed into cell 7 is named n7
AT_ONCE = (
    "at_once"  # said by our scripts: they take the next page itself for an answer, and put its address right
)
CELL_NAME = re.compile(rf"[mn][0-9]+|{REASON_NAME.pattern}")
RADIO_NAME, EXACT_NAME = re.compile(r"m[0-9]+"), re.compile(r"n[0-9]+")
LONGEST_NUMBER = 10
NONCE_BYTES = 16
NONCE = re.compile(r"[0-9a-f]{32}\Z")


class MarksField(Field):
    """All radio groups of a sheet as one value; a name or an answer off the sheet is an error.

    On a sheet of points a number may be typed instead; `typed` keeps by cell what lies off the scale.
    """

    def __init__(self, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sheet = sheet

    def process(self, formdata: Any, *_: Any, **__: Any) -> None:
        """Read what was posted, or a blank sheet."""
        self.process_errors: list[str] = []
        self.typed: dict[int, str] = {}
        self.data = Marks.blank(self.sheet)
        try:
            self.data = Marks(tuple(self._answers(formdata or {})))
        except ValueError as error:
            self.process_errors.append(str(error))

    def _answers(self, formdata: Any) -> list[int]:
        tapped = {name: formdata.getlist(name) for name in formdata if RADIO_NAME.fullmatch(name)}
        if any(len(given) != 1 for given in tapped.values()):
            raise ValueError("two marks in one cell")
        answers = tapped_answers(self.sheet, {name: given[0] for name, given in tapped.items()})
        names = cell_names(self.sheet)
        if self.sheet.scale.kind is ScaleKind.POINTS:
            self._read_typed(formdata, names, answers)
        elif any(map(EXACT_NAME.fullmatch, formdata)):
            raise ValueError("a number on a sheet of words")
        return answers

    def _read_typed(self, formdata: Any, names: Mapping[str, int], answers: list[int]) -> None:
        """Read typed numbers: each comes before a tapped one, and off the scale it is nothing yet."""
        points: dict[Fraction | None, int] = {
            value: answer for answer, value in enumerate(self.sheet.scale.points)
        }
        for name in filter(EXACT_NAME.fullmatch, formdata):
            cell = names.get(f"{MARK}{name.removeprefix(EXACT)}")
            texts = [text.strip() for text in formdata.getlist(name)]
            if cell is None or len(texts) != 1 or len(texts[0]) > LONGEST_NUMBER:
                raise ValueError("a number that this sheet does not ask for")
            if texts[0]:
                answers[cell] = points.get(_number(texts[0]), UNANSWERED)
                if answers[cell] == UNANSWERED:
                    self.typed[cell] = texts[0]


def tapped_answers(sheet: Sheet, tapped: Mapping[str, str]) -> list[int]:
    """Read radio buttons into a blank sheet; `ValueError` on a mark that the sheet does not offer."""
    answers, names, words = list(Marks.blank(sheet).answers), cell_names(sheet), _words(sheet)
    try:
        for name, word in tapped.items():
            answers[names[name]] = words[word]
    except KeyError:
        raise ValueError("a mark that this sheet does not offer") from None
    return answers


@lru_cache(maxsize=256)
def cell_names(sheet: Sheet) -> Mapping[str, int]:
    """Name the radio groups of a sheet, each with its cell."""
    cells = enumerate(Marks.blank(sheet).answers)
    return {f"{MARK}{cell}": cell for cell, answer in cells if answer != NOT_ASKED}


@lru_cache(maxsize=256)
def _words(sheet: Sheet) -> Mapping[str, int]:
    return {str(answer): answer for answer in range(ABSTAINED, sheet.scale.best + 1)}


def _number(text: str) -> Fraction | None:
    try:
        return read(text)
    except ValueError:
        return None


class OwnUnitField(Field):
    """The own unit of a voter whose slip does not name it: a position, or None where nothing was chosen."""

    def __init__(self, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offered = {str(place): place for place in range(len(sheet.units))} if sheet.chooses_own else {}

    def process(self, formdata: Any, *_: Any, **__: Any) -> None:
        """Read a position of the list."""
        given = (formdata or {}).get(self.name, "")
        self.data = self.offered.get(given)
        self.process_errors = [] if given in ("", *self.offered) else ["no such unit"]


class Wordless(FlaskForm):
    """A form none of whose own messages is ever shown: it needs no catalogue of them."""

    class Meta(FlaskForm.Meta):
        """What belongs to the form itself."""

        def get_translations(self, _: object) -> None:
            """Load none."""
            return


class BallotForm(Wordless):
    """What every sheet carries besides its marks."""

    nonce = HiddenField(validators=[Regexp(NONCE)])
    form = HiddenField()
    tag = HiddenField()
    keep = BooleanField()  # what the Enter key on an answer sends: show the page again, cast nothing
    language = StringField(validators=[Optional(), AnyOf(LANGUAGES)])  # show the page again in this language
    review = BooleanField()  # show what was marked once more, grade by grade, cast nothing
    rest = BooleanField()  # the same, and what I left empty is an abstention
    at_once = StringField()
    sheet: Sheet
    marks: MarksField
    own: OwnUnitField
    reasons: ReasonsField

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Say whether the page can have sent this: no field is missing, none is foreign."""
        foreign = [name for name in request.form if name not in self and not CELL_NAME.fullmatch(name)]
        return super().validate(extra_validators) and not foreign


def ballot_form(sheet: Sheet, **hidden: str) -> BallotForm:
    """Build the form of a sheet; it reads the request by itself when the request is a submission."""
    form: BallotForm = _form_of(sheet)(**hidden)
    form.sheet = sheet
    return form


@lru_cache(maxsize=256)
def _form_of(sheet: Sheet) -> type[BallotForm]:
    """Make the class of form once for all who get the same sheet."""

    class SheetForm(BallotForm):
        marks = MarksField(sheet)
        own = OwnUnitField(sheet)
        reasons = ReasonsField(sheet)

    return SheetForm


def new_nonce() -> str:
    """Number a rendered page: sent twice, it is one ballot."""
    return secrets.token_hex(NONCE_BYTES)


def asked_sheet(form: BallotForm) -> Sheet:
    """Return the sheet of this voter, once the own unit is known."""
    chosen = form.own.data
    return form.sheet if chosen is None else form.sheet.recusing(chosen)


def marks(form: BallotForm) -> Marks:
    """Return the voter's marks: none on the own unit, the empty ones abstentions if the voter said so."""
    sheet = asked_sheet(form)
    asked = set(sheet.asked_subjects)
    given = Marks(
        tuple(
            answer if cell // len(sheet.criteria) in asked else NOT_ASKED
            for cell, answer in enumerate(form.marks.data.answers)
        )
    )
    return given.with_rest_abstained() if form.rest.data else given


def findings(form: BallotForm) -> tuple[Finding, ...]:
    """Return every reason to show the sheet once more; an empty tuple means that it may be cast."""
    if form.sheet.chooses_own and form.own.data is None:
        return (Finding("own", (), phrase("请先选择您所在的单位")),)
    return (*validity.check(marks(form), asked_sheet(form)), *_off_scale(form))


def reason_findings(form: BallotForm) -> tuple[Finding, ...]:
    """Return what is wrong with the reasons of a sheet whose marks are complete."""
    return reason.check(form.reasons.data, marks(form), asked_sheet(form))


def _off_scale(form: BallotForm) -> tuple[Finding, ...]:
    sheet = asked_sheet(form)
    cells = tuple(c for c in form.marks.typed if c // len(sheet.criteria) in sheet.asked_subjects)
    if not cells:
        return ()
    scale = sheet.scale
    told = phrase(
        "有 %(count)s 格的分数不对，应为 %(lowest)s 到 %(highest)s，间隔 %(step)s",
        count=len(cells),
        lowest=shown(scale.points[0]),
        highest=shown(scale.points[-1]),
        step=shown(scale.step),
    )
    return (Finding("off-scale", cells, told),)
