"""`slipway cost compare`: one workload in every variant and cloud, side by side."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console

from slipway.stacks.advice.integration import parse_runs
from slipway.stacks.cli.cost.faults import input_faults
from slipway.stacks.cli.cost.regions import given_regions, region_options, tell
from slipway.stacks.cli.errors import UserError
from slipway.stacks.cli.options import json_option, runs_option, stack_file, stack_option
from slipway.stacks.cli.published.cost_compare import ComparisonDocument
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.cost.compare.cells.cell_name import BILLED_CELLS
from slipway.stacks.cost.compare.comparison import Comparison
from slipway.stacks.cost.compare.make import compared, planned_cells
from slipway.stacks.cost.compare.question import Question
from slipway.stacks.cost.compare.render.markdown import comparison_markdown
from slipway.stacks.cost.compare.render.text import print_comparison

F = TypeVar("F", bound=Callable[..., object])
_FILE = click.Path(dir_okay=False, path_type=Path)
_HOURS = click.FloatRange(min=0, max=744, min_open=True)
_MONEY = click.FloatRange(min=0, min_open=True)


class BothFormatsError(UserError):
    """JSON and Markdown at once."""

    def __init__(self) -> None:
        super().__init__("--json --markdown: got both; expected one of them. Leave one out.")


class HoursWithoutRateError(UserError):
    """Hours of work, and nothing to pay for one."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"--people: got {path} alone; expected --people-rate AMOUNT beside it. "
            "State what an hour costs."
        )


class UnwritableError(UserError):
    """A file that was asked for can't be written."""

    def __init__(self, option: str, path: Path, problem: str) -> None:
        super().__init__(
            f"{option}: got {path}; expected a file that can be written ({problem}). "
            "Name one in a folder that exists."
        )


def _figures(command: F) -> F:
    """Adds the options that decide what is compared, and by whose figures."""
    for option in (
        click.option(
            "--only",
            multiple=True,
            type=click.Choice(list(BILLED_CELLS)),
            metavar="CELL",
            help="Compare this cell alone, e.g. cloud-native-aws; may be repeated.",
        ),
        click.option(
            "--hours", type=_HOURS, default=730, show_default=True, help="Hours of the month."
        ),
        runs_option,
        click.option("--usage", type=_FILE, help="Your own assumptions, over the defaults."),
        click.option("--prices", type=_FILE, help="Your own price book, over the built-in one."),
    ):
        command = option(command)
    return command


def _people(command: F) -> F:
    """Adds the options about people's work, which is off by default."""
    rate = click.option(
        "--people-rate",
        type=_MONEY,
        metavar="AMOUNT",
        help="Count people's work too, at so much an hour; in no total.",
    )
    hours = click.option(
        "--people",
        "people_file",
        type=_FILE,
        help="Your own hours of work, over the built-in estimate.",
    )
    return rate(hours(command))


@click.command()
@stack_option
@region_options
@_figures
@_people
@json_option
@click.option("--markdown", "as_markdown", is_flag=True, help="Print Markdown.")
@click.option("--html", type=_FILE, help="Write one page with the pictures, too.")
@click.option(
    "--svg",
    type=_FILE,
    help="Draw the bars into this file, and cost over requests/s into NAME-by-rate.svg.",
)
def compare(
    stack: str,
    *,
    prices: Path | None,
    usage: Path | None,
    hours: float,
    runs: Sequence[str],
    aws_region: str | None,
    azure_region: str | None,
    only: Sequence[str],
    people_rate: float | None,
    people_file: Path | None,
    as_json: bool,
    as_markdown: bool,
    html: Path | None,
    svg: Path | None,
) -> None:
    """Compare the monthly bill of the stack's workload in every variant and cloud, offline.

    The stack may be of any variant and target; what isn't its target's own is kept. Cells that
    can't run it are named with the reason.
    """
    if as_json and as_markdown:
        raise BothFormatsError
    for option, path in (("--html", html), ("--svg", svg)):
        if path is not None and not path.parent.is_dir():
            raise UnwritableError(option, path, "its folder doesn't exist")
    if people_file is not None and people_rate is None:
        raise HoursWithoutRateError(people_file)
    config = load(from_file(stack_file(stack)))
    with input_faults():
        question = Question.of(
            config,
            prices=prices,
            usage=usage,
            hours=Decimal(str(hours)),
            regions=given_regions(aws_region, azure_region),
            only=only,
            people_rate=None if people_rate is None else Decimal(str(people_rate)),
            people=people_file,
            runs=parse_runs(runs),
        )
        comparison = compared(question, planned_cells(question, progress=tell))
    _print(comparison, as_json=as_json, as_markdown=as_markdown)
    _draw(comparison, html, svg)


def _print(comparison: Comparison, *, as_json: bool, as_markdown: bool) -> None:
    if as_json:
        document = ComparisonDocument.of(comparison)
        click.echo(json.dumps(document.model_dump(mode="json", by_alias=True), indent=2))
    elif as_markdown:
        click.echo(comparison_markdown(comparison), nl=False)
    else:
        print_comparison(comparison, Console())


def _draw(comparison: Comparison, html: Path | None, svg: Path | None) -> None:
    # Imported late: matplotlib takes longer than all the sums.
    if html is not None:
        from slipway.stacks.cost.compare.render.page import write_page  # noqa: PLC0415

        with _written("--html", html):
            write_page(comparison, html)
    if svg is not None:
        from slipway.stacks.cost.compare.picture.draw import bars_svg, curve_svg  # noqa: PLC0415

        with _written("--svg", svg):
            svg.write_text(bars_svg(comparison), encoding="utf-8")
        if comparison.sweep is not None:
            curve = svg.with_name(f"{svg.stem}-by-rate{svg.suffix}")
            with _written("--svg", curve):
                curve.write_text(curve_svg(comparison), encoding="utf-8")


@contextmanager
def _written(option: str, path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnwritableError(option, path, error.strerror or str(error)) from error
    tell(f"{path}: written")
