"""Settings, and the starts that are refused."""

import os
import stat

import pytest

from appraisal import config
from appraisal.domain.errors import ConfigurationRefused


@pytest.fixture
def read(tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith(config.PREFIX)]:
        monkeypatch.delenv(name)
    return lambda **given: config.read({"APPRAISAL_DATA": tmp_path / "data", **given})


def test_a_first_start_makes_its_own_secrets(read, tmp_path):
    settings = read()

    made = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "data").iterdir()}

    assert made == {"secret_key": 0o600, "pepper": 0o600, "receipt_key": 0o600}
    assert len({settings.secret_key, settings.pepper, settings.receipt_key}) == 3
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_the_next_start_keeps_them(read):
    first, second = read(), read()

    assert first == second


@pytest.mark.parametrize("secret", ["", "secret", "changeme", "a" * 64, "short-but-random-7f3a"])
def test_a_weak_secret_is_refused(read, secret):
    with pytest.raises(ConfigurationRefused, match="openssl rand -hex 32"):
        read(APPRAISAL_SECRET_KEY=secret)


def test_a_secret_that_others_can_read_is_refused(read, tmp_path):
    read()
    (tmp_path / "data" / "pepper").chmod(0o644)

    with pytest.raises(ConfigurationRefused, match="chmod 600"):
        read()


@pytest.mark.parametrize("url", ["192.168.8.10", "ftp://hall", "http://", "http://hall/vote"])
def test_an_address_that_cannot_be_printed_on_a_slip_is_refused(read, url):
    with pytest.raises(ConfigurationRefused, match="APPRAISAL_PUBLIC_URL"):
        read(APPRAISAL_PUBLIC_URL=url)


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_a_port_that_is_none_is_refused(read, port):
    with pytest.raises(ConfigurationRefused, match="APPRAISAL_PORT"):
        read(APPRAISAL_PORT=port)


def test_slips_lead_to_the_public_address(read):
    settings = read(APPRAISAL_PUBLIC_URL="https://hall.example/")

    assert (settings.voting_url, settings.is_secure) == ("https://hall.example/v", True)
    assert "hall.example" in settings.trusted_hosts


def test_secrets_do_not_show_themselves(read):
    settings = read()

    assert [secret.decode() in repr(settings) for secret in (settings.secret_key, settings.pepper)] == [
        False
    ] * 2


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"APPRAISAL_PROCESSES": "0"}, "1 到 32"),
        ({"APPRAISAL_PROCESSES": "many"}, "1 到 32"),
        ({"APPRAISAL_PROCESSES": "2", "APPRAISAL_REDIS_URL": "redis://a"}, "PostgreSQL"),
        ({"APPRAISAL_PROCESSES": "2", "APPRAISAL_DATABASE_URL": "postgresql://a/b"}, "APPRAISAL_REDIS_URL"),
        ({"APPRAISAL_REDIS_URL": "http://a"}, "redis://"),
    ],
)
def test_processes_that_would_not_know_of_each_other_are_refused(read, given, why):
    with pytest.raises(ConfigurationRefused, match=why):
        read(**given)


def test_several_processes_need_one_server_of_tables_and_one_of_counts(read):
    found = read(
        APPRAISAL_PROCESSES="4",
        APPRAISAL_DATABASE_URL="postgresql://a/b",
        APPRAISAL_REDIS_URL="redis://:geheim@a/0",
    )

    assert (found.processes, "geheim" in repr(found)) == (4, False)
