"""The application for a server that gives slow phones ten minutes: whoever waits for one is seen."""

from appraisal import create_app, patience

patience.SECONDS = patience.UPLOAD_SECONDS = patience.SEND_SECONDS = 600

app = create_app()
