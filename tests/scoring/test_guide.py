"""The guides for analysts print what the engine computes."""

from pathlib import Path

import numpy as np
import pytest

from appraisal.scoring import METHODS, ScoringRule, published, ranks, report, sentence
from appraisal.scoring import __all__ as public

GUIDES = [Path(__file__).parents[2] / "docs" / name for name in ("scoring.md", "scoring.zh.md")]
SHOWN = 5


@pytest.fixture(scope="module")
def found(tianmen):
    return report(tianmen)


@pytest.fixture(scope="module")
def worked_table(found, tianmen_subjects):
    """The first places of the demo meeting, as rows of Markdown."""
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


def line(cells):
    return "| " + " | ".join(cells) + " |"


@pytest.fixture(scope="module")
def places_by_method(found, tianmen_subjects):
    """The same units' places under every method."""
    shadow, other, models = found.shadow, found.alternatives, found.models
    tables = [other[name].values for name in ("trimmed", "median", "majority", "pooled")]
    tables += [shadow[name].values for name in ("centred", "standard", "min-max", "percentile", "two-way")]
    tables += [models[name] for name in ("blup", "rasch", "copeland")]
    places = [found.ranks, *map(ranks, tables)]
    first = sorted(range(28), key=lambda s: found.ranks[s])[:SHOWN]
    return [line([tianmen_subjects[s], *(str(place[s]) for place in places)]) for s in first]


@pytest.fixture(scope="module")
def agreement(found):
    """How far the ballots agree, as rows of Markdown."""
    of, (icc,) = found.reliability, found.reliability.icc
    low, high = icc.interval["icc2k"]
    return [
        line([f"`{name}`", value])
        for name, value in (
            ("krippendorff", f"{published(of.alpha[0], 3)} / {published(of.alpha_ordinal[0], 3)}"),
            ("kendall_w", f"{published(of.w[0], 3)}"),
            ("icc", f"{published(icc.icc2k, 2)} ({published(low, 2)}–{published(high, 2)})"),
            ("reciprocity", published(float(np.nanmin(found.diagnosis.reciprocity.p_pairs)), 2)),
        )
    ]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_the_other_methods_and_the_agreement_are_what_the_engine_says(guide, places_by_method, agreement):
    lines = [row.strip() for row in guide.read_text(encoding="utf-8").splitlines()]

    assert [row for row in places_by_method if row not in lines] == []
    assert [row for row in agreement if not any(other.startswith(row[:-1]) for other in lines)] == []


SENTENCES = {"scoring.md": "en", "scoring.zh.md": "zh"}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_the_rule_is_said_in_its_own_sentence(guide):
    rule = ScoringRule(ties=("class:0", "count:3"))
    names = {"answers": ("较差", "一般", "良好", "优秀"), "classes": ("A票", "B票", "C票")}

    assert sentence(rule, language=SENTENCES[guide.name], **names) in guide.read_text(encoding="utf-8")


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
