"""The cloud-native variant on Azure: AKS between ACR, Blob, PostgreSQL, Key Vault and Monitor."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions

from slipway.components.azure.alert_rules import AzureAlertRules, AzureAlertRulesArgs
from slipway.components.azure.node_pool import POOL_LABEL
from slipway.components.azure.place import AzurePlace
from slipway.components.variants.cloud_native import TRACKING_ADMINISTRATOR
from slipway.components.variants.cloud_native_azure import CloudNativeAzurePlatform
from slipway.components.variants.cloud_native_azure_args import (
    CloudNativeAzurePlatformArgs,
    ServiceFacts,
)
from slipway.components.variants.cloud_native_azure_services import CloudNativeAzureServices
from slipway.components.variants.cluster_metrics import cluster_rules
from slipway.components.variants.cluster_workloads_args import WorkloadImages
from slipway.stacks.cells.aks_access import AksAccess, handed_over, kubernetes_provider
from slipway.stacks.cells.aks_disks import STORAGE_CLASS
from slipway.stacks.cells.aks_foundation import aks_foundation
from slipway.stacks.cells.azure_foundation import azure_provider, landing_zone, tags_of
from slipway.stacks.cells.cloud_native_azure_services import (
    dns_zones,
    require_possible,
    services_args,
)
from slipway.stacks.cells.pinned_images import pinned_images
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.azure import AzureTarget
from slipway.stacks.layers import InfrastructureStack, by_output_name, hand_over
from slipway.stacks.models import model_specs


@dataclass(frozen=True, kw_only=True)
class _Alerting:
    """Where the rules are asked, and whom they tell."""

    place: AzurePlace
    workspace: Input[str]
    cluster: Input[str]
    team: Input[str] | None
    opts: ResourceOptions


@dataclass(frozen=True, kw_only=True)
class _Made:
    """What the workloads stand on, whichever stack made it."""

    access: AksAccess
    facts: ServiceFacts
    alerting: _Alerting
    ready: Sequence[pulumi.Resource] = ()
    password: Output[str] | None = None


def cloud_native_on_azure(
    config: StackConfig, target: AzureTarget
) -> CloudNativeAzurePlatform | None:
    """Azure's services around a cluster; None where the stack is these alone."""
    match config.platform.layers:
        case "all":
            return _workloads(config, target, _infrastructure(config, target))
        case "infrastructure":
            _hand_over(_infrastructure(config, target))
            return None
        case "workloads":
            return _workloads(config, target, _handed_over(config, target))


def _infrastructure(config: StackConfig, target: AzureTarget) -> _Made:
    require_possible(config, target)
    zone = landing_zone(config, target, dns_zones=dns_zones(config, target))
    foundation = aks_foundation(target, zone, prometheus=True)
    services = CloudNativeAzureServices(
        "services", services_args(config, target, foundation), zone.opts()
    )
    if services.dashboards_url is not None:
        pulumi.export("dashboards", services.dashboards_url)
    metrics = services.metrics
    return _Made(
        access=foundation.access(),
        facts=services.facts,
        alerting=_Alerting(
            place=zone.place,
            workspace=metrics.workspace_id,
            cluster=foundation.cluster.id,
            team=next(iter(metrics.actions), None),
            opts=zone.opts(),
        ),
        ready=services.ready,
        password=services.administrator_password,
    )


def _hand_over(made: _Made) -> None:
    """Facts for the workloads' stack; the login stays an output of this one."""
    alerting = made.alerting
    hand_over(
        {
            **made.access.handover(),
            **by_output_name(made.facts),
            "resourceGroup": alerting.place.resource_group,
            "metricsWorkspace": alerting.workspace,
            "cluster": alerting.cluster,
            "alertTeam": "" if alerting.team is None else alerting.team,
        }
    )
    if made.password is not None:
        login = {"username": TRACKING_ADMINISTRATOR, "password": made.password}
        pulumi.export("trackingLogin", login)


def _handed_over(config: StackConfig, target: AzureTarget) -> _Made:
    stack = InfrastructureStack(config)
    place = AzurePlace(
        subscription=target.subscription,
        tenant=target.tenant,
        region=target.region,
        resource_group=stack.value("resourceGroup"),
        tags=tags_of(config),
    )
    provider = azure_provider(target)
    return _Made(
        access=handed_over(stack),
        facts=stack.facts(ServiceFacts),
        alerting=_Alerting(
            place=place,
            workspace=stack.value("metricsWorkspace"),
            cluster=stack.value("cluster"),
            team=None if target.alerts.email is None else stack.value("alertTeam"),
            opts=ResourceOptions(providers={"azure-native": provider}),
        ),
    )


def _workloads(config: StackConfig, target: AzureTarget, made: _Made) -> CloudNativeAzurePlatform:
    models, alerting = model_specs(config), made.alerting
    AzureAlertRules(
        "rules",
        AzureAlertRulesArgs(
            place=alerting.place,
            name=f"slipway-{config.stack}",
            workspace=alerting.workspace,
            files=cluster_rules(models),
            actions=[] if alerting.team is None else [alerting.team],
            cluster=None if target.adopt.metrics_workspace is None else alerting.cluster,
        ),
        alerting.opts,
    )
    provider = kubernetes_provider(made.access, target.tenant)
    images = pinned_images(made.access.registry, made.access.ready)
    own = target.cluster.adopt is None
    return CloudNativeAzurePlatform(
        "platform",
        CloudNativeAzurePlatformArgs(
            tenant=target.tenant,
            services=made.facts,
            registry=made.access.registry,
            images=WorkloadImages.of(images),
            models=models,
            makes_database_role=target.database.adopt is None,
            administrator_password=made.password,
            model_nodes={POOL_LABEL: "models"} if own else None,
            storage_class=STORAGE_CLASS,
        ),
        ResourceOptions(providers={"kubernetes": provider}, depends_on=list(made.ready)),
    )
