"""The number of an endpoint's instances follows its load, between two bounds."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

DIMENSION = "sagemaker:variant:DesiredInstanceCount"
SERVICE = "sagemaker"
SCALE_OUT_SECONDS = 60
"""A new instance takes minutes, and counts at once: waiting longer would only start fewer."""


@dataclass(frozen=True, kw_only=True)
class EndpointScalingArgs:
    """The aim is `serving.targetInFlight`, as it is of every variant's autoscaler."""

    endpoint: Input[str]
    """The endpoint's name as an output of it: scaling is registered once it is there."""
    variant: str
    minimum: int
    maximum: int
    target_in_flight: int
    latency_target_seconds: float
    scale_down_window_seconds: int


class EndpointScaling(pulumi.ComponentResource):
    """Two aims: whichever wants more instances gets them, and fewer only if both agree."""

    def __init__(
        self, name: str, args: EndpointScalingArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:EndpointScaling", name, {}, opts)
        target = aws.appautoscaling.Target(
            f"{name}-target",
            service_namespace=SERVICE,
            scalable_dimension=DIMENSION,
            resource_id=Output.format("endpoint/{}/variant/{}", args.endpoint, args.variant),
            min_capacity=args.minimum,
            max_capacity=args.maximum,
            opts=ResourceOptions(parent=self),
        )
        aims = {
            # Seen every ten seconds; what the in-cluster autoscaler follows as well.
            "concurrency": (
                "SageMakerVariantConcurrentRequestsPerModelHighResolution",
                float(args.target_in_flight),
            ),
            "invocations": (
                "SageMakerVariantInvocationsPerInstance",
                invocations_per_minute(args.target_in_flight, args.latency_target_seconds),
            ),
        }
        for kind, (metric, value) in aims.items():
            self._policy(f"{name}-{kind}", target, metric, value, args)
        self.register_outputs({})

    def _policy(
        self,
        name: str,
        target: aws.appautoscaling.Target,
        metric: str,
        value: float,
        args: EndpointScalingArgs,
    ) -> None:
        tracking = aws.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationArgs
        predefined = aws.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs  # noqa: E501 -- the SDK's name for it
        aws.appautoscaling.Policy(
            name,
            name=name,
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            target_tracking_scaling_policy_configuration=tracking(
                target_value=value,
                predefined_metric_specification=predefined(predefined_metric_type=metric),
                scale_out_cooldown=SCALE_OUT_SECONDS,
                scale_in_cooldown=args.scale_down_window_seconds,
            ),
            opts=ResourceOptions(parent=self),
        )


def invocations_per_minute(in_flight: int, latency_seconds: float) -> float:
    """How many requests a minute keep `in_flight` of them under way, each taking that long.

    Little's law: requests under way are arrivals per second times seconds in the system. With the
    latency target as the time it is the most that an instance may get without missing the target.
    """
    return round(60 * in_flight / latency_seconds, 1)
