"""Layers of prices; a look-up gives exactly one price or says that there is none."""

import dataclasses
import hashlib
from collections.abc import Sequence
from pathlib import Path

from slipway.stacks.cost.catalogue.book import read_book
from slipway.stacks.cost.catalogue.layers import built_in, refreshed
from slipway.stacks.cost.catalogue.price import Price, PriceKey, PriceMissing

__all__ = ["Catalogue", "built_in", "with_book"]


class Catalogue:
    """Prices by key; an earlier layer's price stands before a later layer's.

    A row without a provider stands for every provider that sells under its names.
    """

    def __init__(self, layers: Sequence[Sequence[Price]]) -> None:
        self._layers = [{price.key: price for price in layer} for layer in layers]

    @property
    def digest(self) -> str:
        """Changes with any price; names the catalogue that an estimate was made with."""
        rows = [
            f"{number}|{one.key}|{one.unit}|{one.currency}|{one.free_quantity}|{one.tiers}"
            f"|{one.as_of}"
            for number, layer in enumerate(self._layers)
            for one in layer.values()
        ]
        return hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()[:16]

    def lookup(self, key: PriceKey) -> Price | PriceMissing:
        """The price of a key."""
        anyone = dataclasses.replace(key, provider="")
        for layer in self._layers:
            found = layer.get(key) or layer.get(anyone)
            if found is not None:
                return found
        return PriceMissing(key=key)

    def find(self, service: str, sku: str, region: str) -> list[Price]:
        """Prices of that name whoever the provider is; more than one is ambiguous."""
        found: dict[PriceKey, Price] = {}
        for layer in reversed(self._layers):
            found |= {
                key: price
                for key, price in layer.items()
                if (key.service, key.sku, key.region) == (service, sku, region)
            }
        return list(found.values())

    def regions(self, service: str, sku: str) -> list[str]:
        """Where something of that name is sold."""
        keys = [key for layer in self._layers for key in layer]
        return sorted({key.region for key in keys if (key.service, key.sku) == (service, sku)})

    def skus(self, service: str) -> list[str]:
        """What a service sells."""
        return sorted(
            {key.sku for layer in self._layers for key in layer if key.service == service}
        )


def with_book(book: Path | None, refreshed_book: Path | None = None) -> Catalogue:
    """A user's book over refreshed prices over the built-in ones.

    `refreshed_book` is the file that `slipway cost refresh` writes, unless it is given.

    Raises:
        CostInputError: A book is wrong.
    """
    layers = [refreshed(refreshed_book), built_in()]
    return Catalogue(layers if book is None else [read_book(book), *layers])
