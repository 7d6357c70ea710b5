"""The canary of the kill test: an application that answers first and commits much later."""

from threading import Timer

from appraisal import create_app
from appraisal.web import steps

LATER = 600  # seconds in which an acknowledged ballot is nowhere but in memory

app = create_app()


def answering_first(work):
    database = app.extensions["appraisal"].database
    with database._turn():
        session = database._writing()
        result = work(session)
        Timer(LATER, session.commit).start()
        return result


steps.together = answering_first
