import base64
import pickletools

import pytest
from pulumi.dynamic import ResourceProvider
from pulumi.dynamic.dynamic import serialize_provider

from slipway.components.local.provider import LocalClusterProvider, LocalImagesProvider


@pytest.mark.parametrize("provider", [LocalClusterProvider(), LocalImagesProvider()])
def test_the_state_keeps_a_reference_to_the_code_and_not_the_code(
    provider: ResourceProvider,
) -> None:
    pickled = base64.b64decode(serialize_provider(provider))
    texts = [
        argument for _, argument, _ in pickletools.genops(pickled) if isinstance(argument, str)
    ]
    assert texts == ["slipway.components.local.provider", type(provider).__name__]
