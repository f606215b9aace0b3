"""The policies of a configured stack, planned and priced here."""

import difflib
from datetime import date

from slipway.stacks.config.faults import ConfigError, Fault
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.catalogue.catalogue import with_book
from slipway.stacks.cost.estimate.make import estimate
from slipway.stacks.cost.guard.budget import over_budget
from slipway.stacks.plan.graph import Plan
from slipway.stacks.policy.check import PolicyReport, check
from slipway.stacks.policy.rules.registry import BY_ID
from slipway.stacks.policy.scene import Scene


def check_plan(plan: Plan, config: StackConfig, today: date) -> PolicyReport:
    """Every policy over a plan, the budget included.

    Raises:
        ConfigError: An exception names no policy, or the budget is in another currency.
    """
    _known_exceptions(config)
    found = estimate(plan, config, with_book(None))
    scene = Scene(plan=plan, config=config, over_budget=over_budget(found, config))
    return check(scene, today)


def _known_exceptions(config: StackConfig) -> None:
    faults = [
        Fault(
            path=f"platform.policyExceptions[{number}].policy",
            value=one.policy,
            rule="the id of a policy",
            remedy=_nearest(one.policy),
        )
        for number, one in enumerate(config.platform.policy_exceptions)
        if one.policy not in BY_ID
    ]
    if faults:
        raise ConfigError(f"Pulumi.{config.stack}.yaml", faults)


def _nearest(name: str) -> str:
    near = difflib.get_close_matches(name, BY_ID, n=1)
    return f"The nearest is {near[0]}." if near else "`slipway check --list` names them all."
