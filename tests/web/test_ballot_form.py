"""What a phone posts, read back into marks."""

from fractions import Fraction

import pytest

from appraisal.domain.rule import Quota
from appraisal.domain.scale import ABSTAINED, NOT_ASKED, UNANSWERED, Grade, Scale
from appraisal.web import ballot_form
from appraisal.web.ballot_page import ballot_page
from appraisal.web.tones import tone
from tests.factories import make_plan, make_sheet

NONCE = "0123456789abcdef" * 2


@pytest.fixture
def posted(app):
    """Read fields as the form of a sheet, as if a page had sent them; the token has tests of its own."""
    app.config["WTF_CSRF_ENABLED"] = False

    def read(sheet, **fields):
        given = {"nonce": NONCE, "form": "", "tag": "", **fields}
        with app.test_request_context("/v/ballot", method="POST", data=given):
            form = ballot_form.ballot_form(sheet)
            return form, form.validate()

    with app.test_request_context("/v/ballot"):  # the page's words are looked up in it
        yield read


def test_marks_are_read_cell_by_cell(posted):
    form, is_valid = posted(make_sheet(), m0="3", m1="0", m2="-1")

    assert is_valid
    assert ballot_form.marks(form).answers == (3, 0, ABSTAINED)


def test_what_was_not_answered_is_no_abstention(posted):
    form, is_valid = posted(make_sheet(), m1="2")

    assert is_valid
    assert ballot_form.marks(form).answers == (UNANSWERED, 2, UNANSWERED)
    assert [finding.kind for finding in ballot_form.findings(form)] == ["missing"]


def test_the_rest_becomes_abstentions_when_the_voter_says_so(posted):
    form, _ = posted(make_sheet(), m1="2", rest="1")

    assert ballot_form.marks(form).answers == (ABSTAINED, 2, ABSTAINED)
    assert ballot_form.findings(form) == ()


def test_the_own_unit_is_not_asked(posted):
    form, is_valid = posted(make_sheet(recused=1), m0="3", m2="2")

    assert is_valid
    assert ballot_form.marks(form).answers == (3, NOT_ASKED, 2)


def test_marks_on_a_unit_named_as_the_own_one_are_dropped(posted):
    form, is_valid = posted(make_sheet(chooses_own=True), m0="3", m1="3", m2="3", own="0")

    assert is_valid
    assert ballot_form.marks(form).answers == (NOT_ASKED, 3, 3)
    assert ballot_form.findings(form) == ()


def test_a_voter_who_leads_a_unit_must_name_it(posted):
    form, is_valid = posted(make_sheet(chooses_own=True), m0="3", m1="3", m2="3")

    assert is_valid
    assert [finding.kind for finding in ballot_form.findings(form)] == ["own"]


@pytest.mark.parametrize(
    "forged",
    [
        {"m3": "1"},
        {"m00": "1"},
        {"m0": "4"},
        {"m0": "-2"},
        {"m0": ""},
        {"m0": ["1", "1"]},
        {"own": "3"},
        {"own": "0"},
        {"nonce": NONCE[:-1]},
        {"nonce": NONCE + "0"},
        {"nonce": NONCE.upper()},
        {"else": "1"},
    ],
)
def test_what_no_page_can_send_is_not_valid(posted, forged):
    _, is_valid = posted(make_sheet(), **{"m0": "1", **forged})

    assert not is_valid


def test_no_mark_appears_in_a_print_of_the_form(posted):
    form, _ = posted(make_sheet(), m0="3")

    assert "3" not in repr(form.marks.data)


@pytest.mark.parametrize(
    ("grades", "tones"),
    [
        (2, ["g1", "g6"]),
        (3, ["g1", "g4", "g6"]),
        (4, ["g1", "g3", "g4", "g6"]),
        (6, ["g1", "g2", "g3", "g4", "g5", "g6"]),
    ],
)
def test_the_best_grade_is_blue_and_the_worst_red(grades, tones):
    scale = Scale(tuple(Grade(str(n), Fraction(n)) for n in range(grades)))

    assert [tone(scale, answer) for answer in range(scale.best, -1, -1)] == tones
    assert tone(scale, ABSTAINED) == "ga"


def test_the_rules_are_told_before_the_first_tap(posted):
    plan = make_plan(subjects=5, allow_all_same=False, quota=Quota(Fraction(2, 5)))
    form, _ = posted(plan.sheet(0))

    page = ballot_page(form)

    assert [str(rule) for rule in page.rules] == [
        "无记名",
        "每个单位选一个等次",
        "“优秀”最多 2 个",
        "不能所有单位评同一等次",
    ]
    assert (page.asked, page.quota) == (5, 2)


def test_a_quota_per_group_is_told_per_group(posted):
    plan = make_plan(subjects=5, criteria=("实绩", "作风"), quota=Quota(Fraction(1, 2), per_group=True))
    form, _ = posted(plan.sheet(0))

    page = ballot_page(form)

    assert [str(rule) for rule in page.rules][1:] == [
        "每个单位每一项选一个等次",
        "街道每一项“优秀”最多 2 个",
        "镇每一项“优秀”最多 1 个",
    ]
    assert page.quota is None
