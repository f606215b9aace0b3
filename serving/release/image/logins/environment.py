"""A login in environment variables, for automation."""

from collections.abc import Mapping
from dataclasses import dataclass

from slipway.serving.release.image.auth import RegistryLogin
from slipway.serving.release.image.logins.source import LoginError

REGISTRY = "SLIPWAY_REGISTRY"
USERNAME = "SLIPWAY_REGISTRY_USERNAME"
PASSWORD = "SLIPWAY_REGISTRY_PASSWORD"  # noqa: S105 -- a variable's name
_NAMES = (REGISTRY, USERNAME, PASSWORD)


@dataclass(frozen=True)
class EnvironmentLogin:
    """The variables name their registry too: a password is never shown to another one."""

    environment: Mapping[str, str]

    def login(self, registry: str) -> RegistryLogin | None:
        """The login in the variables if they are of this registry.

        Raises:
            LoginError: Only some of the variables are set.
        """
        found = {name: self.environment.get(name, "") for name in _NAMES}
        missing = [name for name, value in found.items() if not value]
        if len(missing) == len(_NAMES):
            return None
        if missing:
            raise LoginError(
                registry,
                got=f"an environment without {', '.join(missing)}",
                remedy=f"Set all of {', '.join(_NAMES)}, or none.",
            )
        if found[REGISTRY] != registry:
            return None
        return RegistryLogin(username=found[USERNAME], password=found[PASSWORD])
