"""A model behind a SageMaker endpoint: what it serves, how it is captured, how it scales."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from slipway.components.aws.endpoint_alarms import VARIANT
from slipway.components.aws.endpoint_live import (
    LiveInstances,
    LiveInstancesArgs,
    ServedConfiguration,
    ServedConfigurationArgs,
)
from slipway.components.aws.endpoint_rollout import rollout
from slipway.components.aws.endpoint_scaling import EndpointScaling, EndpointScalingArgs
from slipway.components.aws.ml_instance import takes_volume_key
from slipway.components.aws.place import AwsPlace

JSON, CSV = "application/json", "text/csv"
_PREFIX = 37
"""Characters of a name's beginning that leave room for the provider's 26."""


@dataclass(frozen=True, kw_only=True)
class EndpointArgs:
    """One released version of one model."""

    place: AwsPlace
    endpoint: str
    """The endpoint's name, unique in account and region; see `global_name`."""
    model: str
    version: int
    image: str
    """By digest, in ECR: SageMaker pulls from nowhere else."""
    role_arn: Input[str]
    subnet_ids: Sequence[Input[str]]
    security_group_id: Input[str]
    instance_type: str
    minimum: int
    maximum: int
    target_in_flight: int
    latency_target_seconds: float
    scale_down_window_seconds: int
    capture_url: Input[str]
    """Where requests and answers of this version go; SageMaker adds endpoint, variant and hour."""
    capture_percent: int
    capture_key_arn: Input[str] | None
    """Of the bucket that holds it; None: S3's own key."""
    key_arn: Input[str]
    log_days: int
    rollback_alarms: Sequence[Input[str]]


