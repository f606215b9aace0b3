"""A check and a workload that runs one of the images, as the test describes them."""

import json
import os

import pulumi
from pulumi.dynamic import Resource
from workload_provider import WorkloadProvider

from slipway.components.images_present import ImagesPresent, ImagesPresentArgs


class Workload(Resource, module="test", name="Workload"):
    """Stands for a Deployment."""


given = json.loads(os.environ["IMAGES"])
path = given.pop("path")
present = ImagesPresent("images", ImagesPresentArgs(**given))
Workload(WorkloadProvider(), "workload", {"path": path, "image": present.reference("tracking")})
pulumi.export("tracking", present.reference("tracking"))
