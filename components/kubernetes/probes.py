"""How the kubelet asks a container whether it started, is ready, and lives."""

from collections.abc import Sequence
from dataclasses import dataclass

from pulumi_kubernetes.core.v1 import ExecActionArgs, HTTPGetActionArgs, ProbeArgs


@dataclass(frozen=True, kw_only=True)
class Probes:
    """The three questions together: one without the others restarts or routes blindly."""

    startup: ProbeArgs
    readiness: ProbeArgs
    liveness: ProbeArgs


def http_probes(
    path: str,
    port: str,
    *,
    startup_seconds: int,
    live_path: str | None = None,
    readiness_period: int = 5,
) -> Probes:
    """Probes by HTTP; liveness may ask a cheaper path, so that load never restarts a pod."""
    live = path if live_path is None else live_path
    return Probes(
        startup=_http(path, port, period=2, failures=max(1, startup_seconds // 2)),
        readiness=_http(path, port, period=readiness_period, failures=3),
        liveness=_http(live, port, period=10, failures=6),
    )


def command_probes(command: Sequence[str], *, startup_seconds: int) -> Probes:
    """Probes by a program inside the container."""
    return Probes(
        startup=_command(command, period=2, failures=max(1, startup_seconds // 2)),
        readiness=_command(command, period=5, failures=3),
        liveness=_command(command, period=10, failures=6),
    )


def _http(path: str, port: str, *, period: int, failures: int) -> ProbeArgs:
    return ProbeArgs(
        http_get=HTTPGetActionArgs(path=path, port=port),
        period_seconds=period,
        failure_threshold=failures,
        timeout_seconds=5,
    )


def _command(command: Sequence[str], *, period: int, failures: int) -> ProbeArgs:
    return ProbeArgs(
        exec_=ExecActionArgs(command=list(command)),
        period_seconds=period,
        failure_threshold=failures,
        timeout_seconds=5,
    )
