"""Answers in the shape that the providers document; written for these tests, not recorded.

Azure: Microsoft Learn, "Azure Retail Prices overview" (rest/api/cost-management/retail-prices):
BillingCurrency, Items, NextPageLink and Count; a row per meter and tier.
AWS: Billing user guide, "Using the AWS Price List Query API": PriceList holds JSON texts, each with
product.attributes and terms.OnDemand.{offer}.priceDimensions.{dimension}.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any


def row(**other: object) -> dict[str, object]:
    """A Linux machine on demand in westeurope."""
    return {
        "currencyCode": "USD",
        "tierMinimumUnits": 0.0,
        "retailPrice": 0.1153,
        "unitPrice": 0.1153,
        "armRegionName": "westeurope",
        "location": "EU West",
        "effectiveStartDate": "2026-01-01T00:00:00Z",
        "meterId": "00000000-0000-0000-0000-000000000001",
        "meterName": "D2s v5",
        "productName": "Virtual Machines Dsv5 Series",
        "skuName": "D2s v5",
        "serviceName": "Virtual Machines",
        "unitOfMeasure": "1 Hour",
        "type": "Consumption",
        "isPrimaryMeterRegion": True,
        "armSkuName": "Standard_D2s_v5",
        **other,
    }


def page(rows: Sequence[object], following: str | None = None) -> str:
    return json.dumps(
        {
            "BillingCurrency": "USD",
            "CustomerEntityId": "Default",
            "CustomerEntityType": "Retail",
            "Items": rows,
            "NextPageLink": following,
            "Count": len(rows),
        }
    )


def dimension(usd: str, *, unit: str = "Hrs", begin: str = "0", end: str = "Inf") -> Any:
    return {"unit": unit, "beginRange": begin, "endRange": end, "pricePerUnit": {"USD": usd}}


def product(
    *dimensions: object, usage: str = "EUC1-BoxUsage:m5.large", sku: str = "A1", **attributes: str
) -> str:
    """A product on demand, as one of the JSON texts of PriceList."""
    terms = {
        f"{sku}.JRTCKXETXF": {
            "priceDimensions": {f"{sku}.JRTCKXETXF.{at}": one for at, one in enumerate(dimensions)}
        }
    }
    return json.dumps(
        {
            "product": {
                "productFamily": "Compute Instance",
                "attributes": {"usagetype": usage, "regionCode": "eu-central-1", **attributes},
                "sku": sku,
            },
            "serviceCode": "AmazonEC2",
            "terms": {"OnDemand": terms},
        }
    )


def price_list(products: Sequence[str], following: str | None = None) -> str:
    answer: Mapping[str, object] = {"FormatVersion": "aws_v1", "PriceList": products}
    return json.dumps({**answer, "NextToken": following} if following else answer)
