"""A stack tells where a release puts what monitoring compares with."""

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from slipway.components.variants.platform import Platform, PlatformUrls
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import RawStack
from slipway.stacks.exports import export

if TYPE_CHECKING:
    from pulumi import Output

PLATFORM = {"variant": "open-source", "target": {"kind": "local"}, "environment": "dev"}


def exported(monitoring: str | None, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    found: dict[str, object] = {}
    monkeypatch.setattr("pulumi.export", found.__setitem__)
    platform = SimpleNamespace(
        urls=PlatformUrls(
            tracking=cast("Output[str]", "http://tracking"),
            registry=cast("Output[str]", "registry.example.com"),
            monitoring=cast("Output[str] | None", monitoring),
        ),
        models={},
        tracking_login=None,
        object_store_keys=None,
    )
    values = {"platform": PLATFORM}
    config = load(RawStack(stack="team", source="Pulumi.team.yaml", values=values))
    export(config, cast("Platform", platform))
    return found


def test_a_clouds_store_is_exported_and_is_no_page_to_open(monkeypatch: pytest.MonkeyPatch) -> None:
    found = exported("s3://slipway-monitoring", monkeypatch)
    assert found["stores"] == {"monitoring": "s3://slipway-monitoring"}
    assert found["urls"] == {"tracking": "http://tracking", "registry": "registry.example.com"}


def test_a_platform_without_such_a_store_exports_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "stores" not in exported(None, monkeypatch)
