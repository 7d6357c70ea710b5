"""What a watchdog is told, and what it is not."""

import json
import logging
import re
import tomllib
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from appraisal import create_app, logs
from appraisal.config import read
from appraisal.domain.errors import ConfigurationRefused
from appraisal.version import VERSION, checksum
from tests.phone import Phone

ROOT = Path(__file__).parents[2]
TOKEN = "b7f0c1d2e3a4958671625344f5e6d7c8"


def numbers(answer):
    found = text_string_to_metric_families(answer.text)
    return {
        (sample.name, *sample.labels.values()): sample.value for family in found for sample in family.samples
    }


def test_the_version_is_the_one_of_the_project(app):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    answer = app.test_client().get("/version").json

    assert (answer, VERSION) == ({"version": VERSION, "checksum": checksum()}, project["version"])
    assert re.fullmatch(r"[0-9a-f]{64}", checksum())


def test_totals_move_in_steps_of_five_while_voting_is_open(app, open_round, close):
    made = open_round()
    seen = []
    for code in made.codes("B")[:6]:
        Phone(app).vote(code)
        seen.append(numbers(app.test_client().get("/metrics"))["appraisal_ballots",])
    close(made)

    after = numbers(app.test_client().get("/metrics"))

    assert seen == [0, 0, 0, 0, 5, 5]
    assert (after["appraisal_ballots",], after["appraisal_rounds", "closed"]) == (6, 1)


def test_every_count_of_answers_is_a_multiple_of_five(app):
    client = app.test_client()
    for _ in range(13):
        client.get("/v")

    counts = {
        key: value
        for key, value in numbers(client.get("/metrics")).items()
        if key[0] == "appraisal_answers_total"
    }

    assert counts == {("appraisal_answers_total", "2xx"): 10}


@pytest.mark.parametrize(
    "given",
    [
        {"environ_base": {"REMOTE_ADDR": "192.168.8.20"}},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
        {"base_url": "http://192.0.2.9"},
    ],
    ids=["from afar", "passed on", "under the public name"],
)
def test_others_find_no_such_page(migrated, tmp_path, given):
    app = create_app({"APPRAISAL_DATA": tmp_path / "data", "APPRAISAL_TRUSTED_HOSTS": "192.0.2.9"})

    assert app.test_client().get("/metrics", **given).status_code == 404
    app.extensions["appraisal"].database.engine.dispose()


def test_a_token_opens_the_page_from_anywhere_and_nothing_else_does(tmp_path):
    app = create_app({"APPRAISAL_DATA": tmp_path / "data", "APPRAISAL_METRICS_TOKEN": TOKEN})
    client, afar = app.test_client(), {"REMOTE_ADDR": "192.168.8.20"}

    statuses = [
        client.get("/metrics", headers=headers, environ_base=afar).status_code
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Bearer {TOKEN}"})
    ]
    app.extensions["appraisal"].database.engine.dispose()

    assert (statuses, client.get("/metrics").status_code) == ([404, 404, 200], 404)


@pytest.mark.parametrize(
    ("setting", "value"), [("APPRAISAL_METRICS_TOKEN", "short"), ("APPRAISAL_LOG", "xml")]
)
def test_a_setting_that_makes_no_sense_is_refused(tmp_path, setting, value):
    with pytest.raises(ConfigurationRefused, match=setting):
        read({"APPRAISAL_DATA": tmp_path, setting: value})


def test_a_log_line_is_one_object_without_seconds():
    record = logging.LogRecord(
        "appraisal.web", logging.ERROR, "", 0, "fault %s", ("A1",), (ValueError, ValueError("x"), None)
    )

    line = logs._Lines().format(record)

    assert {**json.loads(line), "at": ""} == {
        "at": "",
        "level": "error",
        "logger": "appraisal.web",
        "message": "fault A1",
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\dZ", json.loads(line)["at"])
