"""The group that everything is in: the platform's own and protected in production, or adopted."""

import dataclasses

import pytest

from slipway.components.azure.resource_group import ResourceGroup, ResourceGroupArgs
from tests.support.azure_nouns import GROUP, PLACE, made_by_azure, only
from tests.support.recording import Recording, record, resolve

ARGS = ResourceGroupArgs(
    subscription=PLACE.subscription,
    region="westeurope",
    name="slipway-dev",
    production=False,
    tags={"owner": "ml-platform"},
)


def made(args: ResourceGroupArgs) -> Recording:
    return record(lambda: ResourceGroup("group", args))


def test_a_group_has_its_name_region_and_tags() -> None:
    assert only(made(ARGS), "resources:ResourceGroup").inputs == {
        "resourceGroupName": "slipway-dev",
        "location": "westeurope",
        "tags": {"owner": "ml-platform"},
    }


@pytest.mark.parametrize("production", [False, True])
def test_only_production_is_kept_from_deletion(*, production: bool) -> None:
    recording = made(dataclasses.replace(ARGS, production=production))
    assert only(recording, "resources:ResourceGroup").protect is production


def test_an_adopted_group_is_used_and_nothing_is_made() -> None:
    seen: list[tuple[str, list[object]]] = []

    def program() -> None:
        group = ResourceGroup("group", dataclasses.replace(ARGS, adopt="rg-team", production=True))
        seen.append((group.id, resolve(group.name)))

    recording = record(program)
    assert made_by_azure(recording) == []
    assert seen == [(f"/subscriptions/{PLACE.subscription}/resourceGroups/rg-team", ["rg-team"])]


def test_the_id_is_known_before_the_group_exists() -> None:
    seen: list[str] = []
    record(lambda: seen.append(ResourceGroup("group", ARGS).id))
    assert seen == [GROUP]
