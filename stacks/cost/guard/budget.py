"""Whether an estimate stays within the stack's budget."""

from slipway.stacks.config.faults import ConfigError, Fault
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.guard.excess import excess
from slipway.stacks.cost.money import cents


def over_budget(estimate: Estimate, config: StackConfig) -> str | None:
    """A sentence when the expected total is above the budget; None within it or without one.

    Raises:
        ConfigError: The budget is in another currency than the prices.
    """
    budget = config.platform.budget
    if budget is None:
        return None
    if budget.currency != estimate.currency:
        fault = Fault(
            path="platform.budget.currency",
            value=budget.currency,
            rule=f"{estimate.currency}, as the prices",
            remedy="Currencies are not converted: state the budget in that of the price book.",
        )
        raise ConfigError(f"Pulumi.{config.stack}.yaml", [fault])
    above = estimate.total.expected - budget.monthly
    if above <= 0:
        return None
    prefix = "at least " if estimate.at_least else ""
    return (
        f"{estimate.stack}: expected {prefix}{cents(estimate.total.expected)} {budget.currency} a "
        f"month, {excess(above)} above the budget of {cents(budget.monthly)}."
    )
