"""Which role an action on a store is on Azure: the narrowest that there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from slipway.components.access.matrix import MATRIX, Action, Store
from slipway.components.azure.role import Role

_BLOBS = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"
_BLOB_ACTIONS: Mapping[Action, Sequence[str]] = {
    Action.READ: (f"{_BLOBS}/read",),
    Action.WRITE: (f"{_BLOBS}/write", f"{_BLOBS}/add/action"),
    Action.DELETE: (f"{_BLOBS}/delete",),
}


@dataclass(frozen=True, kw_only=True)
class RoleSpec:
    """A built-in role, or the data actions of one that the platform makes."""

    name: str
    built_in: Role | None = None
    data_actions: tuple[str, ...] = ()


BLOB_STORES = frozenset(
    {Store.ARTIFACTS, Store.REQUEST_LOG, Store.LABELS, Store.MONITORING, Store.BACKUPS}
)

OUTSIDE_OF_AZURE: Mapping[Store, str] = {
    Store.DATABASE: "PostgreSQL's own roles say who reads and writes what; Entra only logs in",
}
"""Stores whose access no Azure role gives, and what does."""

_BUILT_IN: Mapping[tuple[Store, frozenset[Action]], Role] = {
    (Store.IMAGES, frozenset({Action.READ})): Role.ACR_PULL,
    (Store.IMAGES, frozenset({Action.READ, Action.WRITE})): Role.ACR_PUSH,
    (Store.TRACKING_SECRETS, frozenset({Action.READ})): Role.KEY_VAULT_SECRETS_USER,
    (Store.METRICS, frozenset({Action.WRITE})): Role.MONITORING_METRICS_PUBLISHER,
    **{(store, frozenset({Action.READ})): Role.BLOB_DATA_READER for store in BLOB_STORES},
    **{(store, frozenset(Action)): Role.BLOB_DATA_CONTRIBUTOR for store in BLOB_STORES},
}


def role_for(store: Store, actions: frozenset[Action]) -> RoleSpec:
    """The role that allows these actions on the store and, as far as Azure has one, no others.

    Raises:
        ValueError: The matrix asks for something that the table doesn't know.
    """
    built_in = _BUILT_IN.get((store, actions))
    if built_in is not None:
        return RoleSpec(name=built_in.name, built_in=built_in)
    if store in BLOB_STORES and actions:
        ordered = [action for action in Action if action in actions]
        return RoleSpec(
            name="blob-" + "-".join(action.value for action in ordered),
            data_actions=tuple(one for action in ordered for one in _BLOB_ACTIONS[action]),
        )
    words = ", ".join(sorted(action.value for action in actions)) or "nothing"
    raise ValueError(
        f"identity matrix: got {words} on {store.value}; expected a pair that"
        " components/azure/store_roles.py knows. Add the narrowest role that allows it."
    )


def custom_specs(stores: frozenset[Store] = BLOB_STORES) -> tuple[RoleSpec, ...]:
    """The roles that the platform has to make for what the matrix says of these stores."""
    specs = {
        spec.name: spec
        for grant in MATRIX
        if grant.store in stores
        for spec in [role_for(grant.store, grant.actions)]
        if spec.built_in is None
    }
    return tuple(specs[name] for name in sorted(specs))
