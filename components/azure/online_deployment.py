"""One release of a model at an endpoint: our image as a custom container, on instances of its own.

Its name says what runs there, so another release, image or instance type is another deployment
beside the old one, which serves until the traffic has moved (`endpoint_traffic.py`).
"""

import re
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import machinelearningservices as ml

from slipway.components.azure.endpoint_capture import Capture, collector
from slipway.components.azure.known_after import known_after
from slipway.components.azure.ml_workspace import WorkspaceAt
from slipway.components.azure.place import AzurePlace
from slipway.components.ownership import ignored

TYPE = "azure-native:machinelearningservices:OnlineDeployment"
PORT = 8080
LIVE, READY, SCORE = "/v2/health/live", "/v2/health/ready", "/invocations"
"""Routes of our runtime."""
REQUEST_TIMEOUT = "PT10S"
"""Longer than the runtime's own deadline, which answers with a reason."""
_LONGEST_NAME = 32
_DIGEST = 8


@dataclass(frozen=True, kw_only=True)
class OnlineDeploymentArgs:
    """The image is plain: the deployment's name is made of its digest."""

    place: AzurePlace
    workspace: WorkspaceAt
    endpoint: Input[str]
    """The endpoint's name as an output of it."""
    environment: Input[str]
    """Name of the model's environments, as an output of their container."""
    model: str
    version: int
    image: str
    instance_type: str
    instances: int
    """To begin with; from then on the autoscaler decides."""
    target_in_flight: int
    capture: Capture


class OnlineDeployment(pulumi.ComponentResource):
    """Instances that answer once the traffic is theirs, or those who ask for it by its name."""

    name: Output[str]
    """Known in a plan; who uses it waits until the instances are ready."""

    def __init__(
        self,
        name: str,
        args: OnlineDeploymentArgs,
        *,
        deleted_with: pulumi.Resource,
        opts: ResourceOptions | None = None,
    ) -> None:
        super().__init__("slipway:azure:OnlineDeployment", name, {}, opts)
        chosen = deployment_name(args.version, args.image, args.instance_type)
        child = ResourceOptions(parent=self)
        data = collector(
            name,
            args.capture,
            workspace=args.workspace,
            model=args.model,
            version=args.version,
            deployment=chosen,
            opts=child,
        )
        made = ml.OnlineDeployment(
            f"{name}-deployment",
            deployment_name=chosen,
            endpoint_name=args.endpoint,
            workspace_name=args.workspace.name,
            resource_group_name=args.workspace.resource_group,
            location=args.workspace.region,
            kind="Managed",
            sku=ml.SkuArgs(name="Default", capacity=args.instances),
            properties=_properties(args, self._environment(name, chosen, args), data),
            tags=args.place.tags,
            opts=ResourceOptions(
                parent=self,
                ignore_changes=ignored(TYPE),
                # Azure refuses to delete what still gets traffic; the endpoint takes it along.
                deleted_with=deleted_with,
                # Instances are booted and the image is pulled on each.
                custom_timeouts=pulumi.CustomTimeouts(create="90m", update="90m", delete="60m"),
            ),
        )
        self.name = known_after(made, chosen)
        self.register_outputs({"name": self.name})

    def _environment(self, name: str, version: str, args: OnlineDeploymentArgs) -> Output[str]:
        """Registers the image with its routes; an environment's version never changes."""
        made = ml.EnvironmentVersion(
            f"{name}-environment",
            name=args.environment,
            version=version,
            workspace_name=args.workspace.name,
            resource_group_name=args.workspace.resource_group,
            properties=ml.EnvironmentVersionPropertiesArgs(
                image=args.image,
                os_type=ml.OperatingSystemType.LINUX,
                auto_rebuild=ml.AutoRebuildSetting.DISABLED,
                is_anonymous=False,
                is_archived=False,
                inference_config=ml.InferenceContainerPropertiesArgs(
                    liveness_route=ml.RouteArgs(path=LIVE, port=PORT),
                    readiness_route=ml.RouteArgs(path=READY, port=PORT),
                    scoring_route=ml.RouteArgs(path=SCORE, port=PORT),
                ),
            ),
            opts=ResourceOptions(parent=self),
        )
        at = args.workspace.child("environments", f"{args.model}/versions/{version}")
        return Output.all(at, made.urn).apply(lambda both: str(both[0]))


def deployment_name(version: int, image: str, instance_type: str) -> str:
    """Version, beginning of the image's digest, and machine: ``v3-3f8a1c5e-ds3v2``.

    Azure allows 32 letters, digits and hyphens. The machine is in it because a deployment can't
    change its own while it serves.
    """
    digest = image.rpartition(":")[2][:_DIGEST]
    machine = re.sub(r"[^a-z0-9]", "", instance_type.partition("_")[2].lower())
    return f"v{version}-{digest}-{machine}"[:_LONGEST_NAME]


def _properties(
    args: OnlineDeploymentArgs, environment: Output[str], data: ml.DataCollectorArgs
) -> ml.ManagedOnlineDeploymentArgs:
    limit = 2 * args.target_in_flight
    return ml.ManagedOnlineDeploymentArgs(
        endpoint_compute_type="Managed",
        description=f"{args.model}, version {args.version}",
        environment_id=environment,
        environment_variables={
            # The autoscaler aims at the target; twice as many are let in before any is refused.
            "SLIPWAY_IN_FLIGHT": str(limit),
            "SLIPWAY_DIGEST": args.image.partition("@")[2],
        },
        instance_type=args.instance_type,
        # Container logs go to Log Analytics by the endpoint's diagnostic setting.
        app_insights_enabled=False,
        data_collector=data,
        request_settings=ml.OnlineRequestSettingsArgs(
            max_concurrent_requests_per_instance=limit, request_timeout=REQUEST_TIMEOUT
        ),
        scale_settings=ml.DefaultScaleSettingsArgs(scale_type="Default"),
        liveness_probe=_probe(failures=3, period="PT10S"),
        # A replica that drains is taken out within seconds.
        readiness_probe=_probe(failures=2, period="PT5S"),
        startup_probe=_probe(failures=60, period="PT5S"),
    )


def _probe(*, failures: int, period: str) -> ml.ProbeSettingsArgs:
    return ml.ProbeSettingsArgs(
        initial_delay="PT1S",
        period=period,
        timeout="PT2S",
        success_threshold=1,
        failure_threshold=failures,
    )
