"""Whom the alerts of Azure Monitor tell."""

from pulumi import Output, ResourceOptions
from pulumi_azure_native import monitor

from slipway.components.azure.place import AzurePlace


def team_mail(name: str, *, place: AzurePlace, email: str, opts: ResourceOptions) -> Output[str]:
    """The id of an action group that writes to one address."""
    return monitor.ActionGroup(
        name,
        resource_group_name=place.resource_group,
        location="Global",
        group_short_name="slipway",
        enabled=True,
        email_receivers=[
            monitor.MicrosoftCommonEmailReceiverArgs(
                name="team", email_address=email, use_common_alert_schema=True
            )
        ],
        tags=place.tags,
        opts=opts,
    ).id
