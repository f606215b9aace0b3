"""Writes down the image that it was to run."""

from pathlib import Path
from typing import Any

from pulumi.dynamic import CreateResult, DiffResult, ResourceProvider, UpdateResult
from typing_extensions import override


class WorkloadProvider(ResourceProvider):
    @override
    def create(self, props: dict[str, Any]) -> CreateResult:
        Path(props["path"]).write_text(props["image"])
        return CreateResult("workload", props)

    @override
    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        return DiffResult(changes=_olds["image"] != _news["image"])

    @override
    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        Path(_news["path"]).write_text(_news["image"])
        return UpdateResult(_news)
