"""`slipway variants`: what each variant offers and lacks, and which one suits a team."""

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from slipway.stacks.advice.advice import advise
from slipway.stacks.advice.integration import parse_runs
from slipway.stacks.advice.options import CHOICES, LeftOut, choose
from slipway.stacks.advice.render import print_advice, print_factors
from slipway.stacks.advice.table import factor_table
from slipway.stacks.advice.weights import of_file, of_option
from slipway.stacks.cli.cost.faults import input_faults
from slipway.stacks.cli.errors import UserError
from slipway.stacks.cli.options import json_option, runs_option
from slipway.stacks.cli.published.advice import AdviceDocument
from slipway.stacks.cli.published.variants import VariantsDocument
from slipway.stacks.cli.variants_bills import Bills, bills
from slipway.stacks.variants import CAPABILITIES, CELLS, TARGET_KINDS, TargetKind

_FILE = click.Path(dir_okay=False, path_type=Path)
_TARGETS = [one for one in TARGET_KINDS if one != "local"]


class OnlyWithAdviseError(UserError):
    """An option that means something for an advice alone."""

    def __init__(self, option: str) -> None:
        super().__init__(f"{option}: got it alone; expected --advise beside it. Add that.")


@click.command()
@click.option("--advise", "wants_advice", is_flag=True, help="Rank them by your weights.")
@click.option(
    "--weight",
    "weighed",
    multiple=True,
    metavar="FACTOR=N",
    help="How much a factor counts, 1 unless given; over --weights. May be repeated.",
)
@click.option("--weights", "weights_file", type=_FILE, help="YAML with lines like flexibility: 3.")
@runs_option
@click.option(
    "--on",
    "targets",
    multiple=True,
    type=click.Choice(_TARGETS),
    help="Rank what runs there alone. May be repeated.",
)
@click.option("--stack", help="Let the bill of this stack's workload count as the factor cost.")
@json_option
def variants(
    *,
    wants_advice: bool,
    weighed: Sequence[str],
    weights_file: Path | None,
    runs: Sequence[str],
    targets: Sequence[TargetKind],
    stack: str | None,
    as_json: bool,
) -> None:
    """Print the capability table, the pairs of variant and target, and what decides between them.

    With --advise: a ranking by your weights, what decided it, and how far it is from flipping.
    """
    with input_faults():
        found = parse_runs(runs)
        if wants_advice:
            _advise(weighed, weights_file, found, targets, stack, as_json=as_json)
            return
    given = {
        "--weight": weighed, "--weights": weights_file, "--on": targets, "--stack": stack,
    }  # fmt: skip
    for option, value in given.items():
        if value:
            raise OnlyWithAdviseError(option)
    if as_json:
        click.echo(VariantsDocument.present(found).model_dump_json(by_alias=True, indent=2))
        return
    _print_tables(found, Console())


def _advise(
    weighed: Sequence[str],
    weights_file: Path | None,
    runs: Sequence[str],
    targets: Sequence[TargetKind],
    stack: str | None,
    *,
    as_json: bool,
) -> None:
    written = [] if weights_file is None else of_file(weights_file)
    written += [of_option(one) for one in weighed]
    cells, left_out = choose(runs=runs, targets=targets)
    billed = Bills() if stack is None else bills(stack, cells)
    cells = [one for one in cells if one.name not in billed.without]
    left_out += [LeftOut(cell=name, reason=why) for name, why in billed.without.items()]
    costs = None if stack is None else billed.expected
    advice = advise(cells, written, runs=runs, costs=costs, left_out=left_out)
    if as_json:
        document = AdviceDocument.of(advice, stack, billed.notes)
        click.echo(document.model_dump_json(by_alias=True, indent=2))
        return
    console = Console()
    print_advice(advice, console)
    for note in billed.notes:
        console.print(note, soft_wrap=not console.is_terminal, highlight=False, markup=False)


def _print_tables(runs: Sequence[str], console: Console) -> None:
    table = Table("capability", "open-source", "cloud-native", "managed-platform")
    for row in CAPABILITIES:
        table.add_row(row.name, row.open_source, row.cloud_native, row.managed_platform)
    console.print(table)
    pairs = Table("variant", "target", "runs on", "in this version")
    for cell in CELLS:
        pairs.add_row(cell.variant, cell.target, cell.runs_on, "yes" if cell.built else "not yet")
    console.print(pairs)
    print_factors(factor_table(CHOICES, runs=runs), console)
    console.print("slipway variants --advise ranks them by your own weights.")
