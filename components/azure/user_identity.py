"""An identity of a platform's part, before it has any role."""

from pulumi import ResourceOptions
from pulumi_azure_native import managedidentity

from slipway.components.azure.place import AzurePlace


def user_identity(
    name: str, place: AzurePlace, label: str, opts: ResourceOptions
) -> managedidentity.UserAssignedIdentity:
    """A user-assigned identity called `label` in the place's resource group."""
    return managedidentity.UserAssignedIdentity(
        name,
        resource_name_=label,
        resource_group_name=place.resource_group,
        location=place.region,
        tags=place.tags,
        opts=opts,
    )
