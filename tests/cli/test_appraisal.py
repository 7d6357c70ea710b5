"""From a workbook into the system, and back."""

import pytest

from appraisal.documents.activity_template import EXAMPLE
from appraisal.documents.workbook import read_activity, read_plan
from tests.documents.scenarios import agreed
from tests.documents.workbooks import xlsx
from tests.factories import make_plan


def test_a_workbook_becomes_a_draft_with_a_number(flask, workbook):
    imported = flask("appraisal", "import", workbook)
    listed = flask("appraisal", "list")

    assert imported.exit_code == 0
    assert imported.output.splitlines() == [
        "已建立“年度民主评议”，编号 1。",
        "3 个测评对象，发出 10 张票。",
        "下一步：两位持卡人各自运行 flask keys make 1 --as 账户",
    ]
    assert [line.split("│")[1:4] for line in listed.output.splitlines() if "年度" in line] == [
        ["    1 ", " 年度民主评议 ", " 草稿 "]
    ]


def test_an_empty_house_says_how_to_begin(flask):
    assert flask("appraisal", "list").output == (
        "还没有测评。先写出空白工作簿：flask appraisal template meeting.xlsx\n"
    )


def test_a_workbook_leaves_as_it_came(flask, workbook, tmp_path):
    flask("appraisal", "import", workbook)

    exported = flask("appraisal", "export", 1, tmp_path / "again.xlsx")

    assert exported.exit_code == 0
    assert read_plan(tmp_path / "again.xlsx") == make_plan()


def test_a_whole_activity_is_written_out_and_imports_again(flask, tmp_path):
    flask("appraisal", "template", tmp_path / "empty.xlsx", "--all-rounds")
    flask("appraisal", "import", tmp_path / "empty.xlsx")

    exported = flask("appraisal", "export", 1, tmp_path / "again.xlsx", "--all-rounds")

    assert exported.exit_code == 0
    assert agreed(read_activity(tmp_path / "again.xlsx")) == EXAMPLE


def test_the_template_imports(flask, tmp_path):
    written = flask("appraisal", "template", tmp_path / "empty.xlsx")
    imported = flask("appraisal", "import", tmp_path / "empty.xlsx")

    assert (written.exit_code, imported.exit_code) == (0, 0)


def test_a_file_in_the_way_is_not_overwritten(flask, tmp_path):
    (tmp_path / "mine.xlsx").write_text("precious")

    refused = flask("appraisal", "template", tmp_path / "mine.xlsx")

    assert refused.exit_code == 1
    assert "已经存在，没有覆盖" in refused.stderr
    assert (tmp_path / "mine.xlsx").read_text() == "precious"


def test_faults_are_listed_by_cell_and_nothing_is_stored(flask, tmp_path):
    path = tmp_path / "broken.xlsx"
    path.write_bytes(xlsx(票种_C2=50, 评议对象_B3="竟陵街道"))

    refused = flask("appraisal", "import", path)
    listed = flask("appraisal", "list")

    cells = [[part.strip() for part in line.split("│")[1:4]] for line in refused.stderr.splitlines()]
    assert refused.exit_code == 1
    assert refused.stderr.splitlines()[0] == "表格中有 2 处需要改正，没有保存任何内容。"
    assert [row for row in cells if row[:1] in (["评议对象"], ["票种"])] == [
        ["评议对象", "B3", "竟陵街道"],
        ["票种", "C2:C3", "50、60"],
    ]
    assert listed.output.startswith("还没有测评")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x89PNG\r\n", "这个文件不能读取：这是图片，不是电子表格"),
        (b"", "这个文件不能读取：文件是空的"),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(flask, tmp_path, content, sentence):
    path = tmp_path / "meeting.xlsx"
    path.write_bytes(content)

    refused = flask("appraisal", "import", path)

    assert (refused.exit_code, refused.stderr.strip()) == (1, sentence)


def test_a_plan_is_reviewed_by_its_number_or_its_file(flask, workbook):
    flask("appraisal", "import", workbook)

    stored, file = flask("appraisal", "check", 1), flask("appraisal", "check", workbook)

    assert (stored.exit_code, stored.output) == (0, file.output)
    assert stored.output.splitlines()[-1] == "阻止 0 条，提醒 5 条，说明 3 条。"


def test_a_plan_that_cannot_open_is_an_error_for_scripts(flask, tmp_path):
    path = tmp_path / "twice.xlsx"
    path.write_bytes(xlsx(评议对象_B3="多宝 镇", 评议对象_B2="多宝镇"))

    refused = flask("appraisal", "check", path)

    assert refused.exit_code == 1
    assert "只差空格" in refused.output
