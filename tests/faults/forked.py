"""The application for a server that loads it once and forks: its next worker is there within a moment."""

from appraisal import create_app

app = create_app()
app.extensions["appraisal"].database.engine.dispose()  # no connection may live on in two processes
