"""The provider's two resources as far as a rollout goes, in an imitation of SageMaker."""

import uuid
from typing import Any

import boto3
from pulumi.dynamic import CreateResult, DiffResult, ResourceProvider, UpdateResult
from typing_extensions import override

TAKEN_BACK = "broken"


class ConfigurationProvider(ResourceProvider):
    @override
    def create(self, props: dict[str, Any]) -> CreateResult:
        name = f"{props['version']}-{uuid.uuid4().hex[:6]}"
        _client(props).create_endpoint_config(
            EndpointConfigName=name,
            ProductionVariants=[
                {
                    "VariantName": "main",
                    "ModelName": "model",
                    "InitialInstanceCount": int(props["count"]),
                    "InstanceType": "ml.m5.large",
                }
            ],
        )
        return CreateResult(name, {**props, "name": name})

    @override
    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        changed = [key for key in ("version", "count") if _olds[key] != _news[key]]
        return DiffResult(changes=bool(changed), replaces=changed)

    @override
    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        _client(_props).delete_endpoint_config(EndpointConfigName=_id)


class EndpointProvider(ResourceProvider):
    @override
    def create(self, props: dict[str, Any]) -> CreateResult:
        names = {"EndpointName": props["name"], "EndpointConfigName": props["configuration"]}
        _client(props).create_endpoint(**names)
        return CreateResult(props["name"], props)

    @override
    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        return DiffResult(changes=_olds["configuration"] != _news["configuration"])

    @override
    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        # SageMaker ends an update that an alarm undid in the same state as one that succeeded.
        if not _news["configuration"].startswith(TAKEN_BACK):
            names = {"EndpointName": _id, "EndpointConfigName": _news["configuration"]}
            _client(_news).delete_endpoint(EndpointName=_id)  # the imitation can't update
            _client(_news).create_endpoint(**names)
        return UpdateResult(_news)


def _client(props: dict[str, Any]) -> Any:
    return boto3.client("sagemaker", region_name=props["region"])
