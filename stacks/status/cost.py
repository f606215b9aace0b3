"""What a stack is billed in a month."""

from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.kubernetes import KubernetesTarget
from slipway.stacks.config.targets.local import LocalTarget
from slipway.stacks.cost.estimate.stack import estimate_stack
from slipway.stacks.cost.money import cents
from slipway.stacks.status.report import MonthlyCost

NOTHING = MonthlyCost(low="0", expected="0", high="0", currency="USD")
NO_ESTIMATE = MonthlyCost(low=None, expected=None, high=None, currency="USD")


def monthly_cost(config: StackConfig) -> MonthlyCost:
    """The estimate of a cloud stack; nothing on the operator's own machine, where nobody bills.

    What an existing cluster costs only its owner knows. `slipway cost` says what an estimate
    lacks.
    """
    target = config.platform.target
    if isinstance(target, LocalTarget):
        return NOTHING
    if isinstance(target, KubernetesTarget):
        return NO_ESTIMATE
    found = estimate_stack(config)
    low, expected, high = (cents(one) for one in found.total.each())
    return MonthlyCost(low=low, expected=expected, high=high, currency=found.currency)
