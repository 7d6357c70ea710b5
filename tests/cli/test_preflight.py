"""The checks before a meeting, from the terminal."""


def test_a_meeting_that_is_not_ready_is_an_error_for_scripts(flask, workbook):
    flask("appraisal", "import", workbook)

    refused = flask("preflight", 1)

    assert refused.exit_code == 1
    assert refused.output.splitlines()[-1] == "有 3 项要先解决。"
