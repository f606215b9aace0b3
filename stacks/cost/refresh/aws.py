"""A key's price from AWS: exactly one product on demand, or a failure that says what there is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from slipway.stacks.cost.catalogue.price import PriceKey, Tier
from slipway.stacks.cost.refresh.answer import Failure, Quote, UnusableAnswerError
from slipway.stacks.cost.refresh.aws_query import AwsQuery, aws_query
from slipway.stacks.cost.refresh.json_value import number_of, record, text_of
from slipway.stacks.cost.refresh.measure import UnknownMeasureError, factor
from slipway.stacks.cost.refresh.price_list import PriceList
from slipway.stacks.cost.refresh.tiers import paid

NAME = "AWS Price List API"
_SHOWN = 4
"""So many candidates are named; the rest is counted."""


@dataclass(frozen=True, kw_only=True)
class _Product:
    attributes: Mapping[str, str]
    sku: str
    terms: Mapping[str, object]


class AwsPrices:
    """Asks for keys of AWS."""

    def __init__(self, api: PriceList | None = None) -> None:
        self._api = api or PriceList()

    def query(self, key: PriceKey) -> str | None:
        """What would be asked; None where no query is known."""
        query = aws_query(key)
        return None if query is None else str(query)

    def ask(self, key: PriceKey) -> Quote | Failure | None:
        """Today's price; None where no query is known.

        Raises:
            ProviderUnavailableError: Nobody is logged in, or nobody answers.
        """
        query = aws_query(key)
        if query is None:
            return None
        try:
            answers = self._api.products(query.service, query.filters)
            fitting = [
                one for one in map(_product, answers) if query.fits(one.attributes) and one.terms
            ]
            return _quote(key, query, fitting)
        except (UnusableAnswerError, UnknownMeasureError) as error:
            return Failure(key=key, query=str(query), problem=str(error))


def _product(answer: Mapping[str, object]) -> _Product:
    product = record(answer.get("product"), "product")
    attributes = record(product.get("attributes"), "product.attributes")
    terms = record(answer.get("terms", {}), "terms").get("OnDemand", {})
    return _Product(
        attributes={name: text_of(attributes, name) for name in attributes},
        sku=text_of(product, "sku"),
        terms=record(terms, "terms.OnDemand"),
    )


def _quote(key: PriceKey, query: AwsQuery, fitting: Sequence[_Product]) -> Quote:
    if not fitting:
        raise UnusableAnswerError("no product fits")
    if len(fitting) > 1:
        named = "; ".join(_named(one) for one in fitting[:_SHOWN])
        more = f"; and {len(fitting) - _SHOWN} more" if len(fitting) > _SHOWN else ""
        raise UnusableAnswerError(f"{len(fitting)} products fit: {named}{more}")
    if len(fitting[0].terms) > 1:
        raise UnusableAnswerError(f"it has {len(fitting[0].terms)} offers on demand")
    tiers = paid(_tiers(fitting[0], query))
    return Quote(key=key, unit=query.unit, tiers=tiers, source=f"{NAME}: {query}")


def _named(product: _Product) -> str:
    names = ("usagetype", "operation", "databaseEngine")
    told = [product.attributes[name] for name in names if product.attributes.get(name)]
    return f"{product.sku} ({', '.join(told)})"


def _tiers(product: _Product, query: AwsQuery) -> Iterator[Tier]:
    """Each dimension of the offer is a tier of the price."""
    for offer in product.terms.values():
        dimensions = record(record(offer, "offer").get("priceDimensions"), "priceDimensions")
        for one in dimensions.values():
            dimension = record(one, "a dimension")
            ours = factor(text_of(dimension, "unit"), query.unit, query.each)
            price = record(dimension.get("pricePerUnit"), "pricePerUnit")
            yield Tier(
                start=number_of({"beginRange": dimension.get("beginRange") or 0}, "beginRange")
                / ours,
                amount=number_of(price, "USD") * ours,
            )
