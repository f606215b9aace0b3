"""Application Insights over the platform's log workspace, entered by Entra alone."""

from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import applicationinsights

from slipway.components.azure.known_after import known_id
from slipway.components.azure.place import AzurePlace

KIND = "Microsoft.Insights/components"


@dataclass(frozen=True, kw_only=True)
class ApplicationInsightsArgs:
    """The log workspace keeps the data, for as long as it keeps any."""

    place: AzurePlace
    name: str
    logs: Input[str]
    """Id of the log workspace."""


class ApplicationInsights(pulumi.ComponentResource):
    """Whoever writes needs a role: the key in its connection string opens nothing."""

    id: Output[str]
    """Known in a plan."""

    connection: Output[str]
    """The connection string: addresses and a key that is switched off."""

    def __init__(
        self, name: str, args: ApplicationInsightsArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:ApplicationInsights", name, {}, opts)
        made = applicationinsights.Component(
            f"{name}-component",
            resource_name_=args.name,
            resource_group_name=args.place.resource_group,
            location=args.place.region,
            kind="web",
            application_type="web",
            ingestion_mode="LogAnalytics",
            workspace_resource_id=args.logs,
            disable_local_auth=True,
            disable_ip_masking=False,
            # Private ingestion takes a private link scope, which is the whole network's matter.
            public_network_access_for_ingestion="Enabled",
            public_network_access_for_query="Enabled",
            tags=args.place.tags,
            opts=ResourceOptions(parent=self),
        )
        self.id = known_id(made, args.place, KIND, args.name)
        self.connection = made.connection_string
        self.register_outputs({"id": self.id})
