"""`slipway cost price --json`; money and quantities as text."""

from typing import Annotated, Literal

from pydantic import Field

from slipway.stacks.config.base import ConfigModel
from slipway.stacks.cost.catalogue.charge import PRECISION
from slipway.stacks.cost.catalogue.price import Confidence
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.money import cents, exact
from slipway.stacks.cost.usage_list.priced import PricedLine, PricedUsage


class SpanDocument(ConfigModel):
    """A figure with its bounds."""

    low: str
    expected: str
    high: str


class PricedLineDocument(ConfigModel):
    """One line of the usage, its price and what it costs."""

    service: str
    sku: str
    region: str
    unit: Unit
    quantity: str
    cost: str
    price_unit: Unit
    price_quantity: str
    """The quantity in the unit that the price is for."""
    source: str
    as_of: str
    confidence: Confidence
    price_row: str
    """File and line of the price."""

    @classmethod
    def of(cls, line: PricedLine) -> "PricedLineDocument":
        """The document of a line."""
        return cls.model_validate(
            {
                "service": line.usage.service,
                "sku": line.usage.sku,
                "region": line.usage.region,
                "unit": line.usage.unit,
                "quantity": f"{line.usage.quantity:f}",
                "cost": exact(line.cost),
                "priceUnit": line.price.unit,
                "priceQuantity": f"{line.quantity.quantize(PRECISION).normalize():f}",
                "source": line.price.source,
                "asOf": line.price.as_of,
                "confidence": line.price.confidence,
                "priceRow": line.price.origin,
            }
        )


class PriceDocument(ConfigModel):
    """Every line and their sum, rounded to cents; a list has no range, its bounds are equal."""

    schema_: Annotated[Literal["slipway.cost-price/v1"], Field(alias="schema")]
    currency: str
    hours_per_month: str
    total: SpanDocument
    lines: list[PricedLineDocument]

    @classmethod
    def of(cls, priced: PricedUsage) -> "PriceDocument":
        """The document of a priced list."""
        total = cents(priced.total)
        return cls.model_validate(
            {
                "schema": "slipway.cost-price/v1",
                "currency": priced.currency,
                "hoursPerMonth": f"{priced.hours_per_month:f}",
                "total": {"low": total, "expected": total, "high": total},
                "lines": [PricedLineDocument.of(line) for line in priced.lines],
            }
        )
