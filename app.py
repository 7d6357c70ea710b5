"""The entry point of servers and of the ``flask`` command."""

from appraisal import create_app

app = create_app()
