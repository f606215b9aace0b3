"""What only a running endpoint knows, asked during `up`: its instances, and what it serves.

The provider's endpoint resource can't keep the live number of instances through an update
(hashicorp/terraform-provider-aws#48990), and takes an update that SageMaker rolled back for one
that succeeded (#48997). Both gaps are closed here, with two questions to DescribeEndpoint.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pulumi import Input, Output, ResourceOptions
from pulumi.dynamic import Resource

from slipway.components.aws.endpoint_live_provider import (
    LiveInstancesProvider,
    ServedConfigurationProvider,
)


@dataclass(frozen=True, kw_only=True)
class LiveInstancesArgs:
    """Asked anew whenever one of the triggers changes: whatever makes a new configuration."""

    region: str
    endpoint: str
    variant: str
    minimum: int
    maximum: int
    triggers: Sequence[Input[str]]


class LiveInstances(Resource, module="slipway", name="LiveInstances"):
    """How many instances a release starts with: as many as run now, within the bounds."""

    count: Output[int]
    """The minimum where no endpoint runs yet; unknown in a preview of a release."""

    def __init__(
        self, name: str, args: LiveInstancesArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__(
            LiveInstancesProvider(),
            name,
            {
                "region": args.region,
                "endpoint": args.endpoint,
                "variant": args.variant,
                "minimum": args.minimum,
                "maximum": args.maximum,
                "triggers": list(args.triggers),
                "count": None,
            },
            opts,
        )


@dataclass(frozen=True, kw_only=True)
class ServedConfigurationArgs:
    """What should be served; depends on the endpoint's update."""

    region: str
    endpoint: Input[str]
    configuration: Input[str]


class ServedConfiguration(Resource, module="slipway", name="ServedConfiguration"):
    """Fails the `up` of a release that SageMaker took back.

    Else the engine would go on to delete the configuration that is in use again.
    """

    configuration: Output[str]
    """The configuration that the endpoint was seen to serve."""

    def __init__(
        self, name: str, args: ServedConfigurationArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__(
            ServedConfigurationProvider(),
            name,
            {
                "region": args.region,
                "endpoint": args.endpoint,
                "configuration": args.configuration,
            },
            opts,
        )
