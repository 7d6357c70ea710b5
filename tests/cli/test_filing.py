"""The files of a result: all of them, or none."""

import json

import pytest

from appraisal.cli.filing import file_result
from appraisal.domain.errors import FileInTheWay
from appraisal.services.evidence import evidence
from appraisal.services.examining import examine
from tests import tianmen


@pytest.fixture(scope="module")
def beside():
    plan, ballots = tianmen.plan(), tianmen.ballots()
    return evidence(plan, tianmen.outcome(), examine(plan, ballots.answers, ballots.voter_classes))


def test_the_evidence_is_a_fourth_file_on_request(beside, tmp_path):
    paths = file_result(tianmen.table(), tmp_path, beside)

    assert [path.name for path in paths] == ["result.xlsx", "result.csv", "result.json", "report.json"]
    assert json.loads(paths[-1].read_bytes())["verdict"] == str(beside.verdict)


def test_evidence_in_the_way_keeps_the_result_from_being_written(beside, tmp_path):
    (tmp_path / "report.json").write_text("precious")

    with pytest.raises(FileInTheWay):
        file_result(tianmen.table(), tmp_path, beside)

    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]
