"""A lock that the vendor keeps: nobody deletes the resource, not even its owner, before it."""

from pulumi import Input, ResourceOptions
from pulumi_azure_native import authorization


def delete_lock(
    name: str, resource: Input[str], opts: ResourceOptions
) -> authorization.ManagementLockByScope:
    """Whoever makes or takes it away needs Owner or User Access Administrator."""
    return authorization.ManagementLockByScope(
        name,
        lock_name="slipway-keep",
        scope=resource,
        level=authorization.LockLevel.CAN_NOT_DELETE,
        notes="Holds the platform's data. Take this lock away before you delete it.",
        opts=opts,
    )
