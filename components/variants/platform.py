"""What every platform tells its stack, whatever it is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from pulumi import Output


@dataclass(frozen=True, kw_only=True)
class Login:
    """A user and a generated password; the password is always a secret output."""

    username: Output[str]
    password: Output[str]


@dataclass(frozen=True, kw_only=True)
class ObjectStoreKeys:
    """The operator's keys for the object store; the secret key is always a secret output."""

    access_key_id: Output[str]
    secret_access_key: Output[str]


@dataclass(frozen=True, kw_only=True)
class PlatformUrls:
    """Addresses as the operator reaches them: node ports locally, service names elsewhere.

    None where the variant has no such part: the cloud's own alerts have no Alertmanager.
    """

    tracking: Output[str]
    registry: Output[str]
    object_store: Output[str] | None = None
    prometheus: Output[str] | None = None
    alertmanager: Output[str] | None = None
    monitoring: Output[str] | None = None
    """Base address of the cloud's store of references and verdicts; no page to open."""


@dataclass(frozen=True, kw_only=True)
class ServedModel:
    """A released model and where it answers."""

    url: Output[str]
    namespace: Output[str] | None
    """None on a managed endpoint, which no cluster holds."""
    version: int
    image: str
    min_replicas: int
    max_replicas: int


class Platform(Protocol):
    """The outputs that a stack exports; a variant keeps these names and documents what differs."""

    @property
    def tracking_url(self) -> Output[str]:
        """Base address of the tracking server, for experiments and for the model registry."""

    @property
    def model_registry_uri(self) -> Output[str]:
        """What MLflow takes as its registry URI."""

    @property
    def urls(self) -> PlatformUrls:
        """Every address that an operator opens."""

    @property
    def models(self) -> Mapping[str, ServedModel]:
        """The released models by name; a model without a release is not among them."""

    @property
    def tracking_login(self) -> Login | None:
        """The first administrator of the tracking server; None where the cloud's login serves."""

    @property
    def object_store_keys(self) -> ObjectStoreKeys | None:
        """Keys of the object store; None where the cloud's identity does without."""
