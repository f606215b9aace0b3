"""`slipway cost refresh --json`; amounts as text."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from slipway.stacks.config.base import ConfigModel
from slipway.stacks.cost.catalogue.price import PriceKey
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.money import exact
from slipway.stacks.cost.refresh.answer import Failure, Quote
from slipway.stacks.cost.refresh.refresh import Refreshed


class KeyDocument(ConfigModel):
    """What is sold, and where."""

    provider: str
    service: str
    sku: str
    region: str

    @classmethod
    def of(cls, key: PriceKey) -> "KeyDocument":
        """The document of a key."""
        return cls(provider=key.provider, service=key.service, sku=key.sku, region=key.region)


class QueryDocument(ConfigModel):
    """A key and what is asked for it."""

    key: KeyDocument
    query: str


class FailureDocument(ConfigModel):
    """A key that has no one price, what was asked and what there is instead."""

    key: KeyDocument
    query: str
    problem: str

    @classmethod
    def of(cls, failure: Failure) -> "FailureDocument":
        """The document of a failure."""
        key = KeyDocument.of(failure.key)
        return cls(key=key, query=failure.query, problem=failure.problem)


class TierDocument(ConfigModel):
    """A price from a quantity on."""

    from_quantity: str
    amount: str


class QuoteDocument(ConfigModel):
    """A key's price of today."""

    key: KeyDocument
    unit: Unit
    tiers: list[TierDocument]
    source: str

    @classmethod
    def of(cls, quote: Quote) -> "QuoteDocument":
        """The document of a price."""
        tiers = [
            {"fromQuantity": f"{tier.start:f}", "amount": exact(tier.amount)}
            for tier in quote.tiers
        ]
        return cls.model_validate(
            {
                "key": KeyDocument.of(quote.key),
                "unit": quote.unit,
                "tiers": tiers,
                "source": quote.source,
            }
        )


class RefreshDocument(ConfigModel):
    """What was asked and answered; after `--dry-run` only `wouldAsk` and `noQuery`."""

    schema_: Annotated[Literal["slipway.cost-refresh/v1"], Field(alias="schema")]
    file: str
    """The refreshed book."""
    dry_run: bool
    would_ask: list[QueryDocument]
    refreshed: list[QuoteDocument]
    failed: list[FailureDocument]
    no_query: list[KeyDocument]
    not_asked: list[KeyDocument]
    """Keys of providers that couldn't be asked to the end."""
    unavailable: dict[str, str]
    """Those providers, and why."""

    @classmethod
    def of(cls, file: str, result: Refreshed) -> "RefreshDocument":
        """The document of a refresh."""
        return cls.model_validate(
            {
                "schema": "slipway.cost-refresh/v1",
                "file": file,
                "dryRun": False,
                "wouldAsk": [],
                "refreshed": [QuoteDocument.of(one) for one in result.quotes],
                "failed": [FailureDocument.of(one) for one in result.failures],
                "noQuery": [KeyDocument.of(key) for key in result.no_query],
                "notAsked": [KeyDocument.of(key) for key in result.not_asked],
                "unavailable": dict(result.unavailable),
            }
        )

    @classmethod
    def planned(cls, file: str, queries: Mapping[PriceKey, str | None]) -> "RefreshDocument":
        """The document of what would be asked."""
        asked = [
            QueryDocument(key=KeyDocument.of(key), query=query)
            for key, query in queries.items()
            if query is not None
        ]
        return cls.model_validate(
            {
                "schema": "slipway.cost-refresh/v1",
                "file": file,
                "dryRun": True,
                "wouldAsk": asked,
                "refreshed": [],
                "failed": [],
                "noQuery": [KeyDocument.of(key) for key, query in queries.items() if query is None],
                "notAsked": [],
                "unavailable": {},
            }
        )
