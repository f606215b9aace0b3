"""What the cloud-native variant tells its stack on either cloud."""

from collections.abc import Mapping
from typing import Protocol

import pulumi
from pulumi import Input, Output

from slipway.components.variants.cluster_workloads import ClusterWorkloads
from slipway.components.variants.platform import Login, PlatformUrls, ServedModel

TRACKING_ADMINISTRATOR = "admin"


class ServiceUrls(Protocol):
    """Where a cloud's services answer."""

    @property
    def artifacts_url(self) -> Input[str]:
        """The store of runs' artifacts."""

    @property
    def monitoring_url(self) -> Input[str]:
        """The store of reference profiles and verdicts."""

    @property
    def metrics_url(self) -> Input[str]:
        """The managed Prometheus."""


class CloudNativePlatform(pulumi.ComponentResource):
    """All that the cluster's API is asked for; the cloud's own services are another component."""

    tracking_url: Output[str]
    """Base address of the tracking server inside the cluster."""

    model_registry_uri: Output[str]
    """The tracking server is the model registry too."""

    urls: PlatformUrls
    """Addresses as the operator reaches them; Prometheus takes requests with the cloud's login."""

    models: Mapping[str, ServedModel]
    """The released models by name."""

    tracking_login: Login | None
    """The first administrator; None where its password is known to the cloud's vault alone."""

    object_store_keys: None
    """There are none: the store is entered by identity."""

    workloads: ClusterWorkloads
    """What runs in the cluster."""

    def publish(
        self,
        workloads: ClusterWorkloads,
        services: ServiceUrls,
        registry: Input[str],
        administrator_password: Input[str] | None,
    ) -> None:
        """Sets the outputs; the last thing that a cloud's platform does."""
        self.workloads = workloads
        self.tracking_url = workloads.tracking_url
        self.model_registry_uri = workloads.tracking_url
        self.models = workloads.models
        self.urls = PlatformUrls(
            tracking=workloads.tracking_url,
            registry=Output.from_input(registry),
            object_store=Output.from_input(services.artifacts_url),
            prometheus=Output.from_input(services.metrics_url),
            monitoring=Output.from_input(services.monitoring_url),
        )
        self.tracking_login = None
        if administrator_password is not None:
            self.tracking_login = Login(
                username=Output.from_input(TRACKING_ADMINISTRATOR),
                password=Output.secret(administrator_password),
            )
        self.object_store_keys = None
        self.register_outputs({"trackingUrl": self.tracking_url})
