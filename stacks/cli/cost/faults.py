"""Turns wrong price and usage files into a message and exit code 2."""

from collections.abc import Iterator
from contextlib import contextmanager

from slipway.stacks.advice.errors import AdviceInputError
from slipway.stacks.cli.errors import UserError
from slipway.stacks.cost.compare.errors import ComparisonError
from slipway.stacks.cost.faults import CostInputError


@contextmanager
def input_faults() -> Iterator[None]:
    """What is wrong in the user's files, or can't be compared, told without a traceback."""
    try:
        yield
    except (CostInputError, ComparisonError, AdviceInputError) as error:
        raise UserError(str(error)) from error
