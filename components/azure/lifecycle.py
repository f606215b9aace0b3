"""When the objects of a store go by themselves."""

from collections.abc import Sequence

from pulumi_azure_native import storage

from slipway.components.access.matrix import Store
from slipway.components.access.retention import KEEP_DAYS

UPLOADS = ("blockBlob", "appendBlob")
"""The kinds of blob that the rules know."""


def lifecycle_rules(
    stores: Sequence[Store], version_days: int
) -> list[storage.ManagementPolicyRuleArgs]:
    """One rule for old versions everywhere, and one for each store whose objects have an end."""
    old = _rule(
        "old-versions",
        storage.ManagementPolicyActionArgs(
            version=storage.ManagementPolicyVersionArgs(
                delete=storage.DateAfterCreationArgs(days_after_creation_greater_than=version_days)
            )
        ),
        [f"{store.value}/" for store in stores],
    )
    return [old, *(_end(store, days) for store in stores if (days := KEEP_DAYS[store]) is not None)]


def _end(store: Store, days: int) -> storage.ManagementPolicyRuleArgs:
    delete = storage.DateAfterModificationArgs(days_after_modification_greater_than=days)
    return _rule(
        f"{store.value}-ends",
        storage.ManagementPolicyActionArgs(
            base_blob=storage.ManagementPolicyBaseBlobArgs(delete=delete)
        ),
        [f"{store.value}/"],
    )


def _rule(
    name: str, actions: storage.ManagementPolicyActionArgs, prefixes: list[str]
) -> storage.ManagementPolicyRuleArgs:
    return storage.ManagementPolicyRuleArgs(
        name=name,
        type=storage.RuleType.LIFECYCLE,
        enabled=True,
        definition=storage.ManagementPolicyDefinitionArgs(
            actions=actions,
            filters=storage.ManagementPolicyFilterArgs(
                blob_types=list(UPLOADS), prefix_match=prefixes
            ),
        ),
    )
