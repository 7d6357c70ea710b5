"""Every check finds what it is there for, even when everything else was put right again."""

import json
import random
from dataclasses import replace
from fractions import Fraction

import pytest

from appraisal.ballotbox import board, receipts
from appraisal.domain.encoding import canonical_json, tagged_hash
from appraisal.domain.scale import Scale
from appraisal.verifying.report import Status, Verdict
from appraisal.verifying.verify import Asked, verify
from tests import archives
from tests.archives import any_archive, make_archive
from tests.factories import make_class, make_plan
from tests.verifying.damage import changed, repacked, unpacked
from tests.verifying.on_paper import TOLD_WRONGLY, on_paper


def failed(content, **wanted):
    return [
        check.number for check in verify(content, Asked(**wanted)).checks if check.status is Status.FAILED
    ]


def document(content, name):
    return json.loads(unpacked(content)[name])


def test_an_untouched_archive_with_the_fingerprint_of_the_hall_is_valid(plain, fingerprint):
    report = verify(plain, Asked(board=" ".join(fingerprint[place : place + 4] for place in (0, 4, 8, 12))))

    assert (report.verdict, [check.number for check in report.checks]) == (
        Verdict.VALID,
        [f"V{number}" for number in range(1, 13)],
    )


def test_without_the_fingerprint_it_is_never_wholly_valid(plain):
    assert verify(plain).verdict is Verdict.IN_PART


@pytest.mark.parametrize("other", ["", "0000 0000 0000 0000", "fingerprint[:15]"])
def test_another_fingerprint_is_refused(plain, fingerprint, other):
    written = fingerprint[:15] if other.startswith("f") else other

    assert failed(plain, board=written) == ["V6"]


@pytest.mark.parametrize("seed", range(60))
def test_any_archive_of_ours_passes(seed):
    assert failed(any_archive(random.Random(seed))) == []


def test_a_subject_with_too_few_marks_has_no_place():
    plan = make_plan(classes=(make_class("A", 100, 20),), least_marks=10)
    content = make_archive(plan, [[3, -1 if place > 8 else 2, place % 3] for place in range(20)], [0] * 20)

    ranked = changed(content, "result.json", lambda result: result["official"][-1].update(rank=3))

    assert (failed(content), failed(ranked)) == ([], ["V11", "V12"])
    assert document(content, "result.json")["official"][-1]["status"] == "样本不足"


def test_numbers_and_places_are_worked_out_again():
    points = replace(make_plan(), scale=Scale.of_points(Fraction(0), Fraction(100), Fraction(1)))
    places = replace(make_plan(pooled=True), scale=Scale.of_places(3, Fraction(100), Fraction(3)))

    voters = [0] * 4 + [1] * 6
    marks = [[place % 3, (place + 1) % 3, (place + 2) % 3] for place in range(10)]

    found = [failed(make_archive(plan, marks, voters)) for plan in (points, places)]

    assert found == [[], []]


def test_a_trimmed_result_is_worked_out_again():
    plan = make_plan(classes=(make_class("A", 100, 20),), trim=1)
    content = make_archive(plan, [[place % 4, 2, 3] for place in range(20)], [0] * 20)

    statuses = {check.number: check.status for check in verify(content).checks}

    assert statuses["V11"] is Status.OK
    swapped = changed(content, "result.json", lambda result: result["official"].reverse())
    assert failed(swapped) == ["V11", "V12"]


def test_a_small_class_makes_the_check_a_partial_one():
    plan = make_plan(classes=(make_class("A", 40, 3), make_class("B", 30, 12), make_class("C", 30, 12)))
    content = make_archive(plan, [[3, 2, 1]] * 27, [0] * 3 + [1] * 12 + [2] * 12)

    report = verify(content, Asked(board=verify(content).fingerprint))

    assert report.verdict is Verdict.IN_PART
    assert [check.number for check in report.checks if check.status is not Status.OK] == ["V11"]


@pytest.mark.parametrize(
    ("cast", "told"),
    [
        ((6, 5, 7), {"classes": [6, 5, 7], "total": 18, "void": [3, 0, 0, 0, 0]}),
        ((6, 4, 7), {"classes": [6, None, 7], "total": None, "void": [3, 0, 0, 0, 0]}),
        ((6, 4, 3), {"classes": [6, None, None], "total": 13, "void": [3, 0, 0, 0, 0]}),
        ((6, 0, 0), {"classes": [6, None, None], "total": None, "void": [1, 0, 0, 0, 0]}),
        ((0, 0, 0), {"classes": [None] * 3, "total": None, "void": [0] * 5}),
    ],
)
def test_few_paper_ballots_are_never_told_nor_found_by_subtraction(cast, told):
    content = on_paper(*cast, present=60)

    assert (failed(content), document(content, "returns.json")["paper"]) == ([], told)
    assert document(content, "returns.json")["present"] == 60


@pytest.mark.parametrize("change", TOLD_WRONGLY)
def test_paper_ballots_told_wrongly_are_found(change):
    content = changed(on_paper(6, 4, 3), "returns.json", change)

    assert failed(content) == ["V8", "V12"]


def first_score(result):
    result["official"][0]["total"]["shown"] = "99.99"


def first_rank(result):
    result["official"][0]["rank"] = 2


def one_vote_more(tally):
    tally["cells"][0]["counts"][0] += 1


def one_vote_moved(tally):
    best, second, *rest = tally["cells"][0]["counts"]
    tally["cells"][0]["counts"] = [best - 1, second + 1, *rest]


def hidden(tally):
    cell = tally["cells"][0]
    tally["cells"][0] = {name: cell[name] for name in ("class", "subject", "criterion")} | {"withheld": True}


