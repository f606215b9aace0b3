"""Every line of the identity matrix is a role on Azure that allows that line and no more."""

import pytest

from slipway.components.access.matrix import MATRIX, Action, Grant, Store
from slipway.components.azure.role import Role
from slipway.components.azure.store_roles import OUTSIDE_OF_AZURE, custom_specs, role_for

GRANTED = [grant for grant in MATRIX if grant.store not in OUTSIDE_OF_AZURE]
_BLOBS = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"


def words(grant: Grant) -> str:
    return f"{grant.workload.value}-{grant.store.value}"


@pytest.mark.parametrize("grant", GRANTED, ids=words)
def test_every_grant_has_a_role(grant: Grant) -> None:
    spec = role_for(grant.store, grant.actions)
    assert (spec.built_in is None) is bool(spec.data_actions)


def test_every_store_without_a_role_says_what_guards_it_instead() -> None:
    assert all(OUTSIDE_OF_AZURE.values())
    assert set(OUTSIDE_OF_AZURE) == {Store.DATABASE}


@pytest.mark.parametrize("spec", custom_specs(), ids=lambda spec: spec.name)
def test_a_role_of_our_own_has_no_wildcard(spec: object) -> None:
    actions = getattr(spec, "data_actions")  # noqa: B009 -- the ids' lambda takes its type away
    assert actions
    assert not [one for one in actions if "*" in one]


@pytest.mark.parametrize(
    ("actions", "allowed"),
    [
        ({Action.WRITE}, ["write", "add/action"]),
        ({Action.READ, Action.WRITE}, ["read", "write", "add/action"]),
        ({Action.WRITE, Action.DELETE}, ["write", "add/action", "delete"]),
    ],
)
def test_a_role_of_our_own_allows_what_was_asked_and_nothing_more(
    actions: set[Action], allowed: list[str]
) -> None:
    spec = role_for(Store.MONITORING, frozenset(actions))
    assert spec.built_in is None
    assert list(spec.data_actions) == [f"{_BLOBS}/{one}" for one in allowed]


@pytest.mark.parametrize(
    ("store", "actions", "role"),
    [
        (Store.ARTIFACTS, {Action.READ, Action.WRITE, Action.DELETE}, Role.BLOB_DATA_CONTRIBUTOR),
        (Store.LABELS, {Action.READ}, Role.BLOB_DATA_READER),
        (Store.IMAGES, {Action.READ}, Role.ACR_PULL),
        (Store.IMAGES, {Action.READ, Action.WRITE}, Role.ACR_PUSH),
        (Store.TRACKING_SECRETS, {Action.READ}, Role.KEY_VAULT_SECRETS_USER),
        (Store.METRICS, {Action.WRITE}, Role.MONITORING_METRICS_PUBLISHER),
    ],
)
def test_a_built_in_role_serves_where_it_says_the_same(
    store: Store, actions: set[Action], role: Role
) -> None:
    assert role_for(store, frozenset(actions)).built_in is role


def test_what_no_role_was_chosen_for_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="got delete on images; expected a pair that"):
        role_for(Store.IMAGES, frozenset({Action.DELETE}))
