"""Which rule prices which resource type; what is free and who says so; what no rule knows."""

import csv
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

from slipway.stacks.cost.rules import (
    aws_cluster,
    aws_data,
    aws_ml,
    aws_monitoring,
    aws_network,
    azure_cluster,
    azure_data,
    azure_ml,
    azure_monitoring,
    azure_network,
    kubernetes,
)
from slipway.stacks.cost.rules.context import Context
from slipway.stacks.cost.rules.outcome import Free, Outcome, Unsupported
from slipway.stacks.plan.graph import PlannedResource

Rule = Callable[[PlannedResource, Context], Iterable[Outcome]]
_FREE = Path(__file__).with_name("free.csv")

RULES: Mapping[str, Rule] = {
    "aws:amp/scraper:Scraper": aws_monitoring.collector,
    "aws:amp/workspace:Workspace": aws_monitoring.metrics_workspace,
    "aws:cloudwatch/logGroup:LogGroup": aws_monitoring.log_group,
    "aws:cloudwatch/metricAlarm:MetricAlarm": aws_monitoring.metric_alarm,
    "aws:ec2/eip:Eip": aws_network.address,
    "aws:ec2/natGateway:NatGateway": aws_network.nat_gateway,
    "aws:ec2/vpcEndpoint:VpcEndpoint": aws_network.vpc_endpoint,
    "aws:ecr/repository:Repository": aws_data.repository,
    "aws:eks/addon:Addon": aws_cluster.addon,
    "aws:eks/cluster:Cluster": aws_cluster.cluster,
    "aws:eks/nodeGroup:NodeGroup": aws_cluster.node_group,
    "aws:kms/key:Key": aws_data.key,
    "aws:rds/instance:Instance": aws_data.database,
    "aws:s3/bucket:Bucket": aws_data.bucket,
    "aws:sagemaker/endpointConfiguration:EndpointConfiguration": aws_ml.endpoint_configuration,
    "aws:sagemaker/mlflowTrackingServer:MlflowTrackingServer": aws_ml.tracking_server,
    "aws:scheduler/schedule:Schedule": aws_ml.schedule,
    "aws:secretsmanager/secret:Secret": aws_data.secret,
    "aws:sns/topic:Topic": aws_monitoring.topic,
    "azure-native:applicationinsights:Component": azure_monitoring.insights,
    "azure-native:containerregistry:Registry": azure_data.registry,
    "azure-native:containerservice:AgentPool": azure_cluster.agent_pool,
    "azure-native:containerservice:ManagedCluster": azure_cluster.managed_cluster,
    "azure-native:dbforpostgresql:Server": azure_data.database,
    "azure-native:keyvault:Vault": azure_data.vault,
    "azure-native:machinelearningservices:Compute": azure_ml.compute,
    "azure-native:machinelearningservices:OnlineDeployment": azure_ml.online_deployment,
    "azure-native:machinelearningservices:Workspace": azure_ml.workspace,
    "azure-native:monitor:AzureMonitorWorkspace": azure_monitoring.metrics_workspace,
    "azure-native:monitor:MetricAlert": azure_monitoring.metric_alert,
    "azure-native:monitor:ScheduledQueryRule": azure_monitoring.log_alert,
    "azure-native:network:NatGateway": azure_network.nat_gateway,
    "azure-native:network:PrivateEndpoint": azure_network.private_endpoint,
    "azure-native:network:PublicIPAddress": azure_network.address,
    "azure-native:operationalinsights:Workspace": azure_monitoring.log_workspace,
    "azure-native:privatedns:PrivateZone": azure_network.private_zone,
    "azure-native:storage:StorageAccount": azure_data.storage_account,
    "kubernetes:apps/v1:Deployment": kubernetes.workload,
    "kubernetes:apps/v1:StatefulSet": kubernetes.workload,
    "kubernetes:batch/v1:CronJob": kubernetes.workload,
    "kubernetes:batch/v1:Job": kubernetes.workload,
    "kubernetes:core/v1:PersistentVolumeClaim": kubernetes.volume_claim,
    "kubernetes:core/v1:Service": kubernetes.service,
}

UNSUPPORTED: Mapping[str, str] = {
    "aws:grafana/workspace:Workspace": "Billed per active user, whose number no plan knows",
    "azure-native:insights:ActionGroup": "Billed per message beyond an allowance; no price row",
    "azure-native:machinelearningservices:Registry": "Its storage and registry are made by Azure",
    "azure-native:monitor:ActionGroup": "Billed per message beyond an allowance; no price row",
    "azure-native:network:FlowLog": "Billed per GB of the network's flows; no price row",
}
"""Types that cost something no rule knows; they are shown and count against the coverage."""


@cache
def free_types() -> Mapping[str, Free]:
    """Types that nobody bills, each with a reason and a source."""
    with _FREE.open(encoding="utf-8", newline="") as lines:
        return {
            row["type"]: Free(reason=row["reason"], source=row["source"])
            for row in csv.DictReader(lines)
        }


def structural(resource_type: str) -> bool:
    """Whether a type is the program's own: a component or a provider, never a cloud resource."""
    return resource_type.startswith(("slipway:", "pulumi:"))


def outcomes(resource: PlannedResource, context: Context) -> tuple[Outcome, ...]:
    """What a resource costs, or why not; a type in no list is unsupported, never left out."""
    rule = RULES.get(resource.type)
    if rule is not None:
        return tuple(rule(resource, context))
    free = free_types().get(resource.type)
    if free is not None:
        return (free,)
    return (Unsupported(reason=UNSUPPORTED.get(resource.type, "No rule prices this type")),)
