"""The buckets of an object store, and who may use each."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_kubernetes.batch.v1 import Job, JobSpecArgs
from pulumi_kubernetes.core.v1 import ConfigMap

from slipway.components.kubernetes import data_files, volumes
from slipway.components.kubernetes.labels import labels
from slipway.components.kubernetes.pod import Mount, container, pod, variables
from slipway.components.kubernetes.secret_reference import SecretReference
from slipway.components.kubernetes.size import Size
from slipway.components.kubernetes.workloads import metadata

APPLICATION = "buckets"

Access = Literal["read", "write", "delete"]


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What one account may do with the objects of a bucket."""

    account: str
    access: Sequence[Access]


@dataclass(frozen=True, kw_only=True)
class BucketsArgs:
    """The image needs Python with boto3; the keys are the store's root keys."""

    namespace: Input[str]
    image: Input[str]
    endpoint: Input[str]
    access_key: SecretReference
    secret_key: SecretReference
    buckets: Mapping[str, Sequence[Grant]]
    size: Size | None = None


class Buckets(pulumi.ComponentResource):
    """A Job that makes buckets and their policies, again whenever the list changes.

    It never deletes a bucket: one that leaves the list keeps its objects.
    """

    names: Output[Sequence[str]]
    """The buckets, known once they exist."""

    def __init__(self, name: str, args: BucketsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("slipway:index:Buckets", name, {}, opts)
        child = ResourceOptions(parent=self)
        marks = labels(APPLICATION, "storage")
        wanted = {
            bucket: {grant.account: list(grant.access) for grant in grants}
            for bucket, grants in args.buckets.items()
        }
        settings = ConfigMap(
            f"{name}-list",
            metadata=metadata(args.namespace, marks),
            data={
                "create_buckets.py": data_files.text("scripts", "create_buckets.py"),
                "buckets.json": json.dumps(wanted, sort_keys=True),
            },
            opts=child,
        )
        maker = container(
            "maker",
            image=args.image,
            size=Size(cpu="50m", memory="128Mi") if args.size is None else args.size,
            command=["python", "/scripts/create_buckets.py", "/scripts/buckets.json"],
            env=[
                *variables({"AWS_ENDPOINT_URL": args.endpoint, "AWS_DEFAULT_REGION": "us-east-1"}),
                args.access_key.variable("AWS_ACCESS_KEY_ID"),
                args.secret_key.variable("AWS_SECRET_ACCESS_KEY"),
            ],
            mounts=[Mount(volume="scripts", path="/scripts")],
        )
        job = Job(
            f"{name}-job",
            metadata=metadata(args.namespace, marks),
            spec=JobSpecArgs(
                backoff_limit=4,
                active_deadline_seconds=600,
                template=pod(
                    marks,
                    [maker],
                    volumes=[volumes.configured("scripts", settings.metadata.name)],
                    restart_policy="Never",
                ),
            ),
            opts=child,
        )
        self.names = job.id.apply(lambda _done: sorted(wanted))
        self.register_outputs({"names": self.names})
