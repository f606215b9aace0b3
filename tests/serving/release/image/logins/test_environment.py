import pytest

from slipway.serving.release.image.auth import RegistryLogin
from slipway.serving.release.image.logins.environment import EnvironmentLogin
from slipway.serving.release.image.logins.source import LoginError

SET = {
    "SLIPWAY_REGISTRY": "registry.test",
    "SLIPWAY_REGISTRY_USERNAME": "ada",
    "SLIPWAY_REGISTRY_PASSWORD": "open sesame",
}


def test_the_variables_are_the_login_of_the_registry_that_they_name() -> None:
    login = EnvironmentLogin(SET).login("registry.test")
    assert login == RegistryLogin(username="ada", password="open sesame")  # noqa: S106 - made up


def test_no_other_registry_gets_to_see_them() -> None:
    assert EnvironmentLogin(SET).login("other.test") is None


def test_without_variables_there_is_no_login() -> None:
    assert EnvironmentLogin({"PATH": "/bin"}).login("registry.test") is None


@pytest.mark.parametrize("missing", SET)
def test_a_missing_variable_is_named_and_no_value_is_shown(missing: str) -> None:
    part = {name: value for name, value in SET.items() if name != missing}
    with pytest.raises(LoginError, match=f"without {missing}; expected") as caught:
        EnvironmentLogin(part).login("registry.test")
    assert "sesame" not in str(caught.value)