class Endpoint(pulumi.ComponentResource):
    """A release changes what is served, and starts with as many instances as run.

    The container has no network at all (`enableNetworkIsolation`): the model is in its image, so
    nothing need be fetched, and code that came with a model can send nothing away. The price is
    that our runtime's own request log can't leave either; SageMaker's capture takes its place.
    """

    url: Output[str]
    """Where signed requests go."""

    def __init__(self, name: str, args: EndpointArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("slipway:aws:Endpoint", name, {}, opts)
        child = ResourceOptions(parent=self)
        logs = aws.cloudwatch.LogGroup(
            f"{name}-logs",
            # SageMaker would make it itself, without an end and without the key.
            name=f"/aws/sagemaker/Endpoints/{args.endpoint}",
            retention_in_days=args.log_days,
            kms_key_id=args.key_arn,
            opts=child,
        )
        model = self._model(name, args)
        configuration = self._configuration(name, args, model)
        endpoint = aws.sagemaker.Endpoint(
            f"{name}-endpoint",
            name=args.endpoint,
            endpoint_config_name=configuration.name,
            deployment_config=rollout(args.minimum, args.rollback_alarms),
            opts=ResourceOptions(parent=self, depends_on=[logs]),
        )
        ServedConfiguration(
            f"{name}-served",
            ServedConfigurationArgs(
                region=args.place.region,
                endpoint=endpoint.name,
                configuration=configuration.name,
            ),
            ResourceOptions(parent=self, depends_on=[endpoint]),
        )
        if args.maximum > args.minimum:
            EndpointScaling(f"{name}-scaling", _scaling(args, endpoint), child)
        runtime = f"runtime.sagemaker.{args.place.region}.{args.place.dns_suffix}"
        self.url = Output.format("https://{}/endpoints/{}/invocations", runtime, endpoint.name)
        self.register_outputs({"url": self.url})

    def _model(self, name: str, args: EndpointArgs) -> aws.sagemaker.Model:
        return aws.sagemaker.Model(
            # Its name is the engine's, new for each: the old model serves until the new one does.
            f"{name}-model",
            execution_role_arn=args.role_arn,
            enable_network_isolation=True,
            primary_container=aws.sagemaker.ModelPrimaryContainerArgs(
                image=args.image, environment=_environment(args)
            ),
            vpc_config=aws.sagemaker.ModelVpcConfigArgs(
                subnets=list(args.subnet_ids), security_group_ids=[args.security_group_id]
            ),
            tags={"slipway:model": args.model, "slipway:version": str(args.version)},
            opts=ResourceOptions(parent=self),
        )

    def _configuration(
        self, name: str, args: EndpointArgs, model: aws.sagemaker.Model
    ) -> aws.sagemaker.EndpointConfiguration:
        running = LiveInstances(
            f"{name}-instances",
            LiveInstancesArgs(
                region=args.place.region,
                endpoint=args.endpoint,
                variant=VARIANT,
                minimum=args.minimum,
                maximum=args.maximum,
                triggers=[
                    model.name,
                    args.instance_type,
                    args.capture_url,
                    str(args.capture_percent),
                    args.key_arn,
                ],
            ),
            ResourceOptions(parent=self),
        )
        variant = aws.sagemaker.EndpointConfigurationProductionVariantArgs(
            variant_name=VARIANT,
            model_name=model.name,
            instance_type=args.instance_type,
            initial_instance_count=running.count,
            initial_variant_weight=1,
            container_startup_health_check_timeout_in_seconds=300,
            routing_configs=[
                aws.sagemaker.EndpointConfigurationProductionVariantRoutingConfigArgs(
                    routing_strategy="LEAST_OUTSTANDING_REQUESTS"
                )
            ],
        )
        return aws.sagemaker.EndpointConfiguration(
            f"{name}-configuration",
            # The rest is the provider's, new for each: a configuration can't change, and the old
            # one must not go before the endpoint has the new one.
            name_prefix=configuration_prefix(args.model, args.version, args.image),
            kms_key_arn=args.key_arn if takes_volume_key(args.instance_type) else None,
            production_variants=[variant],
            data_capture_config=_capture(args),
            tags={"slipway:model": args.model, "slipway:version": str(args.version)},
            opts=ResourceOptions(parent=self),
        )


def configuration_prefix(model: str, version: int, image: str) -> str:
    """The readable part of a configuration's name: model, version, and what the image is."""
    digest = image.rpartition(":")[2][:6]
    ending = f"-v{version}-{digest}-"
    return f"{model[: _PREFIX - len(ending)].rstrip('-')}{ending}"


def capture_folder(endpoint: str) -> str:
    """What SageMaker puts between a capture's URL and its folders by date."""
    return f"{endpoint}/{VARIANT}"


def _environment(args: EndpointArgs) -> dict[str, Input[str]]:
    return {
        # The autoscaler aims at the target; twice as many are let in before any is refused.
        "SLIPWAY_IN_FLIGHT": str(2 * args.target_in_flight),
        "SLIPWAY_DIGEST": args.image.partition("@")[2],
    }


def _capture(args: EndpointArgs) -> aws.sagemaker.EndpointConfigurationDataCaptureConfigArgs:
    option = aws.sagemaker.EndpointConfigurationDataCaptureConfigCaptureOptionArgs
    return aws.sagemaker.EndpointConfigurationDataCaptureConfigArgs(
        enable_capture=True,
        initial_sampling_percentage=args.capture_percent,
        destination_s3_uri=args.capture_url,
        kms_key_id=args.capture_key_arn,
        capture_options=[option(capture_mode="Input"), option(capture_mode="Output")],
        capture_content_type_header=(
            # Kept as text; anything else is captured in base64.
            aws.sagemaker.EndpointConfigurationDataCaptureConfigCaptureContentTypeHeaderArgs(
                json_content_types=[JSON], csv_content_types=[CSV]
            )
        ),
    )


def _scaling(args: EndpointArgs, endpoint: aws.sagemaker.Endpoint) -> EndpointScalingArgs:
    return EndpointScalingArgs(
        endpoint=endpoint.name,
        variant=VARIANT,
        minimum=args.minimum,
        maximum=args.maximum,
        target_in_flight=args.target_in_flight,
        latency_target_seconds=args.latency_target_seconds,
        scale_down_window_seconds=args.scale_down_window_seconds,
    )
