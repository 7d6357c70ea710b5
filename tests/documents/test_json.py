"""The result table as JSON."""

import hashlib
import io
import json

import pytest

from appraisal.documents import json as json_file
from appraisal.domain.encoding import canonical_json
from appraisal.services.counting import count
from appraisal.services.results import table
from tests import tianmen
from tests.factories import make_class, make_plan


def written(made, **options):
    out = io.BytesIO()
    json_file.write(made, out, **options)
    return out.getvalue()


def no_float(text):
    raise AssertionError(f"a float: {text}")


@pytest.mark.parametrize("part", ["returns", "weights", "official", "cells"])
def test_the_tianmen_meeting_is_reproduced_exactly(part):
    found = json.loads(written(tianmen.table()), parse_float=no_float)

    assert found[part] == tianmen.expected()[part]


def test_the_bytes_are_canonical():
    document = written(tianmen.table())

    assert document == canonical_json(json.loads(document))


def test_the_fingerprint_is_the_beginning_of_the_sha_256_of_the_file():
    mark = json_file.fingerprint(tianmen.table())

    digest = hashlib.sha256(written(tianmen.table())).hexdigest()
    assert mark == " ".join(digest[start : start + 4] for start in range(0, 16, 4))


def test_the_standard_score_is_evidence_and_no_fraction():
    found = json.loads(written(tianmen.table()))["evidence"]

    assert (found["name"], found["results"][0]) == (
        "标准分",
        {"subject": "竟陵街道", "score": {"rounded": "90.455914217", "shown": "90.46"}, "rank": 1},
    )


def test_unrated_and_withheld_numbers_are_null():
    classes = (make_class("A", 40, 9), make_class("B", 60, 9))
    outcome = count(make_plan(subjects=2, classes=classes), [[3, -1]] * 9 + [[0, -1]] * 2, [0] * 9 + [1] * 2)

    found = json.loads(written(table(make_plan(subjects=2, classes=classes), outcome)))

    rated, unrated = found["official"]
    assert rated["class_scores"] == {"A": None, "B": None}
    assert rated["total"] == {"exact": None, "shown": "64.00"}
    assert unrated == {
        "subject": "侨乡街道",
        "group": "街道",
        "class_scores": {"A": None, "B": None},
        "total": None,
        "rank": None,
        "group_rank": None,
        "status": "未评议",
    }


def test_sentences_are_written_in_the_language_asked_for():
    found = json.loads(written(tianmen.table(), translate=lambda text: f"<{text}>"))

    sentences = [*found["remarks"], found["worked"], found["evidence"]["name"]]
    assert [said[0] + said[-1] for said in sentences] == ["<>"] * len(sentences)
