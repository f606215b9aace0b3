"""Who spoke to whom in the network, kept in a storage account and searched in the log workspace."""

from dataclasses import dataclass

from pulumi import Input, ResourceOptions
from pulumi_azure_native import network

from slipway.components.azure.place import AzurePlace

WATCHERS = "NetworkWatcherRG"
"""The group that Azure makes a region's watcher in, together with the region's first network."""
_MINUTES = 60


@dataclass(frozen=True, kw_only=True)
class FlowLogs:
    """Where they go and how long they stay."""

    storage: str
    """Id of a storage account in the network's region."""
    logs: Input[str]
    """Id of the log workspace."""
    days: int


def flow_logs(
    name: str, asked: FlowLogs, *, place: AzurePlace, vnet: Input[str], opts: ResourceOptions
) -> network.FlowLog:
    """Of the whole network; logs of single security groups can't be made any more."""
    return network.FlowLog(
        name,
        flow_log_name=name,
        network_watcher_name=f"NetworkWatcher_{place.region}",
        resource_group_name=WATCHERS,
        location=place.region,
        target_resource_id=vnet,
        storage_id=asked.storage,
        enabled=True,
        format=network.FlowLogFormatParametersArgs(type="JSON", version=2),
        retention_policy=network.RetentionPolicyParametersArgs(enabled=True, days=asked.days),
        flow_analytics_configuration=network.TrafficAnalyticsPropertiesArgs(
            network_watcher_flow_analytics_configuration=(
                network.TrafficAnalyticsConfigurationPropertiesArgs(
                    enabled=True,
                    workspace_resource_id=asked.logs,
                    traffic_analytics_interval=_MINUTES,
                )
            )
        ),
        tags=place.tags,
        opts=opts,
    )
