"""One paper ballot as a clerk types it: a digit in every cell, read back into an entry."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Regexp

from ...domain.entry import Entry
from ...domain.exact import read, shown
from ...domain.phrase import Phrase, phrase
from ...domain.plan import Plan
from ...domain.scale import ABSTAINED, NOT_ASKED, UNANSWERED, Scale, ScaleKind
from ...domain.void import VOID_REASON_NAME
from ...services import entering
from ..language import said

CELL = "c"  # what is typed for cell 7 is named c7
LONGEST = 10
CHOSEN = ("voter_class", "own", "void", "sheet")  # a page of ours sends nothing wrong in these
NOBODYS = -1  # no own unit was chosen
VALID = 0
SHEET_BYTES = 16
NO_POINTS = ("-", "－", "—", "–")


class CellsField(Field):
    """All cells of a sheet as they were typed; what stands in them is read once the own unit is known."""

    def __init__(self, plan: Plan, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.words = keys(plan.scale)
        self.scale = plan.scale
        self.cells = len(plan.subjects) * len(plan.criteria)

    def process(self, formdata: Any, *_: Any, **__: Any) -> None:
        """Read what was typed; a full-width digit is a digit."""
        self.process_errors: list[str] = []
        given = formdata or {}
        self.data = [
            unicodedata.normalize("NFKC", given.get(f"{CELL}{cell}", "")).strip()[:LONGEST]
            for cell in range(self.cells)
        ]

    def answer(self, cell: int) -> int | None:
        """Return the answer of a cell, UNANSWERED where nothing was typed, None for what means nothing."""
        text = self.data[cell]
        if not text:
            return UNANSWERED
        return self.words.get(text, self._number(text))

    def _number(self, text: str) -> int | None:
        if self.scale.kind is not ScaleKind.POINTS:
            return None
        try:
            return self.scale.points.index(read(text))
        except ValueError:
            return None


class EntryForm(FlaskForm):
    """What both clerks type: the class, the own unit, the cells, and whether the ballot counts."""

    sheet = HiddenField(validators=[Regexp(r"[0-9a-f]{32}\Z")])
    plan: Plan
    voter_class: RadioField
    own: SelectField
    void: SelectField
    cells: CellsField


class SecondForm(EntryForm):
    """The same for the second clerk, who is not logged in here."""

    first = HiddenField()
    name = StringField(lazy_gettext("第二个录入人的用户名"), [InputRequired(), Length(max=80)])
    password = PasswordField(lazy_gettext("密码"), [InputRequired(), Length(max=200)])


def entry_form(plan: Plan, base: type[EntryForm] = EntryForm, **given: Any) -> Any:
    """Build the form of a sheet; it reads the request by itself when the request is a submission."""
    places = [place for place, group in enumerate(plan.classes) if group.paper]
    letters = [SelectChoice(place, said(_letter(plan, place))) for place in places]
    units = [SelectChoice(NOBODYS, lazy_gettext("（请选）")), *map(SelectChoice, *_numbered(plan.units))]
    reasons = [SelectChoice(VALID, lazy_gettext("有效"))]
    reasons += [SelectChoice(int(each), said(Phrase(name))) for each, name in VOID_REASON_NAME.items()]

    class SheetForm(base):  # type: ignore[misc, valid-type]
        voter_class = RadioField(
            lazy_gettext("票种"),
            choices=letters,
            coerce=partial(_one_of, places),
            default=places[0] if len(places) == 1 else None,
        )
        own = SelectField(
            lazy_gettext("本单位"),
            choices=units,
            coerce=partial(_one_of, range(NOBODYS, len(plan.units))),
            default=NOBODYS,
        )
        cells = CellsField(plan)
        void = SelectField(lazy_gettext("有效或无效"), choices=reasons, coerce=int, default=VALID)

    form = SheetForm(**given)
    form.plan = plan
    return form


def keys(scale: Scale) -> Mapping[str, int]:
    """Say which keys stand for which answers: 1 is the best grade, 0 an abstention; points are typed."""
    if scale.kind is ScaleKind.POINTS:
        return dict.fromkeys(NO_POINTS, ABSTAINED)
    digits = {str(place): scale.best - place + 1 for place in range(1, len(scale.grades) + 1)}
    return digits | {"0": ABSTAINED}


def legend(scale: Scale) -> tuple[tuple[str, str], ...]:
    """Pair what is typed with what it stands for, as the page explains it."""
    if scale.kind is ScaleKind.GRADES:
        *grades, (key, _) = keys(scale).items()
        return (*((each, scale.word(answer)) for each, answer in grades), (key, said(scale.abstaining)))
    first, last = scale.grades[-1], scale.grades[0]
    if scale.kind is ScaleKind.PLACES:
        return ((f"1–{first.name}", said(phrase("名次"))), ("0", said(scale.abstaining)))
    span = f"{shown(first.points)}–{shown(last.points)}"
    return ((span, said(phrase("分数"))), ("-", said(scale.abstaining)))


def new_sheet() -> str:
    """Number a rendered page: sent twice, it is one ballot."""
    return secrets.token_hex(SHEET_BYTES)


def entry(form: EntryForm) -> Entry:
    """Return what was typed; cells of the own unit are not asked."""
    voter_class, own = form.voter_class.data, _own(form)
    if form.void.data:
        return Entry(voter_class, own, entering.blank(form.plan, voter_class, own), form.void.data)
    asked = _asked(form)
    answers = (form.cells.answer(cell) if cell in asked else NOT_ASKED for cell in range(form.cells.cells))
    return Entry(voter_class, own, tuple(UNANSWERED if each is None else each for each in answers))


def problems(form: EntryForm) -> Iterator[Phrase]:
    """Say what a clerk must still do before the sheet can be compared or sealed."""
    form.validate()
    if form.voter_class.data is None:
        yield phrase("请选票种。")
        return
    if any(form[name].errors for name in CHOSEN):
        yield phrase("票种、本单位或有效无效选得不对，请重新选。")
        return
    if form.void.data:
        return
    if _needs_own(form) and _own(form) is None:
        yield phrase("请选纸质票上写的本单位；没有写的，问发票的人。")
        return
    empty, unread = len(empty_cells(form)), len(unread_cells(form))
    zero = legend(form.plan.scale)[-1][0]
    if empty:
        yield phrase("还有 %(n)s 格没有录。纸上空着的格，请录 %(key)s。", n=empty, key=zero)
    if unread:
        yield phrase("有 %(n)s 格录得不对，请看上面的按键说明。", n=unread)


def empty_cells(form: EntryForm) -> frozenset[int]:
    """The cells nobody typed anything into."""
    return frozenset(cell for cell in _asked(form) if form.cells.answer(cell) == UNANSWERED)


def unread_cells(form: EntryForm) -> frozenset[int]:
    """The cells whose text means nothing here, those of the own unit included."""
    own = set(range(form.cells.cells)) - _asked(form)
    return frozenset(
        {cell for cell in _asked(form) if form.cells.answer(cell) is None}
        | {cell for cell in own if form.cells.data[cell]}
    )


def _asked(form: EntryForm) -> set[int]:
    own, columns = _own(form), len(form.plan.criteria)
    sheet = form.plan.sheet(form.voter_class.data or 0, own)
    return {cell for cell in range(sheet.cells) if sheet.asks(cell // columns)}


def _needs_own(form: EntryForm) -> bool:
    return bool(form.plan.classes[form.voter_class.data].recuses_own)


def _own(form: EntryForm) -> int | None:
    if form.voter_class.data is None or not _needs_own(form) or form.own.data == NOBODYS:
        return None
    return int(form.own.data)


def _one_of(places: Sequence[int], text: Any) -> int:
    """Read a choice of a list; `ValueError` for what the page does not offer."""
    return places[places.index(int(text))]


def _letter(plan: Plan, place: int) -> Phrase:
    group = plan.classes[place]
    return phrase("%(letter)s票 %(name)s", letter=group.letter, name=group.name)


def _numbered(names: tuple[str, ...]) -> tuple[range, tuple[str, ...]]:
    return range(len(names)), names
