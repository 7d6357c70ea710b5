"""Two languages, both complete."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
ENGLISH = ROOT / "appraisal" / "translations" / "en" / "LC_MESSAGES"
PLACE = re.compile(r"%\(\w+\)s|%%")
CHINESE = re.compile(r"[一-鿿]")
NAMED_IN_CHINESE = re.compile(r"“[^”]*”|/[^/]*/")


@pytest.fixture(scope="module")
def catalogue():
    with (ENGLISH / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """Every sentence the code and the templates say."""
    pot = tmp_path_factory.mktemp("babel") / "messages.pot"
    keywords = ["-k", "_", "-k", "N_", "-k", "phrase", "-k", "gettext"]
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "babel.cfg", *keywords]
    subprocess.run([*command, "-o", pot, "."], cwd=ROOT, check=True)
    with pot.open("rb") as file:
        return {message.id for message in read_po(file) if message.id}


def test_every_sentence_has_an_english_one(catalogue, said):
    translated = {message.id for message in catalogue if message.id and message.string}

    assert said - translated == set()


def test_no_sentence_is_left_over_from_earlier(catalogue, said):
    assert {message.id for message in catalogue if message.id} - said == set()


def test_every_place_of_a_sentence_is_in_its_translation(catalogue):
    differing = [
        message.id
        for message in catalogue
        if message.id and sorted(PLACE.findall(message.id)) != sorted(PLACE.findall(message.string))
    ]

    assert differing == []


def test_no_translation_is_doubtful_or_half_chinese(catalogue):
    doubtful = [
        message.id for message in catalogue if message.fuzzy and message.id
    ]  # babel marks a guess as fuzzy
    chinese = [
        message.string
        for message in catalogue
        if message.id and CHINESE.search(NAMED_IN_CHINESE.sub("", message.string))
    ]

    assert (doubtful, chinese) == ([], [])


def test_the_compiled_catalogue_is_that_of_the_source(catalogue):
    with (ENGLISH / "messages.mo").open("rb") as file:
        compiled = {message.id: message.string for message in read_mo(file) if message.id}

    assert compiled == {message.id: message.string for message in catalogue if message.id}
