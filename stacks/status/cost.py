"""What a stack is billed in a month."""

from slipway.stacks.config.platform import PlatformConfig
from slipway.stacks.status.report import MonthlyCost

NOTHING = MonthlyCost(low="0", expected="0", high="0", currency="USD")


def monthly_cost(platform: PlatformConfig) -> MonthlyCost:
    """Zero on the operator's own machine, where nobody bills; other targets bring an estimate."""
    match platform.target.kind:
        case "local":
            return NOTHING
