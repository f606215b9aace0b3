"""The sources of logins, in the order in which they are asked."""

import os
from collections.abc import Mapping, Sequence

from slipway.serving.release.image.auth import RegistryLogin
from slipway.serving.release.image.logins.acr import AcrLogin
from slipway.serving.release.image.logins.docker_config import DockerConfigLogin
from slipway.serving.release.image.logins.ecr import EcrLogin
from slipway.serving.release.image.logins.environment import EnvironmentLogin
from slipway.serving.release.image.logins.source import LoginSource
from slipway.serving.release.image.registry import ImageRegistry


def usual_sources(environment: Mapping[str, str] = os.environ) -> tuple[LoginSource, ...]:
    """What a person said comes before what the machine knows, and that before the clouds."""
    return (
        EnvironmentLogin(environment),
        DockerConfigLogin.usual(environment),
        EcrLogin(),
        AcrLogin(),
    )


def find_login(registry: str, sources: Sequence[LoginSource]) -> RegistryLogin | None:
    """The first login that a source knows; None: the registry is asked without one.

    Raises:
        LoginError: A source should know it and fails.
    """
    for source in sources:
        found = source.login(registry)
        if found is not None:
            return found
    return None


def open_registry(host: str, sources: Sequence[LoginSource] | None = None) -> ImageRegistry:
    """A connection to a registry with the login that this machine has for it."""
    chosen = usual_sources() if sources is None else sources
    return ImageRegistry(host, login=find_login(host, chosen))
