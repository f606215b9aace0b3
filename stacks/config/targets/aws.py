"""Amazon Web Services: EKS and its neighbours, or SageMaker."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from slipway.stacks.config.base import ConfigModel
from slipway.stacks.config.targets.cloud import (
    DEFAULT_VERSION,
    Alerts,
    ApiServer,
    Cidr,
    Pools,
    Version,
)

AccountId = Annotated[str, Field(pattern=r"^\d{12}$", examples=["111122223333"])]
Arn = Annotated[str, Field(pattern=r"^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d{12}:\S+$")]
VpcId = Annotated[str, Field(pattern=r"^vpc-[0-9a-f]{8,17}$")]
SubnetId = Annotated[str, Field(pattern=r"^subnet-[0-9a-f]{8,17}$")]
SecurityGroupId = Annotated[str, Field(pattern=r"^sg-[0-9a-f]{8,17}$")]
BucketName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]


class AdoptedVpc(ConfigModel):
    """A VPC that exists; nothing in it is changed."""

    vpc: VpcId
    cidr: Cidr
    private_subnets: list[SubnetId] = Field(min_length=2)


class AwsNetwork(ConfigModel):
    """A VPC of its own, or one that exists."""

    cidr: Cidr = "10.40.0.0/16"
    nat: Literal["one", "per-zone"] | None = Field(
        default=None, description="Without it: one, and one per zone in production."
    )
    endpoints: Literal["gateway", "first-zone", "every-zone"] | None = Field(
        default=None,
        description="Where AWS's services are reached inside the network: S3's gateway alone (the"
        " rest goes through NAT), interfaces in one zone, or in all. Without it: first-zone, and"
        " every-zone in production.",
    )
    adopt: AdoptedVpc | None = None


class AdoptedEks(ConfigModel):
    """A cluster that exists, with the facts that its workloads need."""

    name: str
    endpoint: Annotated[str, Field(pattern=r"^https://\S+$")]
    certificate_authority: str = Field(description="Base64, as `aws eks describe-cluster` prints.")
    security_group: SecurityGroupId


class Eks(ConfigModel):
    """The cluster: managed node groups between bounds, pod identity, encrypted secrets."""

    version: Version = DEFAULT_VERSION
    api_server: ApiServer = ApiServer()
    pools: Pools = Pools()
    administrators: list[Arn] = Field(
        default_factory=list, description="IAM roles that get an access entry as administrators."
    )
    adopt: AdoptedEks | None = None


class AdoptedRds(ConfigModel):
    """A PostgreSQL that exists, with the secret that holds its login.

    Its security group lets the cluster's in already: nothing of it is changed.
    """

    host: str
    user: str = Field(
        description="Owner of the databases mlflow and mlflow_auth, or may make them."
    )
    secret: Arn = Field(description="JSON with username and password, as RDS itself writes it.")
    secret_key: Arn | None = Field(
        default=None, description="KMS key of the secret; without it AWS's own."
    )


class Rds(ConfigModel):
    """PostgreSQL for tracking: private, encrypted, backed up."""

    instance_class: Annotated[str, Field(pattern=r"^db\.[a-z0-9]+\.[a-z0-9]+$")] | None = None
    storage_gb: int = Field(default=20, ge=20, le=65_536)
    max_storage_gb: int = Field(default=100, ge=20, le=65_536)
    adopt: AdoptedRds | None = None

    @model_validator(mode="after")
    def _room(self) -> Self:
        # RDS refuses a threshold less than a tenth above what is allocated.
        if self.max_storage_gb * 10 < self.storage_gb * 11:
            raise ValueError(f"maxStorageGb at least a tenth above storageGb: {self.storage_gb}")
        return self


class AdoptedTrackingSecrets(ConfigModel):
    """The tracking server's two secrets, each a plain text that Pulumi never knows."""

    administrator: Arn = Field(description="Password of the user admin.")
    session_key: Arn = Field(description="Signs sessions: 32 random characters or more.")
    key: Arn | None = Field(default=None, description="Their KMS key; without it AWS's own.")


