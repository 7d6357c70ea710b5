"""The example of the data guide runs and finds the published totals again."""

import os
import re
from pathlib import Path

from appraisal.documents import json
from tests import tianmen

GUIDE = Path(__file__).parents[2] / "docs" / "data.md"


def test_the_recount_of_the_guide_gives_the_published_totals(tmp_path):
    (tmp_path / "results").mkdir()
    with (tmp_path / "results" / "result.json").open("wb") as out:
        json.write(tianmen.table(), out)
    example = re.search(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[1]
    before, found = Path.cwd(), {}
    os.chdir(tmp_path)
    try:
        exec(compile(example, str(GUIDE), "exec"), found)  # the guide's own lines
    finally:
        os.chdir(before)

    assert found["totals"]["竟陵街道"] == tianmen.table().rows[0].total.exact


def test_the_guide_names_every_field_of_the_file():
    text = GUIDE.read_text(encoding="utf-8")

    named = {field for field in json.document(tianmen.table()) if f"`{field}" in text}

    assert named == set(json.document(tianmen.table()))
