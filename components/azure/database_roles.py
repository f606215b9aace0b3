"""The job that lets the tracking server into its databases, as the server's administrator."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_kubernetes.batch.v1 import Job, JobSpecArgs
from pulumi_kubernetes.core.v1 import ConfigMap, ServiceAccount
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs
from pulumi_kubernetes.networking.v1 import NetworkPolicy

from slipway.components.azure.workload_identity import CLIENT_ID_ANNOTATION, USE_LABEL
from slipway.components.kubernetes import network, volumes
from slipway.components.kubernetes.backends import WorkloadAccount
from slipway.components.kubernetes.labels import labels, selector
from slipway.components.kubernetes.pod import Mount, container, pod, variables
from slipway.components.kubernetes.size import Size
from slipway.components.kubernetes.workloads import metadata
from slipway.components.kubernetes.workspace import Workspace, WorkspaceArgs

APPLICATION = ACCOUNT = "database-roles"
NAMESPACE = "slipway-database"
SUBJECT = f"system:serviceaccount:{NAMESPACE}:{ACCOUNT}"
"""Whom the administrator's identity trusts: this job and nothing else in the cluster."""

POSTGRES, HTTPS = 5432, 443
_SCRIPT = "grant_database_role.py"


@dataclass(frozen=True, kw_only=True)
class DatabaseRolesArgs:
    """The image needs Python with psycopg2 and azure-identity; the tracking image has both."""

    image: Input[str]
    host: Input[str]
    administrator: Input[str]
    """User name of the server's Entra administrator, an identity federated with `SUBJECT`."""
    client_id: Input[str]
    """Of that identity."""
    role: Input[str]
    """The name of the identity that gets in, which is its user name too."""
    role_object_id: Input[str]
    databases: Sequence[str]


class DatabaseRoles(pulumi.ComponentResource):
    """A namespace of its own, so that no other pod can borrow the administrator's identity."""

    user: Output[str]
    """The user name; known only once it can log in."""

    def __init__(
        self, name: str, args: DatabaseRolesArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:DatabaseRoles", name, {}, opts)
        child = ResourceOptions(parent=self)
        space = Workspace(f"{name}-space", WorkspaceArgs(namespace=NAMESPACE), child)
        marks = labels(APPLICATION, "database")
        meta = metadata(space.namespace, marks)
        account = ServiceAccount(
            f"{name}-account",
            metadata=ObjectMetaArgs(
                name=ACCOUNT,
                namespace=space.namespace,
                labels=marks,
                annotations={CLIENT_ID_ANNOTATION: args.client_id},
            ),
            automount_service_account_token=False,
            opts=child,
        )
        way = NetworkPolicy(
            f"{name}-way",
            metadata=meta,
            spec=network.policy(
                selector(APPLICATION),
                # Entra's addresses and the server's are Azure's; what opens them is the token.
                egress=[network.to_names(), network.to_anyone(POSTGRES, HTTPS)],
            ),
            opts=child,
        )
        script = ConfigMap(
            f"{name}-script",
            metadata=meta,
            data={
                _SCRIPT: files("slipway.components.azure.scripts")
                .joinpath(_SCRIPT)
                .read_text("utf-8")
            },
            opts=child,
        )
        job = Job(
            f"{name}-job",
            metadata=meta,
            spec=_job(args, marks, account, script),
            opts=ResourceOptions(parent=self, depends_on=[way]),
        )
        self.user = Output.all(args.role, job.urn).apply(lambda both: both[0])
        self.register_outputs({"user": self.user})


def _job(
    args: DatabaseRolesArgs, marks: dict[str, str], account: ServiceAccount, script: ConfigMap
) -> JobSpecArgs:
    granter = container(
        "granter",
        image=args.image,
        size=Size(cpu="50m", memory="256Mi"),
        command=["python", f"/scripts/{_SCRIPT}"],
        env=variables(
            {
                "PGHOST": args.host,
                "PGUSER": args.administrator,
                "ROLE_NAME": args.role,
                "ROLE_OBJECT_ID": args.role_object_id,
                "DATABASES": ",".join(args.databases),
            }
        ),
        mounts=[Mount(volume="scripts", path="/scripts")],
    )
    return JobSpecArgs(
        # New identities and roles take minutes to be known everywhere in Entra.
        backoff_limit=8,
        active_deadline_seconds=1800,
        template=pod(
            marks,
            [granter],
            volumes=[volumes.configured("scripts", script.metadata.name)],
            restart_policy="Never",
            account=WorkloadAccount(name=account.metadata.name, pod_labels={USE_LABEL: "true"}),
        ),
    )
