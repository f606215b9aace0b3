"""Experiments and registered models: SageMaker's managed MLflow; or a server that exists."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from slipway.components.aws.place import AwsPlace

_KIND = "mlflow-tracking-server/"


@dataclass(frozen=True, kw_only=True)
class ExistingTrackingServer:
    """A server to use as it is; its artifacts and its role are its owner's matter."""

    arn: str
    url: Input[str]


@dataclass(frozen=True, kw_only=True)
class MlTrackingServerArgs:
    """Without a login of its own: IAM says who may do what, and requests are signed."""

    place: AwsPlace
    server: str
    """The server's name, unique in account and region."""
    size: str
    """``Small``, ``Medium`` or ``Large``: about 25, 50 and 100 people; billed while it runs."""
    artifacts_url: Input[str]
    role_arn: Input[str]
    """May read, write and delete below the artifacts' URL."""
    production: bool
    adopt: ExistingTrackingServer | None = None


class MlTrackingServer(pulumi.ComponentResource):
    """The model registry too, and the only one: it registers nothing elsewhere by itself."""

    arn: str
    """What MLflow's clients take as tracking URI, with the plugin sagemaker-mlflow."""

    url: Output[str]
    """Its page and its API."""

    def __init__(
        self, name: str, args: MlTrackingServerArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:MlTrackingServer", name, {}, opts)
        if args.adopt is None:
            self.arn = args.place.arn("sagemaker", f"{_KIND}{args.server}")
            self.url = self._create(name, args)
        else:
            self.arn, self.url = args.adopt.arn, Output.from_input(args.adopt.url)
        self.register_outputs({"arn": self.arn})

    def _create(self, name: str, args: MlTrackingServerArgs) -> Output[str]:
        server = aws.sagemaker.MlflowTrackingServer(
            f"{name}-server",
            tracking_server_name=args.server,
            tracking_server_size=args.size,
            artifact_store_uri=args.artifacts_url,
            role_arn=args.role_arn,
            # What MLflow registers becomes a model package when it is released, not before.
            automatic_model_registration=False,
            # The hour with the least traffic on both sides of the Atlantic; the server is away.
            weekly_maintenance_window_start="Sun:03:00",
            opts=ResourceOptions(parent=self, protect=args.production),
        )
        return server.tracking_server_url
