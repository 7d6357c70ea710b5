"""The application for a server that gives a large request a second, where the real one gives two minutes."""

from appraisal import create_app, patience

patience.UPLOAD_SECONDS = 1

app = create_app()
