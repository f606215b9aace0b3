"""The stack's outputs: what the commands, other stacks and operators read."""

import pulumi

from slipway.components.variants.platform import Platform, ServedModel
from slipway.stacks.config.stack import StackConfig


def export(config: StackConfig, platform: Platform | None) -> None:
    """Exports addresses and models in plain, logins and keys as secrets.

    Without a platform the stack is infrastructure alone, whose cell exports what it hands over.
    """
    pulumi.export("variant", config.platform.variant)
    pulumi.export("target", config.platform.target.kind)
    pulumi.export("environment", config.platform.environment)
    if platform is not None:
        _export_platform(platform)


def _export_platform(platform: Platform) -> None:
    urls, login, keys = platform.urls, platform.tracking_login, platform.object_store_keys
    addresses = {
        "tracking": urls.tracking,
        "registry": urls.registry,
        "objectStore": urls.object_store,
        "prometheus": urls.prometheus,
        "alertmanager": urls.alertmanager,
    }
    pulumi.export("urls", {name: url for name, url in addresses.items() if url is not None})
    if urls.monitoring is not None:
        # Where a release puts what monitoring compares with; the cloud's own login opens it.
        pulumi.export("stores", {"monitoring": urls.monitoring})
    pulumi.export("models", {name: _model(model) for name, model in platform.models.items()})
    if login is not None:
        pulumi.export("trackingLogin", {"username": login.username, "password": login.password})
    if keys is not None:
        pulumi.export(
            "objectStoreKeys",
            {"accessKeyId": keys.access_key_id, "secretAccessKey": keys.secret_access_key},
        )


def _model(model: ServedModel) -> dict[str, object]:
    return {
        "url": model.url,
        "namespace": model.namespace,
        "version": model.version,
        "image": model.image,
        "min": model.min_replicas,
        "max": model.max_replicas,
    }
