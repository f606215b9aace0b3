"""The bills that `slipway variants --advise --stack S` lets count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from slipway.stacks.cli.cost.regions import tell
from slipway.stacks.cli.options import stack_file
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.cost.compare.cells.candidates import Misfit
from slipway.stacks.cost.compare.cells.cell_name import BILLED_CELLS
from slipway.stacks.cost.compare.make import planned_cells
from slipway.stacks.cost.compare.question import Question
from slipway.stacks.variants import Cell


@dataclass(frozen=True, kw_only=True)
class Bills:
    """Expected money a month by cell, and the cells without any."""

    expected: Mapping[str, Decimal] = field(default_factory=dict)
    without: Mapping[str, str] = field(default_factory=dict)
    """Why there is none."""
    notes: Sequence[str] = ()


def bills(stack: str, cells: Sequence[Cell]) -> Bills:
    """What the stack's workload costs in each of the cells, from the built-in prices.

    Raises:
        ConfigError: The stack's file is wrong.
        CostInputError: A price isn't in order.
    """
    config = load(from_file(stack_file(stack)))
    without = {
        one.name: "no cloud bills it, so cost can't be compared"
        for one in cells
        if one.name not in BILLED_CELLS
    }
    billed = [one.name for one in cells if one.name in BILLED_CELLS]
    if not billed:
        return Bills(without=without)
    expected: dict[str, Decimal] = {}
    notes: list[str] = []
    for one in planned_cells(Question.of(config, only=billed), progress=tell):
        if isinstance(one, Misfit):
            without[one.cell] = one.reason
            continue
        estimate = one.estimator.base
        expected[one.candidate.cell] = estimate.total.expected
        if not notes:
            notes.append(f"cost: {estimate.currency} a month, expected, of {stack}'s workload.")
        if estimate.at_least:
            missing = ", ".join(estimate.missing)
            notes.append(f"{one.candidate.cell} costs at least that: no price for {missing}.")
    return Bills(expected=expected, without=without, notes=notes)
