"""Documents that would lie fail the build: every command, link and setting in them exists."""

import re
import shlex
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po

from appraisal import create_app
from appraisal.transaction import database

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
GUIDES = ROOT / "docs" / "guide"
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]
FENCE = re.compile(r"^ *```sh\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"(appraisal|tests|deploy|docs|templates|migrations)/[\w./-]+")
LINK = re.compile(r'(?:\]\(|src=")([^)"#\s]+)[)"]')
FILE = re.compile(r"\.\w+$")  # files are called by a name of each language
PICTURE = re.compile(r'<img src="([^"]+)"')
QUOTED = re.compile("“([^”]{2,60})”")
EXAMPLES = {"第 2–5 名随弃权处理而变", "Ranks 2–5 depend on how abstentions are counted", "English"}
CATALOGUE = ROOT / "appraisal" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
FLASKS_OWN = {"run", "shell", "routes"}


@pytest.fixture(scope="module")
def commands(tmp_path_factory):
    """The commands of the application by name."""
    app = create_app({"APPRAISAL_DATA": tmp_path_factory.mktemp("installation") / "data"})
    yield app.cli.commands
    with app.app_context():
        database().engine.dispose()


def said(path: Path) -> list[list[str]]:
    """The words of every command a document tells its reader to run."""
    text = path.read_text(encoding="utf-8")
    lines = [line for block in FENCE.findall(text) for line in block.splitlines()]
    spans = [span for span in SPAN.findall(FENCE.sub("", text)) if span.startswith(("flask ", "make "))]
    return [words for line in (*lines, *spans) if (words := shlex.split(line, comments=True))]


def wrong(words: list[str], commands: dict[str, click.Command]) -> str | None:
    """What is wrong with a ``flask`` command, or None if it would be understood."""
    command: click.Command | None = commands.get(words[1])
    rest = words[2:]
    while isinstance(command, click.Group) and rest:
        command, rest = command.commands.get(rest[0]), rest[1:]
    if command is None:
        return "no such command"
    if isinstance(command, click.Group) or not rest:
        return None  # a noun, or a command named in passing
    try:
        command.make_context(command.name, list(rest))
    except click.UsageError as error:
        return error.format_message()
    return None


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_every_flask_command_is_understood(path, commands):
    found = {" ".join(words): wrong(words, commands) for words in said(path) if words[0] == "flask"}

    assert {line: fault for line, fault in found.items() if fault} == {}


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_every_make_target_exists(path):
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

    asked = {words[1] for words in said(path) if words[0] == "make"}

    assert asked - set(targets) == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_every_link_leads_somewhere(path):
    links = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if "://" not in link]

    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_every_picture_that_is_shown_exists(path):
    shown = PICTURE.findall(path.read_text(encoding="utf-8"))

    assert [picture for picture in shown if not (path.parent / picture).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_every_file_that_is_named_exists(path):
    spans = SPAN.findall(FENCE.sub("", path.read_text(encoding="utf-8")))
    named = [span for span in spans if PATH.fullmatch(span)]

    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_every_test_that_is_named_exists(path):
    named = [span.split("::") for span in SPAN.findall(path.read_text(encoding="utf-8")) if "::test_" in span]

    assert [name for file, name in named if not is_test(file, name)] == []


def is_test(file: str, name: str) -> bool:
    """Say whether a file holds a test of that name."""
    return f"\ndef {name}(" in (ROOT / file).read_text(encoding="utf-8")


def test_a_test_that_is_none_would_be_seen():
    found = [
        is_test("tests/test_docs.py", name) for name in ("test_every_link_leads_somewhere", "test_every")
    ]

    assert found == [True, False]


def test_every_promise_about_ballots_names_a_test_and_every_fault_that_is_tried_is_a_promise():
    told = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    rows = told.partition("|---|")[2].partition("\n\n")[0].splitlines()[1:]
    tried = {path.name for path in (ROOT / "tests" / "faults").glob("test_*.py")}

    assert [row for row in rows if "`tests/" not in row] == []
    assert tried - set(re.findall(r"test_\w+\.py", told)) == set()


@pytest.mark.parametrize(("name", "side"), [("organizer.md", "id"), ("organizer.en.md", "string")])
def test_the_organizer_is_told_of_words_that_stand_on_the_screen(name, side):
    with CATALOGUE.open("rb") as file:
        sides = [getattr(message, side) for message in read_po(file)]
    screen = " ".join(text for each in sides for text in ((each,) if isinstance(each, str) else each)).lower()
    quoted = QUOTED.findall((GUIDES / name).read_text(encoding="utf-8").replace("*", ""))

    words = {" ".join(text.split()) for text in quoted}

    assert {text for text in words if text.lower() not in " ".join(screen.split())} <= EXAMPLES


@pytest.mark.parametrize("name", ["administrator.md", "administrator.en.md"])
def test_the_administrator_is_told_of_every_setting(name):
    guide = (GUIDES / name).read_text(encoding="utf-8")
    read = (ROOT / "appraisal" / "config.py").read_text(encoding="utf-8")
    settings = {f"APPRAISAL_{name.upper()}" for name in re.findall(r'\bget\("(\w+)"\)', read)}

    told = set(re.findall(r"`(APPRAISAL_\w+)`", guide))

    assert settings <= told <= settings | {"APPRAISAL_LANG"}


@pytest.mark.parametrize("name", sorted(path.stem for path in GUIDES.glob("*.md") if "." not in path.stem))
def test_both_languages_tell_the_same_commands(name):
    def commands(ending: str) -> list[str]:
        lines = said(GUIDES / f"{name}{ending}")
        told = [[word for word in words if not FILE.search(word)] for words in lines]
        return [" ".join(words[:3]) for words in told if words[0] in ("flask", "make")]

    assert commands(".md") == commands(".en.md")


def test_a_command_that_is_none_would_be_seen(commands):
    lines = ("flask rounds open 1", "flask round open x", "flask score --zzz")

    assert [wrong(line.split(), commands) for line in lines] == [
        "no such command",
        "Invalid value for 'ID': 'x' is not a valid integer.",
        "No such option '--zzz'.",
    ]


def test_every_command_is_told_somewhere(commands):
    ours = [
        f"{name} {word}".strip()
        for name, command in commands.items()
        if name not in FLASKS_OWN
        for word in getattr(command, "commands", [""])
    ]
    told = " ".join(" ".join(words) for path in DOCUMENTS for words in said(path))

    assert [name for name in ours if f"flask {name}" not in told] == []
