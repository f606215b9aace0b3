"""What a stack is billed in a month."""

from slipway.stacks.config.platform import PlatformConfig
from slipway.stacks.config.targets.local import LocalTarget
from slipway.stacks.status.report import MonthlyCost

NOTHING = MonthlyCost(low="0", expected="0", high="0", currency="USD")
NO_ESTIMATE = MonthlyCost(low=None, expected=None, high=None, currency="USD")


def monthly_cost(platform: PlatformConfig) -> MonthlyCost:
    """Zero on the operator's own machine, where nobody bills; other targets have no estimate."""
    return NOTHING if isinstance(platform.target, LocalTarget) else NO_ESTIMATE
