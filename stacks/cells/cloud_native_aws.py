"""The cloud-native variant on AWS: EKS between ECR, S3, RDS, Secrets Manager and AMP."""

from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions

from slipway.components.aws.alert_rules import AlertRules, AlertRulesArgs
from slipway.components.kubernetes.network import AddressReader
from slipway.components.variants.cloud_native import TRACKING_ADMINISTRATOR
from slipway.components.variants.cloud_native_aws import CloudNativeAwsPlatform
from slipway.components.variants.cloud_native_aws_args import (
    CloudNativeAwsPlatformArgs,
    ServiceFacts,
)
from slipway.components.variants.cloud_native_aws_services import CloudNativeAwsServices
from slipway.components.variants.cluster_metrics import cluster_rules
from slipway.components.variants.cluster_workloads_args import WorkloadImages
from slipway.stacks.cells.aws_foundation import aws_provider, landing_zone
from slipway.stacks.cells.aws_names import registry_host
from slipway.stacks.cells.cloud_native_aws_services import services_args
from slipway.stacks.cells.eks_access import EksAccess, handed_over, kubernetes_provider
from slipway.stacks.cells.eks_foundation import CLUSTER_ENDPOINTS, eks_foundation
from slipway.stacks.cells.eks_services import cluster_services
from slipway.stacks.cells.pinned_images import pinned_images
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.aws import AwsTarget
from slipway.stacks.layers import InfrastructureStack, by_output_name, hand_over
from slipway.stacks.models import model_specs

ENDPOINTS = (*CLUSTER_ENDPOINTS, "secretsmanager")
"""Pods ask Secrets Manager for what they mount, and for the database's password."""
KEY_SERVICES = ("aps", "cloudwatch")
"""They publish to the topic of alerts, which the key encrypts."""
WORKSPACE = "metricsWorkspaceId"


@dataclass(frozen=True, kw_only=True)
class _Made:
    """What the workloads stand on, whichever stack made it."""

    access: EksAccess
    facts: ServiceFacts
    workspace_id: Input[str]
    rules_opts: ResourceOptions
    ready: list[pulumi.Resource]
    password: Output[str] | None = None


def cloud_native_on_aws(config: StackConfig, target: AwsTarget) -> CloudNativeAwsPlatform | None:
    """AWS's services around a cluster; None where the stack is these alone."""
    match config.platform.layers:
        case "all":
            return _workloads(config, target, _infrastructure(config, target))
        case "infrastructure":
            _hand_over(_infrastructure(config, target))
            return None
        case "workloads":
            return _workloads(config, target, _handed_over(config, target))


def _infrastructure(config: StackConfig, target: AwsTarget) -> _Made:
    zone = landing_zone(config, target, endpoints=ENDPOINTS, key_services=KEY_SERVICES)
    foundation = eks_foundation(config, target, zone)
    services = CloudNativeAwsServices(
        "services", services_args(target, zone, foundation), zone.opts()
    )
    pulumi.export("releasePolicy", services.release_policy_arn)
    if services.watch.dashboards_url is not None:
        pulumi.export("dashboards", services.watch.dashboards_url)
    return _Made(
        access=foundation.access(),
        facts=services.facts,
        workspace_id=services.watch.metrics.workspace_id,
        rules_opts=zone.opts(),
        ready=services.ready,
        password=services.administrator_password,
    )


def _hand_over(made: _Made) -> None:
    """Facts for the workloads' stack; the login stays an output of this one."""
    hand_over(
        {**made.access.handover(), **by_output_name(made.facts), WORKSPACE: made.workspace_id}
    )
    if made.password is not None:
        login = {"username": TRACKING_ADMINISTRATOR, "password": made.password}
        pulumi.export("trackingLogin", login)


def _handed_over(config: StackConfig, target: AwsTarget) -> _Made:
    stack = InfrastructureStack(config)
    provider = aws_provider(config, target)
    return _Made(
        access=handed_over(stack, target),
        facts=stack.facts(ServiceFacts),
        workspace_id=stack.value(WORKSPACE),
        rules_opts=ResourceOptions(providers={"aws": provider}),
        ready=[],
    )


def _workloads(config: StackConfig, target: AwsTarget, made: _Made) -> CloudNativeAwsPlatform:
    models = model_specs(config)
    AlertRules(
        "rules",
        AlertRulesArgs(
            name=f"slipway-{config.stack}",
            scope=f"{target.account}/{config.stack}",
            workspace_id=made.workspace_id,
            files=cluster_rules(models),
        ),
        made.rules_opts,
    )
    provider = kubernetes_provider(made.access)
    inside = cluster_services(config, target, made.access, provider)
    registry = registry_host(target)
    images = pinned_images(registry, made.access.ready)
    return CloudNativeAwsPlatform(
        "platform",
        CloudNativeAwsPlatformArgs(
            region=target.region,
            services=made.facts,
            registry=registry,
            images=WorkloadImages.of(images),
            # The collector has addresses in the private subnets, and no name.
            metrics_readers=[AddressReader(block=_network_block(target))],
            models=models,
            administrator_password=made.password,
            storage_class=inside.storage_class,
            model_nodes=inside.model_nodes,
        ),
        ResourceOptions(
            providers={"kubernetes": provider}, depends_on=[*inside.ready, *made.ready]
        ),
    )


def _network_block(target: AwsTarget) -> str:
    adopted = target.network.adopt
    return target.network.cidr if adopted is None else adopted.cidr
