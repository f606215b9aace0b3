"""An endpoint's release with the real questions, around stand-ins for the provider's resources."""

import os

from cloud_provider import ConfigurationProvider, EndpointProvider
from pulumi import Output, ResourceOptions
from pulumi.dynamic import Resource

from slipway.components.aws.endpoint_live import (
    LiveInstances,
    LiveInstancesArgs,
    ServedConfiguration,
    ServedConfigurationArgs,
)

REGION, ENDPOINT, VARIANT = "eu-central-1", "fraud", "main"


class Configuration(Resource, module="test", name="Configuration"):
    """Stands for `aws.sagemaker.EndpointConfiguration`, replaced whenever it changes."""

    name: Output[str]


class Endpoint(Resource, module="test", name="Endpoint"):
    """Stands for `aws.sagemaker.Endpoint`, to which a rollback looks like an update."""

    name: Output[str]


version = os.environ["MODEL_VERSION"]
running = LiveInstances(
    "instances",
    LiveInstancesArgs(
        region=REGION,
        endpoint=ENDPOINT,
        variant=VARIANT,
        minimum=2,
        maximum=6,
        triggers=[version],
    ),
)
configuration = Configuration(
    ConfigurationProvider(),
    "configuration",
    {"region": REGION, "version": version, "count": running.count, "name": None},
)
endpoint = Endpoint(
    EndpointProvider(),
    "endpoint",
    {"region": REGION, "name": ENDPOINT, "configuration": configuration.name},
)
ServedConfiguration(
    "served",
    ServedConfigurationArgs(
        region=REGION, endpoint=endpoint.name, configuration=configuration.name
    ),
    ResourceOptions(depends_on=[endpoint]),
)
