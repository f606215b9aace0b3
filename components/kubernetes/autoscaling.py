"""How an autoscaler moves: up at once, down slowly."""

from dataclasses import dataclass

from pulumi import Input
from pulumi_kubernetes.autoscaling.v2 import (
    CrossVersionObjectReferenceArgs,
    HorizontalPodAutoscalerBehaviorArgs,
    HorizontalPodAutoscalerSpecArgs,
    HPAScalingPolicyArgs,
    HPAScalingRulesArgs,
    MetricSpecArgs,
    MetricTargetArgs,
    ResourceMetricSourceArgs,
)


@dataclass(frozen=True, kw_only=True)
class Scaling:
    """Bounds, the CPU use to aim at, and how long a lull lasts before replicas go."""

    min_replicas: Input[int] = 2
    max_replicas: Input[int] = 6
    target_cpu_percent: Input[int] = 65
    scale_down_window_seconds: Input[int] = 300
    scale_down_period_seconds: Input[int] = 60


def cpu_scaler(deployment: Input[str], scaling: Scaling) -> HorizontalPodAutoscalerSpecArgs:
    """An autoscaler that follows CPU: doubling within seconds, leaving a quarter at a time."""
    return HorizontalPodAutoscalerSpecArgs(
        scale_target_ref=CrossVersionObjectReferenceArgs(
            api_version="apps/v1", kind="Deployment", name=deployment
        ),
        min_replicas=scaling.min_replicas,
        max_replicas=scaling.max_replicas,
        metrics=[
            MetricSpecArgs(
                type="Resource",
                resource=ResourceMetricSourceArgs(
                    name="cpu",
                    target=MetricTargetArgs(
                        type="Utilization", average_utilization=scaling.target_cpu_percent
                    ),
                ),
            )
        ],
        behavior=HorizontalPodAutoscalerBehaviorArgs(
            scale_up=HPAScalingRulesArgs(
                stabilization_window_seconds=0,
                select_policy="Max",
                policies=[
                    HPAScalingPolicyArgs(type="Percent", value=100, period_seconds=15),
                    HPAScalingPolicyArgs(type="Pods", value=4, period_seconds=15),
                ],
            ),
            scale_down=HPAScalingRulesArgs(
                stabilization_window_seconds=scaling.scale_down_window_seconds,
                policies=[
                    HPAScalingPolicyArgs(
                        type="Percent",
                        value=25,
                        period_seconds=scaling.scale_down_period_seconds,
                    )
                ],
            ),
        ),
    )
