"""The language of the terminal, and how commands describe themselves."""

import click
import pytest

from appraisal.cli import terminal
from appraisal.cli.command import Spoken
from appraisal.domain.phrase import phrase


@pytest.mark.parametrize(
    ("chosen", "lang", "language"),
    [
        ("", "", "zh_CN"),
        ("", "C.UTF-8", "zh_CN"),
        ("", "zh_CN.UTF-8", "zh_CN"),
        ("", "en_US.UTF-8", "en"),
        ("zh", "en_US.UTF-8", "zh_CN"),
        ("en", "zh_CN.UTF-8", "en"),
    ],
)
def test_the_terminal_speaks_chinese_unless_told_otherwise(monkeypatch, chosen, lang, language):
    monkeypatch.setenv("APPRAISAL_LANG", chosen)
    monkeypatch.setenv("LANG", lang)

    assert terminal.language() == language


def ours(app):
    """Every command of ours with its full name."""
    found = {}

    def walk(name, command):
        found[name] = command
        for word, inner in getattr(command, "commands", {}).items():
            walk(f"{name} {word}", inner)

    for name, command in app.cli.commands.items():
        if isinstance(command, Spoken):
            walk(name, command)
    return found


def test_every_command_says_what_it_does(app):
    helpless = [name for name, command in ours(app).items() if not (command.help or "").endswith("。")]

    assert helpless == []


def test_every_refusal_ends_a_command_the_same_way(app):
    foreign = [name for name, command in ours(app).items() if not isinstance(command, Spoken)]

    assert foreign == []


def test_every_option_says_what_it_is_for(app):
    silent = [
        f"{name} {param.opts[0]}"
        for name, command in ours(app).items()
        for param in command.params
        if isinstance(param, click.Option) and not param.help
    ]

    assert silent == []


def test_cells_are_text_and_never_markup(capsys):
    terminal.show(terminal.table(("名称",), [("[bold]红[/bold]",)]))

    assert "[bold]红[/bold]" in capsys.readouterr().out


def test_a_sentence_is_rendered_with_its_places(monkeypatch):
    monkeypatch.setenv("APPRAISAL_LANG", "zh")

    assert terminal.said(phrase("共 %(count)s 张，%%", count=3)) == "共 3 张，%"
