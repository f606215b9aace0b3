"""What became of a key: a price that was found, or why there is none."""

from dataclasses import dataclass

from slipway.stacks.cost.catalogue.price import PriceKey, Tier
from slipway.stacks.cost.catalogue.unit import Unit


@dataclass(frozen=True, kw_only=True)
class Quote:
    """A price as a provider's API states it today, in the unit of the catalogue."""

    key: PriceKey
    unit: Unit
    tiers: tuple[Tier, ...]
    source: str
    """The API and what it was asked."""


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A key that was asked for and has no one price; what is known of it stays."""

    key: PriceKey
    query: str
    problem: str


class UnusableAnswerError(Exception):
    """The answer names no one price; the message says what it holds instead."""


class ProviderUnavailableError(Exception):
    """Nobody answers, or nobody is logged in: the provider isn't asked any further."""

    def __init__(self, where: str, problem: str, remedy: str) -> None:
        super().__init__(f"{where}: {problem}. {remedy}")
