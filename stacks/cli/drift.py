"""`slipway drift`: the monitoring job by hand, on any files."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console
from rich.table import Table

from slipway.monitoring.codec import decode
from slipway.monitoring.errors import MonitoringError
from slipway.monitoring.evaluate import Options
from slipway.monitoring.files_run import FilesRun
from slipway.monitoring.output import REPORT, VERDICT, verdict_json, write
from slipway.monitoring.roles import Roles
from slipway.monitoring.sources.store import FolderStore
from slipway.monitoring.states import State
from slipway.monitoring.verdict import Verdict, Window
from slipway.monitoring.windows import WindowSpec
from slipway.stacks.cli.errors import UserError
from slipway.stacks.cli.options import json_option

COLOURS = {
    State.OK: "green",
    State.DRIFT: "bold red",
    State.QUALITY: "yellow",
    State.INSUFFICIENT: "dim",
    State.NO_DATA: "magenta",
    State.FAILED: "bold red",
}
SHOWN_COLUMNS = 20


class NoVerdictError(UserError):
    """A folder without the files of a run."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"DIR: got {str(folder)!r}; expected a folder that holds {VERDICT}. "
            "Name the --out of a `slipway drift run`."
        )


class NoFolderError(UserError):
    """A place that can't be written to."""

    def __init__(self, error: OSError) -> None:
        super().__init__(
            f"--out: got {str(error.filename)!r} ({error.strerror}); expected a folder that can "
            "be written. Name another one."
        )


@click.group()
def drift() -> None:
    """Compare data with a reference: drift, realised quality, data faults."""


def _names(_context: click.Context, _parameter: click.Parameter, value: str | None) -> list[str]:
    return [name.strip() for name in (value or "").split(",") if name.strip()]


@drift.command()
@click.option("--reference", required=True, help="Data as it should be: file or folder.")
@click.option("--current", required=True, help="Data to judge: Parquet, CSV or JSONL.")
@click.option("--labels", help="Labels that came later; joined by --id.")
@click.option("--id", "identifier", metavar="COL", help="Request id.")
@click.option("--time", metavar="COL", help="Time of a row.")
@click.option("--target", metavar="COL", help="True label or value.")
@click.option("--prediction", metavar="COL", help="What the model answered.")
@click.option("--score", "scores", metavar="COL,...", callback=_names, help="Its probabilities.")
@click.option("--exclude", metavar="COL,...", callback=_names, help="Columns to leave out.")
@click.option("--window", metavar="ROWS|DURATION", help="5000, 15m, 6h, 2d; default: all rows.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write to.")
@json_option
def run(
    *,
    reference: str,
    current: str,
    labels: str | None,
    identifier: str | None,
    time: str | None,
    target: str | None,
    prediction: str | None,
    scores: list[str],
    exclude: list[str],
    window: str | None,
    out: Path,
    as_json: bool,
) -> None:
    """Judge files against a reference; writes verdict.json and report.html.

    Exit codes: 0 ok, 1 drift or quality loss, 2 wrong use, 3 no data, 4 failed to compute.
    """
    try:
        roles = Roles(
            identifier=identifier,
            time=time,
            target=target,
            prediction=prediction,
            scores=tuple(scores),
            excluded=frozenset(exclude),
        )
        job = FilesRun(
            reference=reference,
            current=current,
            labels=labels,
            roles=roles,
            options=Options(window=WindowSpec.parse(window)),
        )
        verdict = job.verdict(datetime.now(UTC))
    except MonitoringError as error:
        _fail(error)
    _write(verdict, out)
    _print(verdict, out, as_json=as_json)
    sys.exit(verdict.exit_code)


@drift.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--open", "show", is_flag=True, help="Open the report in the browser.")
@json_option
def report(*, folder: Path, show: bool, as_json: bool) -> None:
    """Print what a run found out, and where its report is."""
    path = folder / VERDICT
    if not path.is_file():
        raise NoVerdictError(folder)
    try:
        verdict = decode(Verdict, json.loads(path.read_text(encoding="utf-8")), place=str(path))
    except MonitoringError as error:
        _fail(error)
    except json.JSONDecodeError as error:
        raise NoVerdictError(folder) from error
    _print(verdict, folder, as_json=as_json)
    if show:
        click.launch(str((folder / REPORT).resolve()))


def _fail(error: MonitoringError) -> NoReturn:
    """Ends with the sentence of the error and the exit code of its kind."""
    click.echo(str(error), err=True)
    sys.exit(error.exit_code)


def _write(verdict: Verdict, out: Path) -> None:
    try:
        write(verdict, FolderStore(out))
    except OSError as error:
        raise NoFolderError(error) from error


def _print(verdict: Verdict, folder: Path, *, as_json: bool) -> None:
    if as_json:
        click.echo(verdict_json(verdict), nl=False)
        return
    console = Console()
    table = Table("window", "rows", "state", "drifted columns", "concept", "quality")
    for window in verdict.windows:
        table.add_row(*_row(window))
    console.print(table)
    last = next((w for w in reversed(verdict.windows) if w.state.alarms), verdict.windows[-1])
    console.print(_columns(last))
    for reason in last.reasons:
        console.print(f"window {last.index + 1}: {reason}", markup=False, highlight=False)
    colour = COLOURS[verdict.state]
    console.print(f"[{colour}]{verdict.state}[/{colour}]; report: ", end="")
    console.print(str(folder / REPORT), markup=False, highlight=False, soft_wrap=True)


def _row(window: Window) -> tuple[str, ...]:
    drifted = [name for name, column in window.columns.items() if column.state is State.DRIFT]
    measures = ", ".join(
        f"{measure.name} {measure.value:.4g}" for measure in window.quality.measures.values()
    )
    colour = COLOURS[window.state]
    return (
        str(window.index + 1),
        f"{window.rows:,}",
        f"[{colour}]{window.state}[/{colour}]",
        ", ".join(drifted) or "-",
        window.concept.state.value,
        measures or window.quality.state.value,
    )


def _columns(window: Window) -> Table:
    """The columns of one window, the largest change first."""
    table = Table(
        "column",
        "state",
        "method",
        "score",
        "p",
        "effect",
        "floor",
        title=f"window {window.index + 1}",
    )
    ranked = sorted(window.columns.items(), key=lambda item: -(item[1].effect or 0.0))
    for name, column in ranked[:SHOWN_COLUMNS]:
        colour = COLOURS[column.state]
        figures = (column.score, column.p, column.effect, column.floor)
        table.add_row(
            name,
            f"[{colour}]{column.state}[/{colour}]",
            column.method or "-",
            *("-" if figure is None else f"{figure:.4g}" for figure in figures),
        )
    return table
