"""The estimate of a configured stack, planned here; once in a process, as a plan is."""

from decimal import Decimal
from pathlib import Path

from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.catalogue.catalogue import with_book
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.make import estimate
from slipway.stacks.cost.usage.overrides import read_overrides
from slipway.stacks.cost.usage_list.usage import DEFAULT_HOURS


def estimate_stack(
    config: StackConfig,
    *,
    prices: Path | None = None,
    usage: Path | None = None,
    hours: Decimal = DEFAULT_HOURS,
) -> Estimate:
    """A month's bill of a stack, with the user's own prices and assumptions over the built-in ones.

    Raises:
        ConfigError: The config is refused.
        CostInputError: A price book or an assumption file is wrong.
    """
    # Imported late: it loads the SDKs. The files are read first: their faults need no plan.
    from slipway.stacks.plan.stack import plan  # noqa: PLC0415

    catalogue = with_book(prices)
    assumptions = None if usage is None else read_overrides(usage)
    return estimate(plan(config), config, catalogue, assumptions=assumptions, hours=hours)
