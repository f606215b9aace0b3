"""Makes the review of a project's stacks against a git revision."""

import dataclasses
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from slipway.stacks.config.faults import ConfigError
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.catalogue.catalogue import with_book
from slipway.stacks.cost.diff.diff import diff
from slipway.stacks.cost.diff.revision import Inputs, estimate_planned
from slipway.stacks.cost.estimate.make import estimate
from slipway.stacks.cost.usage_list.usage import DEFAULT_HOURS
from slipway.stacks.plan.graph import Plan
from slipway.stacks.plan.many import Refused, plan_many
from slipway.stacks.plan.revision import RevisionPlan, plans_at
from slipway.stacks.review.review import Review
from slipway.stacks.review.stack_review import Side, StackReview, review_stack


def review(base: str, project: Path, today: date, *, stacks: Sequence[str] = ()) -> Review:
    """What the working tree does to every stack, or to those named, against `base`.

    Both sides are planned at the same time: the base by its own code in a process of its own.

    Raises:
        ConfigError: A stack's file is refused.
        RevisionError: There is no such revision, or its program fails.
        DifferentCurrenciesError: The two sides are priced in different currencies.
    """
    configs = [load(from_file(path)) for path in sorted(project.glob("Pulumi.*.yaml"))]
    asked = [one for one in configs if not stacks or one.stack in stacks]
    with ThreadPoolExecutor(max_workers=1) as beside:
        past = beside.submit(plans_at, base, project)
        after = _planned(asked)
        before = past.result()
    names = {one.stack for one in configs}
    at = _Base(revision=base, project=project, today=today)
    return Review(
        base=base,
        stacks=tuple(
            at.reviewed(config, plan, before.get(config.stack))
            for config, plan in zip(asked, after, strict=True)
        ),
        gone=() if stacks else tuple(sorted(set(before) - names)),
    )


def _planned(configs: Sequence[StackConfig]) -> list[Plan]:
    plans = plan_many(configs)
    refused = [one for one in plans if isinstance(one, Refused)]
    if refused:
        raise ConfigError(refused[0].source, [fault for one in refused for fault in one.faults])
    return [one for one in plans if isinstance(one, Plan)]


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Base:
    """What every stack is compared with."""

    revision: str
    project: Path
    today: date

    def reviewed(
        self, config: StackConfig, plan: Plan, planned: RevisionPlan | None
    ) -> StackReview:
        past = estimate_planned(
            planned or RevisionPlan(plan=None, pins_differ=False),
            self.revision,
            Inputs(config=config, prices=None, usage=None, hours=DEFAULT_HOURS),
            self.project,
        )
        after = estimate(plan, config, with_book(None))
        nothing = dataclasses.replace(after, items=(), assumptions=(), load=(), notes=())
        cost = diff(past.estimate or nothing, after, base=self.revision)
        before = None
        if planned is not None and planned.plan is not None and past.config is not None:
            before = Side(plan=planned.plan, config=past.config)
        now = Side(plan=plan, config=config)
        return review_stack(before, now, cost, self.today, past.notes)
