"""One cell of a comparison alone: to trace a figure of it."""

import dataclasses
from collections.abc import Callable

from slipway.stacks.cost.compare.cells.cell_name import BILLED_CELLS
from slipway.stacks.cost.compare.errors import NothingFitsError
from slipway.stacks.cost.compare.make import Planned, planned_cells
from slipway.stacks.cost.compare.question import Question
from slipway.stacks.cost.estimate.estimate import Estimate


def split_cell(name: str) -> tuple[str | None, str]:
    """The cell before a line's name, as in ``cloud-native-aws/monitoring``; None without one."""
    cell, _, line = name.partition("/")
    return (cell, line) if cell in BILLED_CELLS and line else (None, name)


def estimate_cell(question: Question, cell: str, *, progress: Callable[[str], None]) -> Estimate:
    """The same estimate as the comparison's.

    Raises:
        NothingFitsError: The cell can't run what the stack asks for.
    """
    (found,) = planned_cells(dataclasses.replace(question, only=(cell,)), progress=progress)
    if isinstance(found, Planned):
        return found.estimator.base
    raise NothingFitsError(question.config.stack, [found])
