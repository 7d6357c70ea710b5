"""The guides for analysts print what the engine computes."""

from pathlib import Path

import pytest

from appraisal.scoring import METHODS, published, ranks, report
from appraisal.scoring import __all__ as public

GUIDES = [Path(__file__).parents[2] / "docs" / name for name in ("scoring.md", "scoring.zh.md")]
SHOWN = 5


@pytest.fixture(scope="module")
def worked_table(tianmen, tianmen_subjects):
    """The first places of the demo meeting, as rows of Markdown."""
    found = report(tianmen)
    policies = [ranks(found.alternatives[f"abstentions {name}"].exact) for name in ("excluded", "0", "60")]
    rows = []
    for s in sorted(range(28), key=lambda s: found.ranks[s])[:SHOWN]:
        low, high = (published(end) for end in found.bootstrap.interval[s].tolist())
        cells = [
            tianmen_subjects[s],
            str(found.ranks[s]),
            published(found.scores.exact[s]),
            published(float(found.delta.se[s])),
            f"{low}–{high}",
            f"{found.rank_sets.low[s]}–{found.rank_sets.high[s]}",
            " / ".join(str(places[s]) for places in policies),
            published(float(found.shadow["two-way"].values[s])),
        ]
        rows.append("| " + " | ".join(cells) + " |")
    return rows


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_the_worked_example_is_what_the_engine_says(guide, worked_table):
    text = guide.read_text(encoding="utf-8")

    assert [row for row in worked_table if row not in text] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_public_function_is_in_the_guide(guide):
    text = guide.read_text(encoding="utf-8")

    functions = [name for name in public if name.islower()]
    assert [name for name in functions if f"`{name}" not in text] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_the_added_rule_works_as_the_guide_shows_it(guide):
    text = guide.read_text(encoding="utf-8")
    example = next(part for part in text.split("```python\n")[1:] if "scoring.register" in part)
    names = {}

    try:
        exec(example.partition("```")[0], names)

        tests = [function for name, function in names.items() if name.startswith("test_")]
        assert [function() for function in tests] == [None]
    finally:
        METHODS.pop("top-two", None)
