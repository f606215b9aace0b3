"""How a release replaces what an endpoint serves: a new fleet beside the old one, then over."""

from collections.abc import Sequence

import pulumi_aws as aws
from pulumi import Input

BAKE_SECONDS = 300
"""How long the first instance of a release is watched; longer than every alarm's hold."""
KEEP_SECONDS = 300
"""How long the old fleet stays once all traffic is on the new one, to go back to at once."""
LONGEST_SECONDS = 3600


def rollout(
    minimum: int, alarms: Sequence[Input[str]]
) -> aws.sagemaker.EndpointDeploymentConfigArgs:
    """Blue and green, undone by SageMaker itself as soon as one of the alarms goes off.

    One instance of the new fleet gets its share of the traffic first. It may be at most half of
    the fleet (deployment guardrails, section on canaries), so a fleet of one goes over at once.
    """
    routing = (
        aws.sagemaker.EndpointDeploymentConfigBlueGreenUpdatePolicyTrafficRoutingConfigurationArgs
    )
    canary = aws.sagemaker.EndpointDeploymentConfigBlueGreenUpdatePolicyTrafficRoutingConfigurationCanarySizeArgs  # noqa: E501 -- as above
    alarm = aws.sagemaker.EndpointDeploymentConfigAutoRollbackConfigurationAlarmArgs
    stepwise = minimum > 1
    return aws.sagemaker.EndpointDeploymentConfigArgs(
        auto_rollback_configuration=aws.sagemaker.EndpointDeploymentConfigAutoRollbackConfigurationArgs(
            alarms=[alarm(alarm_name=one) for one in alarms]
        ),
        blue_green_update_policy=aws.sagemaker.EndpointDeploymentConfigBlueGreenUpdatePolicyArgs(
            traffic_routing_configuration=routing(
                type="CANARY" if stepwise else "ALL_AT_ONCE",
                wait_interval_in_seconds=BAKE_SECONDS,
                canary_size=canary(type="INSTANCE_COUNT", value=1) if stepwise else None,
            ),
            termination_wait_in_seconds=KEEP_SECONDS,
            maximum_execution_timeout_in_seconds=LONGEST_SECONDS,
        ),
    )
