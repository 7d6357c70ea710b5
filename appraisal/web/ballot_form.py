"""The sheet as a form: what a phone posts, read back into marks."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField
from wtforms.fields import Field
from wtforms.validators import AnyOf, Optional, Regexp

from ..domain import validity
from ..domain.phrase import phrase
from ..domain.scale import ABSTAINED, NOT_ASKED
from ..domain.sheet import Marks, Sheet
from ..domain.validity import Finding
from .language import LANGUAGES

MARK = "m"  # the radio group of cell 7 is named m7
MARK_NAME = re.compile(r"m[0-9]+")
NONCE_BYTES = 16
NONCE = re.compile(r"[0-9a-f]{32}\Z")


class MarksField(Field):
    """All radio groups of a sheet as one value; a name or an answer off the sheet is an error."""

    def __init__(self, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sheet = sheet

    def process(self, formdata: Any, *_: Any, **__: Any) -> None:
        """Read what was posted, or a blank sheet."""
        self.process_errors: list[str] = []
        self.data = Marks.blank(self.sheet)
        try:
            self.data = Marks(tuple(self._answers(formdata or {})))
        except ValueError as error:
            self.process_errors.append(str(error))

    def _answers(self, formdata: Any) -> list[int]:
        answers = list(self.data.answers)
        names = {f"{MARK}{cell}": cell for cell, answer in enumerate(answers) if answer != NOT_ASKED}
        words = {str(answer): answer for answer in range(ABSTAINED, self.sheet.scale.best + 1)}
        for name in filter(MARK_NAME.fullmatch, formdata):
            given = formdata.getlist(name)
            if name not in names or len(given) != 1 or given[0] not in words:
                raise ValueError("a mark that this sheet does not offer")
            answers[names[name]] = words[given[0]]
        return answers


class OwnUnitField(Field):
    """The own unit of a voter whose slip does not name it: a position, or None where nothing was chosen."""

    def __init__(self, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offered = (
            {str(place): place for place in range(len(sheet.subjects))} if sheet.chooses_own else {}
        )

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
    sheet: Sheet
    marks: MarksField
    own: OwnUnitField

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Say whether the page can have sent this: no field is missing, none is foreign."""
        foreign = [name for name in request.form if name not in self and not MARK_NAME.fullmatch(name)]
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
    given = Marks(
        tuple(
            NOT_ASKED if cell // len(sheet.criteria) == sheet.recused else answer
            for cell, answer in enumerate(form.marks.data.answers)
        )
    )
    return given.with_rest_abstained() if form.rest.data else given


def findings(form: BallotForm) -> tuple[Finding, ...]:
    """Return every reason to show the sheet once more; an empty tuple means that it may be cast."""
    if form.sheet.chooses_own and form.own.data is None:
        return (Finding("own", (), phrase("请先选择您所在的单位")),)
    return validity.check(marks(form), asked_sheet(form))
