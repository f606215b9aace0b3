"""What an operator can set, read once from the environment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slipway.serving.server.threads import available_cpus

if TYPE_CHECKING:
    from collections.abc import Mapping

_MIB = 1024 * 1024
_LOG_URL = re.compile(
    r"s3://[^/]+(/.*)?|file:///.+|[^:]*"
    r"|abfss://[a-z0-9](-?[a-z0-9])+@[a-z0-9]{3,24}\.dfs\.core\.[a-z.]+(/.*)?"
)


class SettingsError(Exception):
    """Every wrong variable at once."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The process's limits and where its request log goes."""

    in_flight: int
    """Requests that may be with the model or wait for one of its threads."""
    queue: int
    """Requests that may wait for a place among those; the next one gets 429."""
    deadline: float
    """Seconds from arrival after which a request gets 504."""
    batch_rows: int
    """Most rows of waiting requests that are joined to one call of the model; 1 joins none."""
    workers: int
    """Threads that predict."""
    body_bytes: int
    body_seconds: float
    """Longest time that a client may take to send a body."""
    drain_seconds: float
    """How long to go on serving after SIGTERM, until every load balancer has noticed."""
    log_url: str
    """`s3://bucket/prefix`, `abfss://container@account.dfs.core.windows.net/prefix` or a folder;
    empty: no request log."""
    log_flush_seconds: float
    log_flush_rows: int
    log_bytes: int
    """Memory that unwritten rows may take; above it they are dropped and counted."""
    digest: str
    """The image's digest where the deployment tells it: only a label of a metric."""


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings, or one error that lists every variable that is wrong."""
    reader = _Reader(environment)
    in_flight = reader.count("SLIPWAY_IN_FLIGHT", 16)
    settings = Settings(
        in_flight=in_flight,
        queue=reader.count("SLIPWAY_QUEUE", 4 * in_flight, least=0),
        deadline=reader.seconds("SLIPWAY_DEADLINE_SECONDS", 5.0),
        batch_rows=reader.count("SLIPWAY_BATCH_ROWS", 256),
        workers=reader.count("SLIPWAY_WORKERS", available_cpus()),
        body_bytes=reader.count("SLIPWAY_BODY_BYTES", 8 * _MIB),
        body_seconds=reader.seconds("SLIPWAY_BODY_SECONDS", 10.0),
        drain_seconds=reader.seconds("SLIPWAY_DRAIN_SECONDS", 5.0, zero=True),
        log_url=reader.log_url("SLIPWAY_LOG_URL"),
        log_flush_seconds=reader.seconds("SLIPWAY_LOG_FLUSH_SECONDS", 10.0),
        log_flush_rows=reader.count("SLIPWAY_LOG_FLUSH_ROWS", 10_000),
        log_bytes=reader.count("SLIPWAY_LOG_BYTES", 32 * _MIB),
        digest=environment.get("SLIPWAY_DIGEST", ""),
    )
    if reader.faults:
        raise SettingsError(reader.faults)
    return settings


class _Reader:
    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.faults: list[str] = []

    def count(self, name: str, default: int, *, least: int = 1) -> int:
        text = self._environment.get(name, "")
        if not text:
            return default
        if text.isascii() and text.isdecimal() and int(text) >= least:
            return int(text)
        self.faults.append(f"{name}: got {text!r}; expected a whole number of at least {least}.")
        return default

    def seconds(self, name: str, default: float, *, zero: bool = False) -> float:
        text = self._environment.get(name, "")
        if not text:
            return default
        try:
            value = float(text)
        except ValueError:
            value = -1.0
        day = 86400.0
        if 0 < value <= day or (zero and value == 0):
            return value
        rule = "from 0 to 86400" if zero else "above 0, at most 86400"
        self.faults.append(f"{name}: got {text!r}; expected seconds {rule}.")
        return default

    def log_url(self, name: str) -> str:
        text = self._environment.get(name, "")
        if not _LOG_URL.fullmatch(text):
            blobs = "abfss://container@account.dfs.core.windows.net/prefix"
            rule = f"s3://bucket/prefix, {blobs}, or the path of a folder"
            self.faults.append(f"{name}: got {text!r}; expected {rule}.")
        return text
