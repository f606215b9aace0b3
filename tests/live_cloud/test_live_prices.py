"""The real price APIs, asked for one price each; skipped where they can't be reached.

Only with SLIPWAY_LIVE_PRICES=1: no other test leaves this machine. AWS needs a login.
"""

import os

import pytest

from slipway.stacks.cost.catalogue.price import PriceKey
from slipway.stacks.cost.refresh.answer import ProviderUnavailableError, Quote
from slipway.stacks.cost.refresh.refresh import sources

pytestmark = [
    pytest.mark.skipif(
        not os.environ.get("SLIPWAY_LIVE_PRICES"), reason="SLIPWAY_LIVE_PRICES isn't set"
    ),
    pytest.mark.filterwarnings("ignore"),
]


@pytest.mark.parametrize(
    ("provider", "service", "sku", "region"),
    [
        ("azure", "vm", "Standard_D2s_v5", "westeurope"),
        ("azure", "disk", "P10 premium LRS", "westeurope"),
        ("aws", "ec2", "m5.large", "eu-central-1"),
        ("aws", "sagemaker", "hosting ml.m5.large", "eu-central-1"),
    ],
)
def test_one_price_is_found(provider: str, service: str, sku: str, region: str) -> None:
    key = PriceKey(provider=provider, service=service, sku=sku, region=region)
    try:
        found = sources()[provider].ask(key)
    except ProviderUnavailableError as error:
        pytest.skip(str(error))
    assert isinstance(found, Quote), found
    assert found.tiers[0].amount > 0