def slip_gone(returns):
    returns["reconciliation"][0]["unused"] -= 1


def slip_invented(returns):
    """The sum is right, but nobody printed that slip and no two people exchanged one."""
    returns["reconciliation"][0]["unused"] += 1
    returns["reconciliation"][0]["printed"] += 1


def leaf_gone(board):
    del board["leaves"][3]


def leaves_swapped(board):
    board["leaves"][:2] = board["leaves"][1::-1]


@pytest.mark.parametrize(
    ("name", "change", "expected"),
    [
        ("result.json", first_score, ["V11", "V12"]),
        ("result.json", first_rank, ["V11", "V12"]),
        ("result.json", lambda result: result["remarks"].append("加分"), ["V12"]),
        ("tally.json", one_vote_more, ["V9", "V11", "V12"]),
        ("tally.json", one_vote_moved, ["V11", "V12"]),
        ("tally.json", hidden, ["V10", "V11", "V12"]),
        ("tally.json", lambda tally: tally["cells"].pop(), ["V9", "V12"]),
        ("board.json", leaf_gone, ["V5", "V7"]),
        ("board.json", leaves_swapped, ["V4", "V5"]),
        ("board.json", lambda board: board["ballots"].reverse(), ["V6", "V7"]),
        ("returns.json", lambda returns: returns["classes"][0].update(cast=13), ["V7", "V8", "V12"]),
        ("returns.json", slip_gone, ["V8", "V12"]),
        ("returns.json", slip_invented, ["V12"]),
        ("returns.json", lambda returns: returns.update(reconciliation=None), ["V8", "V12"]),
        ("returns.json", lambda returns: returns["reconciliation"].pop(), ["V8", "V12"]),
        ("round.json", lambda form: form["settings"]["meeting"].update(title="别的会"), ["V3", "V6", "V12"]),
        ("round.json", lambda form: form.update(receipt_key="00" * 32), ["V3", "V6", "V12"]),
    ],
)
def test_a_document_that_was_changed_is_named(plain, name, change, expected):
    assert failed(changed(plain, name, change)) == expected


def test_an_exchanged_ballot_worked_out_again_shows_in_the_log_and_the_hall(plain, fingerprint):
    files = unpacked(plain)
    found, form = json.loads(files["board.json"]), json.loads(files["round.json"])
    found["leaves"] = sorted([*found["leaves"][1:], "ab" * 32])
    root = board.root([bytes.fromhex(leaf) for leaf in found["leaves"]])
    bound = (form["round"], found["form_hash"], form["keyset"], form["code_root"])
    parts = [*map(bytes.fromhex, bound), canonical_json(found["ballots"]), root]
    found |= {"root": root.hex(), "fingerprint": tagged_hash("board", *parts).hex()}
    files["board.json"] = canonical_json(found)

    assert failed(repacked(files), board=fingerprint) == ["V6", "V12"]


@pytest.mark.parametrize("name", ["README.txt", "audit.jsonl", "board.json", "tally.json"])
def test_a_file_that_is_missing_is_named(plain, name):
    files = unpacked(plain)
    del files[name]

    report = verify(repacked(files))

    assert [str(finding) for finding in report.checks[0].findings] == [f"{name} 缺失或写法不对"]


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"x" * 5000, b"PK\5\6" + bytes(18)])
def test_what_is_no_archive_is_not_readable(content):
    assert verify(content).verdict is Verdict.UNREADABLE


def test_more_than_64_megabytes_are_not_read():
    report = verify(bytes(64 * 1024 * 1024 + 1))

    assert (report.verdict, str(report.why)) == (Verdict.UNREADABLE, "文件超过 64 MB")


def test_a_receipt_is_found_by_its_code_and_by_its_signature(plain):
    leaf = bytes.fromhex(document(plain, "board.json")["leaves"][4])
    uid = bytes.fromhex(document(plain, "round.json")["round"])

    ours = [board.Receipt(leaf).text, receipts.signed(uid, leaf, archives.SECRET)]

    assert [failed(plain, receipt=text) for text in ours] == [[], []]


@pytest.mark.parametrize(
    ("uid", "leaf", "secret"),
    [(None, b"l" * 32, archives.SECRET), (b"r" * 16, None, archives.SECRET), (None, None, b"another" * 8)],
)
def test_a_receipt_of_another_ballot_round_or_key_is_refused(plain, uid, leaf, secret):
    uid = uid or bytes.fromhex(document(plain, "round.json")["round"])
    leaf = leaf or bytes.fromhex(document(plain, "board.json")["leaves"][4])

    assert failed(plain, receipt=receipts.signed(uid, leaf, secret)) == ["V13"]


@pytest.mark.parametrize(
    "text", ["", "R-0000-0000-0000-0", "APPRAISAL-RECEIPT-1:", "APPRAISAL-RECEIPT-1:x:y:z"]
)
def test_what_is_no_receipt_is_refused_in_words(plain, text):
    assert failed(plain, receipt=text) == ["V13"]


def test_an_older_archive_shows_what_was_changed_since(plain):
    other = make_archive(make_plan(), [[3, 2, 1]], [0])

    assert (failed(plain, old=plain), failed(plain, old=other), failed(plain, old=b"x")) == (
        [],
        ["V15"],
        ["V15"],
    )


def test_a_number_that_nobody_writes_is_not_counted_with(plain):
    def endless(form):
        form["settings"]["classes"][0]["weight"] = f"{'7' * 40}/3"

    statuses = {check.number: check.status for check in verify(changed(plain, "round.json", endless)).checks}

    assert (statuses["V1"], statuses["V11"]) == (Status.FAILED, Status.NOT_POSSIBLE)
