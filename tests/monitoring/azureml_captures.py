"""Captures as Azure ML's collector writes them: a line per side, in folders by side and hour."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slipway.monitoring.sources.store import ObjectStore

Line = dict[str, Any]


def line(side: str, moment: datetime, data: object, key: str, **changes: object) -> Line:
    """One CloudEvents record, with the fields of Microsoft's example."""
    return {
        "specversion": "1.0",
        "id": f"{side}-{key}",
        "source": "/subscriptions/s/onlineEndpoints/car-loan/deployments/v3",
        "type": f"azureml.inference.{side}",
        "datacontenttype": "application/json",
        "time": f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}",
        "data": data,
        "path": "/invocations",
        "method": "POST",
        "correlationid": key,
        "xrequestid": key,
        **changes,
    }


def write(
    store: ObjectStore,
    moment: datetime,
    side: str,
    lines: Sequence[Line],
    *,
    place: str = "car-loan-dev/v3-aaaaaaaa-ds3v2/",
    instance: str = "i-1",
) -> str:
    """Writes a file into the side's and the hour's folder; returns its name."""
    name = f"{place}{side}/{moment:%Y/%m/%d/%H}/{instance}.jsonl"
    text = "".join(json.dumps(one) + "\n" for one in lines)
    store.write(name, text.encode(), "application/json")
    return name
