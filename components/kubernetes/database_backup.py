"""Dumps of databases in an object store: made every day, kept for a while, restored on demand."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_kubernetes.batch.v1 import CronJob, CronJobSpecArgs, JobSpecArgs, JobTemplateSpecArgs
from pulumi_kubernetes.core.v1 import (
    ConfigMap,
    ContainerArgs,
    EnvFromSourceArgs,
    PodTemplateSpecArgs,
)

from slipway.components.kubernetes import data_files, password_files, volumes
from slipway.components.kubernetes.labels import labels
from slipway.components.kubernetes.pod import Mount, container, pod, variables
from slipway.components.kubernetes.secret_reference import SecretReference
from slipway.components.kubernetes.size import Size
from slipway.components.kubernetes.workloads import metadata

APPLICATION = "database-backup"
SCRIPTS = Mount(volume="scripts", path="/scripts")
DUMPS = Mount(volume="dumps", path="/dumps", read_only=False)
PASSWORDS = Mount(volume="passwords", path="/etc/database-passwords")
FILES = (
    "dump_databases.sh",
    "upload_dumps.py",
    "download_dumps.py",
    "restore_databases.sh",
    "log_in.sh",
    "passwords.sh",
)


@dataclass(frozen=True, kw_only=True)
class DatabaseBackupArgs:
    """`database_image` has PostgreSQL's clients, `store_image` has Python with boto3."""

    namespace: Input[str]
    database_image: Input[str]
    store_image: Input[str]
    host: Input[str]
    owner: str
    owner_password: SecretReference
    databases: Sequence[str]
    data_tables: Sequence[str]
    """Tables that are empty as long as nobody used the databases; a restore refuses otherwise."""
    bucket: str
    endpoint: Input[str]
    credentials: EnvFromSourceArgs
    pushgateway: Input[str]
    schedule: Input[str] | None = None  # None means every night at 02:17 UTC
    keep: int | None = None  # None means 14 sets
    scratch: Input[str] | None = None  # None means 4Gi: room for one set


class DatabaseBackup(pulumi.ComponentResource):
    """Two CronJobs: one that runs, and one that never does by itself and is the restore.

    Credentials of the store and of the database meet in one pod, never in one container.
    """

    backup: Output[str]
    """`kubectl create job --from=cronjob/<backup>` makes a dump now."""

    restore: Output[str]
    """`kubectl create job --from=cronjob/<restore>` restores the newest set."""

    def __init__(
        self, name: str, args: DatabaseBackupArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:index:DatabaseBackup", name, {}, opts)
        child = ResourceOptions(parent=self)
        marks = labels(APPLICATION, "database")
        scripts = ConfigMap(
            f"{name}-scripts",
            metadata=metadata(args.namespace, marks),
            data={file: data_files.text("scripts", file) for file in FILES},
            opts=child,
        )
        make = _pod(args, marks, scripts, _postgres(args, "dump"), _store(args, "upload"))
        restore = _pod(args, marks, scripts, _store(args, "download"), _postgres(args, "restore"))
        self.backup = CronJob(
            f"{name}-schedule",
            metadata=metadata(args.namespace, marks, name="database-backup"),
            spec=_schedule("17 2 * * *" if args.schedule is None else args.schedule, make),
            opts=child,
        ).metadata.name
        self.restore = CronJob(
            f"{name}-restore",
            metadata=metadata(args.namespace, marks, name="database-restore"),
            # A date that never comes, and suspended besides: only a person starts a restore.
            spec=_schedule("0 0 31 2 *", restore, suspend=True),
            opts=child,
        ).metadata.name
        self.register_outputs({"backup": self.backup, "restore": self.restore})


def _schedule(
    schedule: Input[str], template: PodTemplateSpecArgs, *, suspend: bool = False
) -> CronJobSpecArgs:
    return CronJobSpecArgs(
        schedule=schedule,
        time_zone="Etc/UTC",
        suspend=suspend,
        concurrency_policy="Forbid",
        starting_deadline_seconds=3600,
        successful_jobs_history_limit=2,
        failed_jobs_history_limit=2,
        job_template=JobTemplateSpecArgs(
            spec=JobSpecArgs(
                template=template,
                backoff_limit=0 if suspend else 2,
                active_deadline_seconds=3600,
            )
        ),
    )


def _pod(
    args: DatabaseBackupArgs,
    marks: dict[str, str],
    scripts: ConfigMap,
    first: ContainerArgs,
    then: ContainerArgs,
) -> PodTemplateSpecArgs:
    return pod(
        marks,
        [then],
        init_containers=[first],
        restart_policy="Never",
        volumes=[
            volumes.configured("scripts", scripts.metadata.name),
            password_files.volume("passwords", {"owner": args.owner_password}),
            volumes.empty("dumps", "4Gi" if args.scratch is None else args.scratch),
        ],
    )


def _postgres(args: DatabaseBackupArgs, step: str) -> ContainerArgs:
    return container(
        step,
        image=args.database_image,
        size=Size(cpu="50m", memory="256Mi"),
        command=["sh", f"/scripts/{step}_databases.sh"],
        env=variables(
            {
                "DATABASES": " ".join(args.databases),
                "DATA_TABLES": " ".join(args.data_tables),
                "DUMPS": DUMPS.path,
                "PASSWORDS": PASSWORDS.path,
                "PGHOST": args.host,
                "PGUSER": args.owner,
            }
        ),
        mounts=[SCRIPTS, DUMPS, PASSWORDS],
    )


def _store(args: DatabaseBackupArgs, step: str) -> ContainerArgs:
    return container(
        step,
        image=args.store_image,
        size=Size(cpu="50m", memory="256Mi"),
        command=["python", f"/scripts/{step}_dumps.py"],
        env=variables(
            {
                "DUMPS": DUMPS.path,
                "BACKUP_BUCKET": args.bucket,
                "BACKUP_KEEP": str(14 if args.keep is None else args.keep),
                "PUSHGATEWAY": args.pushgateway,
                "AWS_ENDPOINT_URL": args.endpoint,
                "AWS_DEFAULT_REGION": "us-east-1",
            }
        ),
        env_from=[args.credentials],
        mounts=[SCRIPTS, DUMPS],
    )
