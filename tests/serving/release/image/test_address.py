import pytest

from slipway.serving.release.image.address import RegistryAddress, RegistryAddressError
from slipway.serving.release.image.registry import ImageRegistry


@pytest.mark.parametrize(
    ("text", "host", "repository"),
    [
        ("127.0.0.1:5000", "127.0.0.1:5000", "slipway/tracking"),
        ("team.azurecr.io/", "team.azurecr.io", "slipway/tracking"),
        ("registry.example.com/team/ml", "registry.example.com", "team/ml/slipway/tracking"),
    ],
)
def test_an_address_says_where_an_image_lies(text: str, host: str, repository: str) -> None:
    address = RegistryAddress.parse(text)
    assert address.host == host
    with ImageRegistry(host) as registry:
        assert address.repository(registry, "tracking").name == repository
    assert RegistryAddress.parse(str(address)) == address


@pytest.mark.parametrize(
    "text", ["https://registry.example.com", "Registry", "", "host:port", "a b"]
)
def test_a_text_that_names_no_registry_is_refused(text: str) -> None:
    with pytest.raises(RegistryAddressError, match="without https://"):
        RegistryAddress.parse(text)
