"""The application for a server whose ballots wait half a second for the box, not fifteen."""

from appraisal import create_app
from appraisal.storage import database

database.BUSY_MS = 500

app = create_app()
