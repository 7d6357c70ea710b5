"""The kind of command all of ours are: refusals become sentences, help speaks the terminal's language."""

from __future__ import annotations

from copy import copy
from typing import Any

import click
from flask.cli import AppGroup

from ..domain.errors import AppraisalError, FileUnusable
from .terminal import refuse, translate

REFUSED = 1


class Spoken(click.Command):
    """A command whose help is a Chinese sentence, shown in the terminal's language."""

    def get_short_help_str(self, limit: int = 45) -> str:
        """Say in the list of commands what this one does."""
        return translate(self.help or "")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Say at the head of the help what this command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(translate(self.help or ""))

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the parameters with their help translated."""
        return [_spoken(param) for param in super().get_params(ctx)]


class Verb(Spoken):
    """A command that ends with a clear sentence and exit code 1 when it is refused."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what the program refuses is told, what nobody foresaw is not hidden."""
        try:
            return super().invoke(ctx)
        except AppraisalError as error:
            refuse(error)
        except OSError as error:
            if error.filename is None:
                raise
            refuse(FileUnusable(path=error.filename, why=error.strerror))
        return ctx.exit(REFUSED)


class Noun(Spoken, AppGroup):
    """A group of commands about one thing: ``flask round open``."""

    command_class = Verb


def _spoken(param: click.Parameter) -> click.Parameter:
    if not isinstance(param, click.Option) or not param.help:
        return param
    found = copy(param)
    found.help = translate(param.help)
    return found
