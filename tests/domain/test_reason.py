"""Why somebody gave the lowest grade: when it is asked for, and what may be written."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from appraisal.domain import settings
from appraisal.domain.reason import Written, check, is_writable, subjects_asked, tidy
from appraisal.domain.remarks import remarks
from appraisal.domain.review import find
from appraisal.domain.rule import Reasons
from appraisal.domain.sheet import Marks
from tests.factories import make_class, make_plan

MARKS = Marks((0, 3, 0))


def sheet(reasons: Reasons = Reasons.REQUIRED, length: int = 10, **fields: object):
    plan = make_plan(reasons=reasons, reason_length=length)
    return replace(plan.sheet(0), **fields)


def told(
    texts: dict[int, str], marks: Marks = MARKS, **fields: object
) -> list[tuple[str, tuple[int, ...], str]]:
    found = check(Written(texts), marks, sheet(**fields))
    return [(finding.kind, finding.cells, str(finding.phrase)) for finding in found]


def test_a_lowest_grade_without_its_reason_is_named():
    assert told({0: "推诿"}) == [("reason-missing", (2,), "评为“较差”的要写明原因：杨林街道")]


def test_an_optional_reason_may_be_left_out():
    assert told({}, reasons=Reasons.OPTIONAL) == []


def test_nothing_is_asked_where_the_rule_says_nothing():
    assert (told({}, reasons=Reasons.OFF), subjects_asked(MARKS, sheet(Reasons.OFF))) == ([], ())


def test_one_reason_is_enough_for_all_criteria_of_a_subject():
    both = make_plan(criteria=("实绩", "作风"), reasons=Reasons.REQUIRED).sheet(0)

    assert subjects_asked(Marks((0, 0, 3, 3, 3, 0)), both) == (0, 2)


def test_a_text_left_beside_a_better_grade_is_none():
    kept = Written({0: "推诿", 1: "改主意了", 2: ""}).beside(MARKS, sheet())

    assert dict(kept.texts) == {0: "推诿"}


def test_a_long_reason_is_refused_and_its_subject_named():
    assert told({0: "字" * 11, 2: "慢"}) == [("reason-long", (0,), "原因最多 10 字，请写短些：竟陵街道")]


@pytest.mark.parametrize("text", ["慢\x00慢", "慢\u202e慢", "慢\ufffe"])
def test_a_sign_that_does_not_print_is_refused(text: str):
    assert told({0: text, 2: "慢"}) == [
        ("reason-signs", (0,), "原因里有控制字符或看不见的符号，请删去重新输入：竟陵街道")
    ]


def test_blanks_and_line_breaks_become_single_blanks():
    assert tidy("  推诿\r\n扯皮\t 慢 ") == "推诿 扯皮 慢"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("推诿 扯皮", True), ("", True), ("推诿 ", False), ("推\n诿", False), ("字" * 11, False)],
)
def test_only_a_tidy_text_may_lie_in_the_box(text: str, expected: bool):
    assert is_writable(text, 10) is expected


def test_what_was_written_does_not_show_itself():
    assert repr(Written({0: "推诿"})) == "Written()"


@pytest.mark.parametrize("reasons", Reasons)
def test_settings_keep_whether_reasons_are_asked_for(reasons: Reasons):
    plan = make_plan(reasons=reasons)

    assert settings.load(settings.dump(plan)) == plan


def test_a_yes_of_earlier_settings_makes_reasons_compulsory():
    fields = json.loads(settings.dump(make_plan(reasons=Reasons.REQUIRED)))
    fields["rule"]["reasons"] = True

    assert settings.load(json.dumps(fields).encode()).rule.reasons is Reasons.REQUIRED


@pytest.mark.parametrize(
    ("reasons", "sentence"),
    [
        (Reasons.REQUIRED, "评“较差”须写理由，最多50字。"),
        (Reasons.OPTIONAL, "评“较差”可以写理由，最多50字。"),
    ],
)
def test_the_rule_is_said_in_words(reasons: Reasons, sentence: str):
    said = [str(each) for each in remarks(make_plan(reasons=reasons))]

    assert said[-2:] == [
        sentence,
        "理由与选票分开密封，不影响得分；满5条的对象才打乱后交组织者和监票人核实，不公布。",
    ]


def test_compulsory_reasons_can_be_made_optional():
    found = find(make_plan(reasons=Reasons.REQUIRED), "reasons/required")

    assert found is not None
    assert found.mended is not None
    assert found.mended.rule.reasons is Reasons.OPTIONAL


@pytest.mark.parametrize(("voters", "warned"), [(19, True), (20, False)])
def test_a_hall_too_small_for_reasons_is_remarked_on(voters: int, warned: bool):
    plan = make_plan(classes=(make_class("A", 100, voters),), reasons=Reasons.OPTIONAL)

    assert (find(plan, "reasons/few") is not None, find(plan, "reasons") is not None) == (warned, True)
