"""A sheet gets the files of everything that it can need, and of nothing else."""

import re
from fractions import Fraction

import pytest

from appraisal.domain.rule import Quota, Reasons
from appraisal.web.bundle import written
from appraisal.web.parts import (
    NEEDS,
    PARTS,
    SCRIPTS,
    STYLES,
    name_of,
    needs_of,
    script_of,
    style_of,
    unused,
)
from appraisal.web.tones import LAYOUTS
from tests.factories import CRITERIA, make_class, make_plan, make_sheet

EVERYTHING = {
    "reasons": Reasons.OPTIONAL,
    "criteria": make_plan(criteria=CRITERIA).criteria,
    "quota": Quota(Fraction(3, 10)),
    "chooses_own": True,
    "least_share": Fraction(1, 2),
}


def test_a_plain_sheet_needs_nothing_more():
    assert (style_of(make_sheet()), script_of(make_sheet())) == ("ballot-n5.css", "ballot.js")


@pytest.mark.parametrize(
    ("field", "need", "files"),
    [
        ("reasons", "reasons", ["reasons.css", "ballot/reasons.js"]),
        ("criteria", "cards", ["ballot/cards.css", "ballot/cards.js"]),
        ("quota", "quota", ["ballot/quota.css", "ballot/quota.js"]),
        ("chooses_own", "own", ["ballot/own.css", "ballot/own.js"]),
        ("least_share", "least", ["ballot/least.js"]),
    ],
)
def test_each_need_brings_its_files(field, need, files):
    needs = needs_of(make_sheet(**{field: EVERYTHING[field]}))

    brought = [
        part
        for kind in ("css", "js")
        for part in PARTS[f"{name_of(('n5', *needs) if kind == 'css' else needs)}.{kind}"]
        if part not in PARTS["ballot-n5.css" if kind == "css" else "ballot.js"]
    ]

    assert (needs, brought) == ((need,), files)


def test_needs_add_up():
    assert name_of(needs_of(make_sheet(**EVERYTHING))) == "ballot-reasons-cards-quota-own-least"


@pytest.mark.parametrize(("table", "kind"), [(STYLES, "css"), (SCRIPTS, "js")])
def test_every_combination_has_each_file_or_what_stands_in_for_it(table, kind):
    sheets = {
        name: parts for name, parts in PARTS.items() if name.startswith("ballot") and name.endswith(kind)
    }

    for name, parts in sheets.items():
        needs = [part for part in name.removesuffix(f".{kind}").split("-")[1:] if part not in LAYOUTS]
        expected = [
            file
            for file, need in table
            if not need or (need.removeprefix("no ") in needs) is not need.startswith("no ")
        ]
        assert list(parts) == expected
    without_numbers = 2 ** (len(NEEDS) - 1)
    assert len(sheets) == {"js": 2 * without_numbers, "css": (len(LAYOUTS) + 1) * without_numbers}[kind]


def test_a_style_knows_the_answers_of_its_scale_alone():
    styles = {name: written(f"{name}.css").decode() for name in ("ballot-n4", "ballot-n7", "ballot-numbers")}

    found = {name: set(re.findall(r"\.([gn]\d)\{", style)) for name, style in styles.items()}
    assert found["ballot-n4"] == {"n4", "g1", "g4", "g6"}
    assert found["ballot-n7"] == {"n7", "g1", "g2", "g3", "g4", "g5", "g6"}
    assert found["ballot-numbers"] == {"g6"}  # beside another class
    assert unused("enter") == frozenset().union(*LAYOUTS.values())


@pytest.fixture
def spare(open_round, phone):
    """The sheet of a slip that does not name the unit of the voter, who may call a few the best."""
    classes = (make_class("A", 100, 6, recuses_own=True),)
    made = open_round(make_plan(classes=classes, quota=Quota(Fraction(1, 2))))
    return phone.sheet(next(slip for slip in made.slips if slip.recused is None).code.printed)


def test_the_words_of_a_need_stand_on_the_sheets_that_have_it(phone, open_round, spare):
    plain = phone.sheet(open_round().codes("A")[0])

    told = [
        [f"data-{need}=" in page.text.partition("<dialog")[2] for need in NEEDS] for page in (spare, plain)
    ]

    assert told == [[need in ("quota", "own") for need in NEEDS], [False] * len(NEEDS)]


def test_the_review_wears_the_style_that_the_phone_has(phone, spare):
    review = phone.send(spare, {"m1": 2, "m2": 1}, own="0", review="1")

    styles = [re.findall(r"/bundle/([\w-]+\.css)", page.text) for page in (spare, review)]
    assert ("请核对您的选票" in review.text, styles) == (True, [["ballot-n5-quota-own.css"]] * 2)
