"""The part of a local cluster that runs inside Pulumi's dynamic provider.

The state keeps only a reference to these classes, so an edit of this file or of what it calls
replaces nothing; a move of one would orphan every cluster.
"""

from typing import Any

from pulumi.dynamic import (
    CheckResult,
    CreateResult,
    DiffResult,
    ReadResult,
    ResourceProvider,
    UpdateResult,
)
from typing_extensions import override

# Imported where it is used: a program that only plans doesn't need it.
# ruff: noqa: PLC0415


class LocalClusterProvider(ResourceProvider):
    """Only passes on: what happens is in `slipway.components.local.lifecycle`."""

    serialize_as_secret_always = False  # the reference itself is no secret

    @override
    def check(self, _olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        from slipway.components.local import lifecycle

        return lifecycle.check(news)

    @override
    def create(self, props: dict[str, Any]) -> CreateResult:
        from slipway.components.local import lifecycle

        return lifecycle.create(props)

    @override
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        from slipway.components.local import lifecycle

        return lifecycle.read(id_, props)

    @override
    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        from slipway.components.local import lifecycle

        return lifecycle.diff(_olds, _news)

    @override
    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        from slipway.components.local import lifecycle

        return lifecycle.update(_olds, _news)

    @override
    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        from slipway.components.local import lifecycle

        lifecycle.delete(_props)


class LocalImagesProvider(ResourceProvider):
    """Only passes on: what happens is in `slipway.components.local.loading`."""

    serialize_as_secret_always = False  # as above

    @override
    def create(self, props: dict[str, Any]) -> CreateResult:
        from slipway.components.local import loading

        return CreateResult(str(props["state"]), loading.load(props))

    @override
    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        from slipway.components.local import loading

        return loading.diff(_olds, _news)

    @override
    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        from slipway.components.local import loading

        return UpdateResult(loading.load(_news))
