"""Two languages, both complete."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
ENGLISH = ROOT / "appraisal" / "translations" / "en" / "LC_MESSAGES"
MARKS = ("_", "N_", "phrase", "gettext", "lazy_gettext")
PLACE = re.compile(r"%\(\w+\)s|%%|\{\w+\}")
CHINESE = re.compile(r"[一-鿿]")
NAMED_IN_CHINESE = re.compile(r"“[^”]*”|/[^/]*/")


@pytest.fixture(scope="module")
def catalogue():
    with (ENGLISH / "messages.po").open("rb") as file:
        return sentences(read_po(file, locale="en"))


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """Every sentence the code and the templates say."""
    pot = tmp_path_factory.mktemp("babel") / "messages.pot"
    keywords = [part for mark in MARKS for part in ("-k", mark)]
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "babel.cfg", *keywords]
    subprocess.run([*command, "-o", pot, "."], cwd=ROOT, check=True)
    with pot.open("rb") as file:
        return sentences(read_po(file)).keys()


def sentences(catalog):
    """Map every sentence to its translations: one, or one for each plural form."""
    return {forms(message.id): forms(message.string) for message in catalog if message.id}


def forms(text):
    return (text,) if isinstance(text, str) else tuple(text)


def marked_in_code():
    for path in (ROOT / "appraisal").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
                yield from (part.value for part in node.args[:1] if isinstance(part, ast.Constant))


def test_every_sentence_has_an_english_one(catalogue, said):
    translated = {sentence for sentence, english in catalogue.items() if all(english)}

    assert said - translated == set()


def test_no_sentence_is_left_over_from_earlier(catalogue, said):
    assert catalogue.keys() - said == set()


def test_the_collector_overlooks_no_mark(said):
    collected = {text for sentence in said for text in sentence}

    assert set(marked_in_code()) - collected == set()


def test_every_place_of_a_sentence_is_in_its_translation(catalogue):
    differing = [
        sentence
        for sentence, english in catalogue.items()
        if {tuple(sorted(PLACE.findall(text))) for text in english}
        != {tuple(sorted(PLACE.findall(text))) for text in sentence}
    ]

    assert differing == []


def test_no_translation_is_a_guess_or_half_chinese(catalogue):
    guesses = re.findall("^#,.*fuzzy", (ENGLISH / "messages.po").read_text(encoding="utf-8"), re.MULTILINE)
    chinese = [
        text
        for english in catalogue.values()
        for text in english
        if CHINESE.search(NAMED_IN_CHINESE.sub("", text))
    ]

    assert (guesses, chinese) == ([], [])


def test_the_compiled_catalogue_is_that_of_the_source(catalogue):
    with (ENGLISH / "messages.mo").open("rb") as file:
        compiled = sentences(read_mo(file))

    assert compiled == catalogue
