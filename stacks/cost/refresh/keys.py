"""Which prices are worth asking for."""

from collections.abc import Iterable, Sequence

from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.catalogue.catalogue import Catalogue, built_in
from slipway.stacks.cost.catalogue.price import PriceKey
from slipway.stacks.cost.estimate.make import estimate


def keys_of_stack(config: StackConfig) -> tuple[PriceKey, ...]:
    """What the estimate of a stack looks up, found or not; nothing on a machine of one's own.

    Raises:
        ConfigError: The config is refused.
    """
    # Imported late: it loads the SDKs.
    from slipway.stacks.plan.stack import plan  # noqa: PLC0415

    # Only the built-in prices: a refreshed book that is broken mustn't stop its own repair.
    found = estimate(plan(config), config, Catalogue([built_in()]))
    return _distinct(item.key for item in found.items if item.key is not None)


def all_keys(configs: Iterable[StackConfig]) -> tuple[PriceKey, ...]:
    """The built-in book's keys, and what the stacks look up besides.

    Raises:
        ConfigError: A config is refused.
    """
    own = [price.key for price in built_in()]
    return _distinct([*own, *(key for config in configs for key in keys_of_stack(config))])


def of_provider(keys: Sequence[PriceKey], provider: str | None) -> tuple[PriceKey, ...]:
    """Those of one provider; all without one."""
    return tuple(key for key in keys if provider is None or key.provider == provider)


def _distinct(keys: Iterable[PriceKey]) -> tuple[PriceKey, ...]:
    return tuple(sorted(set(keys)))
