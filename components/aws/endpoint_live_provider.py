"""The part of an endpoint's live facts that runs inside Pulumi's dynamic provider.

The state keeps only references to these classes, so an edit of this file or of what it calls
replaces nothing; a move of it would orphan the resources.
"""

from typing import Any

from pulumi.dynamic import CreateResult, DiffResult, ResourceProvider, UpdateResult
from typing_extensions import override

# Imported where it is used: a program that only plans needs no client of AWS.
# ruff: noqa: PLC0415


class LiveInstancesProvider(ResourceProvider):
    """Only passes on: what happens is in `slipway.components.aws.endpoint_live_state`."""

    serialize_as_secret_always = False  # the reference itself is no secret

    @override
    def create(self, props: dict[str, Any]) -> CreateResult:
        from slipway.components.aws import endpoint_live_state

        return CreateResult(str(props["endpoint"]), endpoint_live_state.instances(props))

    @override
    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        from slipway.components.aws import endpoint_live_state

        return endpoint_live_state.instances_diff(_olds, _news)

    @override
    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        from slipway.components.aws import endpoint_live_state

        return UpdateResult(endpoint_live_state.instances(_news))


class ServedConfigurationProvider(ResourceProvider):
    """As above."""

    serialize_as_secret_always = False

    @override
    def create(self, props: dict[str, Any]) -> CreateResult:
        from slipway.components.aws import endpoint_live_state

        return CreateResult(str(props["endpoint"]), endpoint_live_state.served(props))

    @override
    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        from slipway.components.aws import endpoint_live_state

        return endpoint_live_state.served_diff(_olds, _news)

    @override
    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        from slipway.components.aws import endpoint_live_state

        return UpdateResult(endpoint_live_state.served(_news))
