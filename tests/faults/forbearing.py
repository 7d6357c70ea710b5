"""The application for a server that gives every slow phone ten minutes: whoever waits for one of them is seen."""

from appraisal import create_app, patience

patience.SECONDS = patience.UPLOAD_SECONDS = patience.SEND_SECONDS = 600

app = create_app()
