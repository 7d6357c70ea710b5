"""Settings from the environment and the data folder, checked at start."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

from .domain.errors import ConfigurationRefused
from .domain.phrase import phrase

PREFIX = "APPRAISAL_"
SECRET_BYTES = 32
MOST_PROCESSES = 32  # of one machine, each with its own connections to the database
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
EXAMPLES = frozenset({"secret", "changeme", "change-me", "dev", "development", "test"})


@dataclass(frozen=True)
class Settings:
    """Everything a start needs to know; secrets are never printed by accident."""

    data: Path
    database_url: str
    host: str
    port: int
    public_url: str
    trusted_hosts: tuple[str, ...]
    secret_key: bytes = field(repr=False)
    pepper: bytes = field(repr=False)
    receipt_key: bytes = field(repr=False)
    metrics_token: bytes = field(repr=False)
    log_as_json: bool
    redis_url: str = field(repr=False)  # may hold a password
    processes: int = 1
    wifi_name: str = ""
    wifi_password: str = field(default="", repr=False)

    @property
    def is_secure(self) -> bool:
        """Whether voters reach the server over TLS."""
        return self.public_url.startswith("https://")

    @property
    def voting_url(self) -> str:
        """The address printed on slips; it comes from here, never from a request."""
        return f"{self.public_url}/v"


def read(overrides: Mapping[str, object] | None = None) -> Settings:
    """Read the settings: overrides first, then the environment, then ``.env``, then what is usual.

    The data folder and the secrets in it are made on the first start.
    """
    found = {**dotenv_values(), **os.environ, **{key: str(value) for key, value in (overrides or {}).items()}}
    get = {
        key.removeprefix(PREFIX).lower(): value for key, value in found.items() if key.startswith(PREFIX)
    }.get
    data = Path(get("data") or "data").absolute()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    host, port = get("host") or "127.0.0.1", _port(get("port") or "8000")
    public_url = _public_url(get("public_url") or f"http://{_reachable(host)}:{port}")
    database_url = get("database_url") or f"sqlite:///{data / 'appraisal.db'}"
    redis_url = _redis_url(get("redis_url") or "")
    extra = tuple(name.strip() for name in (get("trusted_hosts") or "").split(",") if name.strip())
    return Settings(
        data=data,
        database_url=database_url,
        host=host,
        port=port,
        public_url=public_url,
        trusted_hosts=(*LOCAL_HOSTS, urlsplit(public_url).hostname or "", lan_address(), *extra),
        secret_key=_secret(get("secret_key"), data / "secret_key"),
        pepper=_secret(get("pepper"), data / "pepper"),
        wifi_name=get("wifi_name") or "",
        wifi_password=get("wifi_password") or "",
        receipt_key=_secret(get("receipt_key"), data / "receipt_key"),
        metrics_token=_token(get("metrics_token")),
        log_as_json=_is_json(get("log") or "text"),
        redis_url=redis_url,
        processes=_processes(get("processes") or "1", database_url, redis_url),
    )


def lan_address() -> str:
    """Return this machine's address in the hall's network, or the local one; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address: only the route is asked for
            return str(probe.getsockname()[0])
        except OSError:
            return LOCAL_HOSTS[0]


def _reachable(host: str) -> str:
    return lan_address() if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise ConfigurationRefused(
            why=phrase("APPRAISAL_PORT 应为 1 到 65535 的整数，现为 %(text)s", text=text)
        )
    return int(text)


def _public_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise ConfigurationRefused(
            why=phrase("APPRAISAL_PUBLIC_URL 应像 http://192.168.8.10 这样，现为 %(text)s", text=text)
        )
    return text.rstrip("/")


def _redis_url(text: str) -> str:
    if text and urlsplit(text).scheme not in ("redis", "rediss", "redis+unix"):
        raise ConfigurationRefused(why=phrase("APPRAISAL_REDIS_URL 应像 redis://127.0.0.1:6379/0 这样"))
    return text


def _processes(text: str, database_url: str, redis_url: str) -> int:
    """Allow several processes where they share all they know: tables, counts of wrong codes, alarms."""
    if not text.isdigit() or not 0 < int(text) <= MOST_PROCESSES:
        values = {"text": text, "most": MOST_PROCESSES}
        raise ConfigurationRefused(
            why=phrase("APPRAISAL_PROCESSES 应为 1 到 %(most)s 的整数，现为 %(text)s", **values)
        )
    if int(text) > 1 and (database_url.startswith("sqlite:") or not redis_url):
        raise ConfigurationRefused(
            why=phrase("APPRAISAL_PROCESSES 大于 1 时，要用 PostgreSQL，并设置 APPRAISAL_REDIS_URL")
        )
    return int(text)


def _token(given: str | None) -> bytes:
    return _strong(given.encode(), "APPRAISAL_METRICS_TOKEN") if given else b""


def _is_json(text: str) -> bool:
    if text not in ("text", "json"):
        raise ConfigurationRefused(why=phrase("APPRAISAL_LOG 应为 text 或 json，现为 %(text)s", text=text))
    return text == "json"


def _secret(given: str | None, path: Path) -> bytes:
    """Take a secret from the environment, or from its file, which the first start makes."""
    if given is not None:
        return _strong(given.encode(), "APPRAISAL_" + path.name.upper())
    if not path.exists():
        _write_privately(path, secrets.token_hex(SECRET_BYTES).encode())
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise ConfigurationRefused(
            why=phrase("密钥文件 %(path)s 别人也能读，请运行：chmod 600 %(path)s", path=path)
        )
    return _strong(path.read_bytes().strip(), str(path))


def _strong(secret: bytes, place: str) -> bytes:
    if (
        len(secret) < SECRET_BYTES
        or len(set(secret)) < 8
        or secret.decode(errors="ignore").lower() in EXAMPLES
    ):
        raise ConfigurationRefused(
            why=phrase("%(place)s 太弱：至少要 32 个随机字符。可用 openssl rand -hex 32 生成", place=place)
        )
    return secret


def _write_privately(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