class AwsAdopted(ConfigModel):
    """Single resources that exist already, by id; each is used and never changed."""

    key: Arn | None = Field(default=None, description="KMS key for data at rest.")
    bucket: BucketName | None = Field(default=None, description="One bucket for all prefixes.")
    bucket_key: Arn | None = Field(
        default=None, description="KMS key of that bucket; without it S3's own."
    )
    registry: (
        Annotated[
            str, Field(pattern=r"^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(/[a-z0-9._/-]+)?$")
        ]
        | None
    ) = None
    tracking_secrets: AdoptedTrackingSecrets | None = None
    metrics_workspace: (
        Annotated[
            str, Field(pattern=r"^arn:aws[a-z-]*:aps:[a-z0-9-]+:\d{12}:workspace/ws-[0-9a-f-]+$")
        ]
        | None
    ) = Field(default=None, description="Workspace of Amazon Managed Service for Prometheus.")
    alert_topic: (
        Annotated[str, Field(pattern=r"^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+$")]
        | None
    ) = Field(
        default=None,
        description="SNS topic that aps.amazonaws.com and cloudwatch.amazonaws.com may publish to;"
        " on a managed platform events.amazonaws.com instead of the first.",
    )


class Grafana(ConfigModel):
    """Amazon Managed Grafana, billed per user; people log in through IAM Identity Center."""

    administrators: list[
        Annotated[
            str,
            Field(pattern=r"^([0-9a-f]{10}-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"),
        ]
    ] = Field(min_length=1, description="Ids of Identity Center groups.")


class AdoptedTrackingServer(ConfigModel):
    """A managed MLflow server that exists."""

    arn: Annotated[
        str,
        Field(
            pattern=r"^arn:aws[a-z-]*:sagemaker:[a-z0-9-]+:\d{12}:mlflow-tracking-server/[A-Za-z0-9-]+$"
        ),
    ]
    url: Annotated[str, Field(pattern=r"^https://\S+$")]


class SageMakerAdopted(ConfigModel):
    """Parts of SageMaker that exist already; each is used and never changed."""

    tracking_server: AdoptedTrackingServer | None = None
    domain: Annotated[str, Field(pattern=r"^d-[a-z0-9]{1,61}$")] | None = Field(
        default=None, description="Id of a Studio domain, with studio: true."
    )
    package_groups: dict[
        str, Annotated[str, Field(pattern=r"^[A-Za-z0-9](-*[A-Za-z0-9]){0,62}$")]
    ] = Field(default_factory=dict, description="Model package group by model.")


class SageMaker(ConfigModel):
    """The managed platform's options."""

    tracking_size: Literal["Small", "Medium", "Large"] = "Small"
    studio: bool = Field(default=False, description="A Studio domain for data scientists.")
    endpoint_instance: Annotated[str, Field(pattern=r"^ml\.[a-z0-9]+\.[a-z0-9]+$")] = "ml.m5.large"
    endpoint_instances: dict[str, str] = Field(
        default_factory=dict, description="Instance type by model, where it differs."
    )
    job_instance: Annotated[str, Field(pattern=r"^ml\.[a-z0-9]+\.[a-z0-9]+$")] = "ml.m5.large"
    capture_percent: int = Field(
        default=100, ge=1, le=100, description="Share of the requests that drift jobs see."
    )
    adopt: SageMakerAdopted = SageMakerAdopted()


class AwsTarget(ConfigModel):
    """One account and region; the account is also a guard against the wrong credentials."""

    kind: Literal["aws"]
    region: Annotated[str, Field(pattern=r"^[a-z]{2}(-[a-z]+)+-\d$", examples=["eu-central-1"])]
    account: AccountId
    zones: list[str] | None = Field(
        default=None, min_length=2, max_length=6, description="Without it: the region's a, b and c."
    )
    network: AwsNetwork = AwsNetwork()
    cluster: Eks = Eks()
    database: Rds = Rds()
    adopt: AwsAdopted = AwsAdopted()
    alerts: Alerts = Alerts()
    grafana: Grafana | None = Field(default=None, description="Without it no dashboards are made.")
    secrets_generation: int = Field(
        default=1,
        ge=1,
        description="Another number makes new values of the tracking server's two secrets; it"
        " takes them at its next start.",
    )
    sage_maker: SageMaker = SageMaker()
