"""What the managed platform on AWS is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pulumi import Input

from slipway.components.aws.ml_tracking_server import ExistingTrackingServer
from slipway.components.aws.place import AwsPlace
from slipway.components.naming import PROCESSING_JOBS, SAGEMAKER, SCHEDULE, global_name
from slipway.components.variants.model_spec import ModelSpec
from slipway.components.variants.profile import EnvironmentProfile

_MODEL_IN_JOB = 20
"""Characters of a model's name in its jobs': what is left beside the platform's and a run's id."""


@dataclass(frozen=True, kw_only=True)
class MlNetwork:
    """Where endpoints, jobs and notebooks have their interfaces."""

    vpc_id: Input[str]
    subnet_ids: Sequence[Input[str]]


@dataclass(frozen=True, kw_only=True)
class MlInstances:
    """Instance types, as SageMaker names them."""

    endpoint: str
    job: str
    by_model: Mapping[str, str] = field(default_factory=dict)
    """Where a model's endpoint differs."""

    def of(self, model: str) -> str:
        """The type behind a model's endpoint."""
        return self.by_model.get(model, self.endpoint)


@dataclass(frozen=True, kw_only=True)
class AdoptedMl:
    """What exists already; None, or absent: it is made."""

    bucket: str | None = None
    bucket_key: str | None = None
    alert_topic: str | None = None
    tracking_server: ExistingTrackingServer | None = None
    domain: str | None = None
    package_groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class MlNames:
    """Every explicit name: plain, because policies, alarms and schedules speak of them."""

    name: str
    """Beginning of all, unique in the account: ``slipway-<stack>``."""
    scope: str
    """For `global_name`: the account and the stack."""

    @property
    def jobs(self) -> str:
        """What the names of all drift jobs begin with."""
        return global_name(PROCESSING_JOBS, self.name, scope=self.scope)

    @property
    def metrics(self) -> str:
        """CloudWatch namespace of the drift jobs' metrics."""
        return f"Slipway/{self.name}"

    def of_sagemaker(self, part: str) -> str:
        """A resource of SageMaker: an endpoint, a model package group, a domain, a server."""
        return global_name(SAGEMAKER, self.name, part, scope=self.scope)

    def schedule(self, model: str) -> str:
        """A model's drift schedule; without a model the group of all."""
        return global_name(SCHEDULE, self.name, model, scope=self.scope)

    def jobs_of(self, model: str) -> str:
        """What the names of one model's drift jobs begin with."""
        return f"{self.jobs}-{model[:_MODEL_IN_JOB].rstrip('-')}"


@dataclass(frozen=True, kw_only=True)
class ManagedAwsPlatformArgs:
    """An account with a network, a key and a registry, and what is wanted in it."""

    place: AwsPlace
    names: MlNames
    profile: EnvironmentProfile
    tags: Mapping[str, str]
    """On everything by the provider; drift jobs carry them too, which the provider never sees."""
    key_arn: Input[str]
    network: MlNetwork
    registry: Input[str]
    repository_arns: str
    """Matches every repository of the platform."""
    monitoring_image: Input[str]
    tracking_size: str
    instances: MlInstances
    capture_percent: int
    studio: bool = False
    alert_email: str | None = None
    models: Sequence[ModelSpec] = ()
    adopt: AdoptedMl = field(default_factory=AdoptedMl)

    @property
    def released(self) -> list[str]:
        """The models that have an endpoint."""
        return [model.name for model in self.models if model.release is not None]
