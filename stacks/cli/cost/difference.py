"""`slipway cost --base REF`: what a change adds to the bill."""

from dataclasses import replace
from pathlib import Path

from slipway.stacks.cli.errors import UserError
from slipway.stacks.cost.diff.diff import Diff, DifferentCurrenciesError, diff
from slipway.stacks.cost.diff.revision import Inputs, estimate_at
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.plan.revision import RevisionError


def since(base: str, today: Inputs, after: Estimate) -> Diff:
    """The difference of today's estimate to the one at a git revision.

    Raises:
        UserError: There is no such revision, it can't be planned, or its currency is another.
    """
    try:
        before = estimate_at(base, today, Path.cwd())
        nothing = replace(after, items=(), assumptions=(), load=(), notes=())
        return diff(before.estimate or nothing, after, base=base, notes=before.notes)
    except (RevisionError, DifferentCurrenciesError) as error:
        raise UserError(str(error)) from error
