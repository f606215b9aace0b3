"""The closing table of `make up`."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from examples.car_loan.columns import MODEL
from examples.car_loan.platform import RunningPlatform
from examples.car_loan.record import Watched
from slipway.stacks.status.replicas import ready_replicas


def print_table(platform: RunningPlatform, watched: Sequence[Watched]) -> None:
    """Prints where everything is and what the sample showed."""
    console = Console(width=None if Console().is_terminal else 110)
    console.print(_addresses(platform))
    console.print(_model(platform))
    console.print(_watched(watched))


def _addresses(platform: RunningPlatform) -> Table:
    table = Table("what", "where", title="Platform")
    for name, url in platform.outputs.urls.items():
        table.add_row(name, url)
    login = platform.outputs.tracking_login
    if login is not None:
        # The password stays out of logs; the command prints it to whoever may read the stack.
        show = "pulumi stack output trackingLogin --show-secrets"
        table.add_row("login", f"{login.name}, password: {show}")
    return table


def _model(platform: RunningPlatform) -> Table:
    table = Table("model", "version", "digest", "replicas", "url", title="Model")
    model = platform.outputs.models[MODEL]
    ready = ready_replicas(platform.outputs.kubeconfig or "", platform.namespace()).get(MODEL, 0)
    table.add_row(
        MODEL,
        str(model.version),
        platform.digest()[:19],
        f"{ready} ready ({model.min_replicas}-{model.max_replicas})",
        model.url,
    )
    return table


def _watched(watched: Sequence[Watched]) -> Table:
    table = Table("traffic", "requests", "failed", "rows", "verdict", "columns", title="Monitor")
    for one in watched:
        verdict = "no drift" if one.state == "ok" else one.state
        columns = ", ".join(one.drifted) or "none"
        table.add_row(one.name, str(one.requests), str(one.failed), str(one.rows), verdict, columns)
    return table
