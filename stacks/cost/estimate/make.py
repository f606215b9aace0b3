"""Makes the estimate of a planned stack."""

from collections.abc import Mapping
from decimal import Decimal

from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.catalogue.catalogue import Catalogue
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.estimator import Estimator
from slipway.stacks.cost.usage.assumption import UsageAssumption
from slipway.stacks.cost.usage_list.usage import DEFAULT_HOURS
from slipway.stacks.plan.graph import Plan


def estimate(
    plan: Plan,
    config: StackConfig,
    catalogue: Catalogue,
    *,
    assumptions: Mapping[str, UsageAssumption] | None = None,
    hours: Decimal = DEFAULT_HOURS,
) -> Estimate:
    """The month's bill of a plan; `assumptions` are the user's own, by name.

    Raises:
        ConfigError: The config's traffic is out of order.
        CostInputError: A price is in another unit or currency than its kind.
    """
    return Estimator(plan, config, catalogue, assumptions=assumptions, hours=hours).base
