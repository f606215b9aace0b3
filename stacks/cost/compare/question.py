"""What to compare, and by whose figures."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.catalogue.catalogue import Catalogue, with_book
from slipway.stacks.cost.compare.cells.cell_name import Cloud
from slipway.stacks.cost.compare.people.cost import PeopleCost, people_costs
from slipway.stacks.cost.usage.assumption import UsageAssumption
from slipway.stacks.cost.usage.overrides import read_overrides
from slipway.stacks.cost.usage_list.usage import DEFAULT_HOURS


@dataclass(frozen=True, kw_only=True)
class Question:
    """What to compare, and by whose figures."""

    config: StackConfig
    catalogue: Catalogue
    assumptions: Mapping[str, UsageAssumption] | None = None
    hours: Decimal = DEFAULT_HOURS
    regions: Mapping[Cloud, str] = field(default_factory=dict)
    only: Collection[str] = ()
    people: Mapping[str, PeopleCost] = field(default_factory=dict)
    """By cell; empty where people's work isn't asked for."""
    runs: Sequence[str] = ()
    """What the company runs already: the factor integration is judged by it."""

    @classmethod
    def of(
        cls,
        config: StackConfig,
        *,
        prices: Path | None = None,
        usage: Path | None = None,
        hours: Decimal = DEFAULT_HOURS,
        regions: Mapping[Cloud, str] | None = None,
        only: Collection[str] = (),
        people_rate: Decimal | None = None,
        people: Path | None = None,
        runs: Sequence[str] = (),
    ) -> "Question":
        """With a user's own files over the built-in figures, all of them read here.

        Raises:
            CostInputError: A price book, an assumption file or a file of hours is wrong.
        """
        return cls(
            config=config,
            catalogue=with_book(prices),
            assumptions=None if usage is None else read_overrides(usage),
            hours=hours,
            regions=regions or {},
            only=only,
            people={} if people_rate is None else people_costs(people_rate, people),
            runs=runs,
        )
