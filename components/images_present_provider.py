"""The part of an image check that runs inside Pulumi's dynamic provider.

The state keeps only a reference to this class, so an edit of this file or of what it calls
replaces nothing; a move of it would orphan every check.
"""

from typing import Any

from pulumi.dynamic import CreateResult, DiffResult, ResourceProvider, UpdateResult
from typing_extensions import override

# Imported where it is used: a program that only plans doesn't need it.
# ruff: noqa: PLC0415


class ImagesPresentProvider(ResourceProvider):
    """Only passes on: what happens is in `slipway.components.images_present_check`."""

    serialize_as_secret_always = False  # the reference itself is no secret

    @override
    def create(self, props: dict[str, Any]) -> CreateResult:
        from slipway.components import images_present_check

        return CreateResult(str(props["registry"]), images_present_check.require(props))

    @override
    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        from slipway.components import images_present_check

        return images_present_check.diff(_olds, _news)

    @override
    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        from slipway.components import images_present_check

        return UpdateResult(images_present_check.require(_news))
