"""What a deployed stack tells about itself."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from slipway.stacks.engine.errors import OutputsError


@dataclass(frozen=True, kw_only=True)
class DeployedModel:
    """A model as the last `up` left it; without a release it has no version and no image."""

    version: int | None
    image: str | None
    url: str | None
    namespace: str | None
    min_replicas: int
    max_replicas: int


@dataclass(frozen=True, kw_only=True)
class KeyPair:
    """A name and the secret that goes with it."""

    name: str
    secret: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class StackOutputs:
    """Addresses, models, logins and keys of a stack."""

    stack: str
    urls: Mapping[str, str]
    models: Mapping[str, DeployedModel]
    tracking_login: KeyPair | None
    object_store_keys: KeyPair | None
    kubeconfig: str | None = field(repr=False)
    stores: Mapping[str, str] = field(default_factory=dict)
    """Base addresses of the cloud's object stores, by their names in the identity matrix."""
    package_groups: Mapping[str, str] = field(default_factory=dict)
    """SageMaker's model package group by model; none where MLflow is the registry."""

    def url(self, name: str) -> str:
        """An address.

        Raises:
            OutputsError: The stack doesn't have it.
        """
        if name not in self.urls:
            raise OutputsError(self.stack, f"urls.{name}")
        return self.urls[name]


def read_outputs(stack: str, text: str) -> StackOutputs:
    """The outputs that `pulumi stack output --json` printed.

    Raises:
        OutputsError: There are none: nothing was deployed yet.
    """
    values = json.loads(text)
    if not isinstance(values, dict) or not isinstance(values.get("urls"), dict):
        raise OutputsError(stack, "urls")
    kubeconfig = values.get("kubeconfig")
    return StackOutputs(
        stack=stack,
        urls={str(name): str(url) for name, url in values["urls"].items() if url is not None},
        models={
            str(name): _model(stack, str(name), model)
            for name, model in (values.get("models") or {}).items()
        },
        tracking_login=_pair(values.get("trackingLogin"), "username", "password"),
        object_store_keys=_pair(values.get("objectStoreKeys"), "accessKeyId", "secretAccessKey"),
        kubeconfig=kubeconfig if isinstance(kubeconfig, str) else None,
        stores=_texts(values.get("stores")),
        package_groups=_texts(values.get("packageGroups")),
    )


def _model(stack: str, name: str, value: object) -> DeployedModel:
    if not isinstance(value, dict):
        raise OutputsError(stack, f"models.{name}")
    version, minimum, maximum = value.get("version"), value.get("min"), value.get("max")
    return DeployedModel(
        version=None if version is None else int(version),
        image=_text(value.get("image")),
        url=_text(value.get("url")),
        namespace=_text(value.get("namespace")),
        min_replicas=int(minimum or 0),
        max_replicas=int(maximum or 0),
    )


def _texts(values: object) -> dict[str, str]:
    if not isinstance(values, dict):
        return {}
    return {str(name): str(text) for name, text in values.items() if text is not None}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _pair(value: object, name: str, secret: str) -> KeyPair | None:
    if not isinstance(value, dict) or name not in value or secret not in value:
        return None
    return KeyPair(name=str(value[name]), secret=str(value[secret]))
