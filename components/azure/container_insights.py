"""Logs of pods in the log workspace: what the agents of a cluster collect, and where it goes."""

from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import monitor

from slipway.components.azure.place import AzurePlace

STREAMS = ("Microsoft-ContainerLogV2", "Microsoft-KubeEvents", "Microsoft-KubePodInventory")
"""Output of containers, events, and which pod ran where; metrics are Prometheus' matter."""


@dataclass(frozen=True, kw_only=True)
class ContainerInsightsArgs:
    """A cluster whose `omsagent` add-on is on, and a workspace."""

    place: AzurePlace
    name: str
    cluster: Input[str]
    logs: Input[str]


class ContainerInsights(pulumi.ComponentResource):
    """Without the rule the agents run and send nothing."""

    rule: Output[str]
    """Id of the data collection rule."""

    def __init__(
        self, name: str, args: ContainerInsightsArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:ContainerInsights", name, {}, opts)
        child = ResourceOptions(parent=self)
        rule = monitor.DataCollectionRule(
            f"{name}-rule",
            data_collection_rule_name=f"{args.name}-logs",
            resource_group_name=args.place.resource_group,
            location=args.place.region,
            kind="Linux",
            data_sources=monitor.DataCollectionRuleDataSourcesArgs(
                extensions=[
                    monitor.ExtensionDataSourceArgs(
                        name="ContainerInsightsExtension",
                        extension_name="ContainerInsights",
                        streams=list(STREAMS),
                        extension_settings={
                            "dataCollectionSettings": {
                                "interval": "1m",
                                "namespaceFilteringMode": "Off",
                                "enableContainerLogV2": True,
                            }
                        },
                    )
                ]
            ),
            destinations=monitor.DataCollectionRuleDestinationsArgs(
                log_analytics=[
                    monitor.LogAnalyticsDestinationArgs(
                        name="workspace", workspace_resource_id=args.logs
                    )
                ]
            ),
            data_flows=[monitor.DataFlowArgs(streams=list(STREAMS), destinations=["workspace"])],
            tags=args.place.tags,
            opts=child,
        )
        monitor.DataCollectionRuleAssociation(
            f"{name}-association",
            # The name that the portal looks for.
            association_name="ContainerInsightsExtension",
            resource_uri=args.cluster,
            data_collection_rule_id=rule.id,
            description="Logs of pods, without metrics.",
            opts=child,
        )
        self.rule = rule.id
        self.register_outputs({"rule": self.rule})
