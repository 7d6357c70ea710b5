"""The files of a result: all of them, or none."""

import json

import pytest

from appraisal.cli.filing import file_everything, file_result
from appraisal.domain.errors import FileInTheWay
from appraisal.services.evidence import evidence
from appraisal.services.examining import examine
from tests import tianmen


@pytest.fixture(scope="module")
def beside():
    plan, ballots = tianmen.plan(), tianmen.ballots()
    return evidence(plan, tianmen.outcome(), examine(plan, ballots.answers, ballots.voter_classes))


def test_the_evidence_is_one_more_file_on_request(beside, tmp_path):
    paths = file_result(tianmen.table(), tmp_path, beside)

    assert [path.name for path in paths] == [
        "result.xlsx",
        "result.docx",
        "result.csv",
        "result.json",
        "report.json",
    ]
    assert json.loads(paths[-1].read_bytes())["verdict"] == str(beside.verdict)


def test_evidence_in_the_way_keeps_the_result_from_being_written(beside, tmp_path):
    (tmp_path / "report.json").write_text("precious")

    with pytest.raises(FileInTheWay):
        file_result(tianmen.table(), tmp_path, beside)

    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_everything_is_written_under_names_that_sort(beside, tmp_path):
    file_everything(tianmen.table(), tmp_path, beside)

    names = sorted(path.name for path in tmp_path.iterdir() if path.is_file())
    start = "2020_招商引资项目建设推进会民主评议"
    assert [name.removeprefix(start) for name in names if name.endswith(("pdf", "csv"))] == [
        "_01_计票报告单.pdf",
        "_02_分票种汇总表.pdf",
        "_03_等次分布.pdf",
        "_04_等次比例汇总表.pdf",
        "_05_单个对象测评表.pdf",
        "_06_宣布用语.pdf",
        "_07_等次分布图.pdf",
        "_08_数据.csv",
    ]
    assert len(list((tmp_path / "反馈单").iterdir())) == 28
