"""A key's price from Azure: exactly one meter, or a failure that says what there is."""

from collections.abc import Mapping, Sequence

from slipway.stacks.cost.catalogue.price import PriceKey, Tier
from slipway.stacks.cost.refresh.answer import Failure, Quote, UnusableAnswerError
from slipway.stacks.cost.refresh.azure_query import AzureQuery, azure_query
from slipway.stacks.cost.refresh.json_value import number_of, text_of
from slipway.stacks.cost.refresh.measure import UnknownMeasureError, factor
from slipway.stacks.cost.refresh.retail_prices import RetailPrices
from slipway.stacks.cost.refresh.tiers import paid

NAME = "Azure Retail Prices API"
_METER = ("productName", "skuName", "meterName", "unitOfMeasure", "armRegionName")
_SHOWN = 4
"""So many candidates are named; the rest is counted."""


class AzurePrices:
    """Asks for keys of Azure."""

    def __init__(self, api: RetailPrices | None = None) -> None:
        self._api = api or RetailPrices()

    def query(self, key: PriceKey) -> str | None:
        """What would be asked; None where no query is known."""
        query = azure_query(key)
        return None if query is None else query.filter_in(query.regions[0])

    def ask(self, key: PriceKey) -> Quote | Failure | None:
        """Today's price; None where no query is known.

        Raises:
            ProviderUnavailableError: Nobody answers.
        """
        query = azure_query(key)
        if query is None:
            return None
        odata = ""
        try:
            for region in query.regions:
                odata = query.filter_in(region)
                rows = [row for row in self._api.rows(odata) if query.fits(row, region)]
                if rows:
                    return _quote(key, query, odata, rows)
        except (UnusableAnswerError, UnknownMeasureError) as error:
            return Failure(key=key, query=odata, problem=str(error))
        return Failure(key=key, query=odata, problem="no row fits")


def _quote(
    key: PriceKey, query: AzureQuery, odata: str, rows: Sequence[Mapping[str, object]]
) -> Quote:
    meters = sorted({tuple(text_of(row, name) for name in _METER) for row in rows})
    if len(meters) > 1:
        named = "; ".join(" / ".join(filter(None, meter)) for meter in meters[:_SHOWN])
        more = f"; and {len(meters) - _SHOWN} more" if len(meters) > _SHOWN else ""
        raise UnusableAnswerError(f"{len(meters)} meters fit: {named}{more}")
    currencies = {text_of(row, "currencyCode") for row in rows}
    if currencies != {"USD"}:
        raise UnusableAnswerError(f"it is in {', '.join(sorted(currencies))} and not in USD")
    ours = factor(text_of(rows[0], "unitOfMeasure"), query.unit, query.each)
    tiers = paid(
        Tier(
            start=number_of(row, "tierMinimumUnits") / ours,
            amount=number_of(row, "retailPrice") * ours,
        )
        for row in rows
    )
    return Quote(key=key, unit=query.unit, tiers=tiers, source=f"{NAME}: {odata}")
