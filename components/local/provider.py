"""The part of a local cluster that runs inside Pulumi's dynamic provider.

The state keeps only a reference to this class, so an edit of this file or of what it calls
replaces nothing; a move of it would orphan every cluster.
"""

from typing import Any

from pulumi.dynamic import (
    CreateResult,
    DiffResult,
    ReadResult,
    ResourceProvider,
    UpdateResult,
)
from typing_extensions import override


class LocalClusterProvider(ResourceProvider):
    """Only passes on: what happens is in `slipway.components.local.lifecycle`."""

    serialize_as_secret_always = False  # the reference itself is no secret

    @override
    def create(self, props: dict[str, Any]) -> CreateResult:
        from slipway.components.local import lifecycle  # noqa: PLC0415 -- not while planning

        return lifecycle.create(props)

    @override
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        from slipway.components.local import lifecycle  # noqa: PLC0415 -- as above

        return lifecycle.read(id_, props)

    @override
    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        from slipway.components.local import lifecycle  # noqa: PLC0415 -- as above

        return lifecycle.diff(_olds, _news)

    @override
    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        from slipway.components.local import lifecycle  # noqa: PLC0415 -- as above

        return lifecycle.update(_olds, _news)

    @override
    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        from slipway.components.local import lifecycle  # noqa: PLC0415 -- as above

        lifecycle.delete(_props)
