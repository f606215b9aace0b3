"""PostgreSQL as a service: private, encrypted, backed up, its password rotated by RDS."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from slipway.components.naming import RDS_INSTANCE, global_name
from slipway.components.variants.profile import EnvironmentProfile

PORT = 5432
ADMINISTRATOR = "slipway"
ENGINE_VERSION = "17"
"""The major version alone: RDS applies the minor ones, and a plan shows no difference."""
LOGS = ("postgresql", "upgrade", "iam-db-auth-error")
MAX_CONNECTIONS = 200
"""RDS would count them from the memory; the alarm needs to know them. MLflow uses a few dozen."""
PARAMETERS: Mapping[str, str] = {
    "rds.force_ssl": "1",
    "max_connections": str(MAX_CONNECTIONS),
    # Statements beyond a second; all of them would be a copy of what they carry.
    "log_min_duration_statement": "1000",
    "log_connections": "1",
    "log_disconnections": "1",
}
STATIC = {"max_connections"}
"""Parameters that a running server takes at its next start; RDS refuses to set them at once."""
INSIGHTS_DAYS = 7
"""Longer costs extra."""


@dataclass(frozen=True, kw_only=True)
class ExistingDatabase:
    """A server to use as it is: it admits the cluster's security group already."""

    host: Input[str]
    user: Input[str]
    secret_arn: Input[str]
    """JSON with `username` and `password`, as RDS itself writes it."""


@dataclass(frozen=True, kw_only=True)
class AwsDatabaseArgs:
    """`name` begins the instance's name, `scope` makes it unique; see `global_name`."""

    name: str
    scope: str
    profile: EnvironmentProfile
    vpc_id: Input[str]
    subnet_ids: Sequence[Input[str]]
    clients: Mapping[str, Input[str]]
    """Security groups that may connect, by the name that their rule gets."""
    key_arn: Input[str]
    database: str
    """The first database; whoever logs in may make others."""
    instance_class: str | None = None  # None: the profile's
    storage_gb: int = 20
    max_storage_gb: int = 100
    adopt: ExistingDatabase | None = None


class AwsDatabase(pulumi.ComponentResource):
    """No password passes through Pulumi: RDS makes the administrator's and changes it weekly."""

    host: Output[str]
    """Its name inside the network."""

    user: Output[str]
    """Who logs in; the owner of every database."""

    secret_arn: Output[str]
    """Where its login is, as JSON with `username` and `password`."""

    identifier: str | None
    """What its metrics are named by; None for an adopted one, which its owner watches."""

    def __init__(
        self, name: str, args: AwsDatabaseArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:Database", name, {}, opts)
        if args.adopt is None:
            self.identifier = identifier(args)
            made = self._create(name, self.identifier, args)
            self.host, self.user = made.address, Output.from_input(ADMINISTRATOR)
            self.secret_arn = made.master_user_secrets.apply(_only_secret)
        else:
            self.identifier = None
            self.host = Output.from_input(args.adopt.host)
            self.user = Output.from_input(args.adopt.user)
            self.secret_arn = Output.from_input(args.adopt.secret_arn)
        self.register_outputs({"host": self.host, "secretArn": self.secret_arn})

    def _create(self, name: str, instance: str, args: AwsDatabaseArgs) -> aws.rds.Instance:
        child = ResourceOptions(parent=self)
        profile, production = args.profile, args.profile.production
        subnets = aws.rds.SubnetGroup(
            f"{name}-subnets",
            description="Private subnets of the platform",
            subnet_ids=list(args.subnet_ids),
            opts=child,
        )
        parameters = aws.rds.ParameterGroup(
            f"{name}-parameters",
            family=f"postgres{ENGINE_VERSION}",
            description="TLS only; slow statements and logins are logged",
            parameters=[
                aws.rds.ParameterGroupParameterArgs(
                    name=one,
                    value=value,
                    apply_method="pending-reboot" if one in STATIC else "immediate",
                )
                for one, value in PARAMETERS.items()
            ],
            opts=child,
        )
        logs = [self._log(f"{name}-{log}-log", instance, log, args) for log in LOGS]
        return aws.rds.Instance(
            f"{name}-server",
            identifier=instance,
            engine="postgres",
            engine_version=ENGINE_VERSION,
            auto_minor_version_upgrade=True,
            allow_major_version_upgrade=False,
            instance_class=args.instance_class or profile.database_size.aws,
            db_name=args.database,
            port=PORT,
            username=ADMINISTRATOR,
            manage_master_user_password=True,
            master_user_secret_kms_key_id=args.key_arn,
            iam_database_authentication_enabled=True,
            parameter_group_name=parameters.name,
            db_subnet_group_name=subnets.name,
            vpc_security_group_ids=[self._group(name, args).id],
            publicly_accessible=False,
            multi_az=production,
            storage_type="gp3",
            # Once RDS has enlarged it, the provider takes the larger figure for no difference.
            allocated_storage=args.storage_gb,
            max_allocated_storage=args.max_storage_gb,
            storage_encrypted=True,
            kms_key_id=args.key_arn,
            backup_retention_period=profile.backup_days,
            backup_window="01:30-02:30",
            maintenance_window="sun:03:00-sun:04:00",
            copy_tags_to_snapshot=True,
            delete_automated_backups=not production,
            deletion_protection=production,
            skip_final_snapshot=not production,
            final_snapshot_identifier=f"{instance}-final" if production else None,
            enabled_cloudwatch_logs_exports=list(LOGS),
            performance_insights_enabled=True,
            performance_insights_kms_key_id=args.key_arn,
            performance_insights_retention_period=INSIGHTS_DAYS,
            # RDS would make the groups itself, without a retention and without the key.
            opts=ResourceOptions(parent=self, protect=production, depends_on=logs),
        )

    def _group(self, name: str, args: AwsDatabaseArgs) -> aws.ec2.SecurityGroup:
        """Open to the named groups alone; without a rule for the way out, it has none."""
        group = aws.ec2.SecurityGroup(
            f"{name}-group",
            description="PostgreSQL from the cluster",
            vpc_id=args.vpc_id,
            revoke_rules_on_delete=True,
            tags={"Name": f"{name}-group"},
            opts=ResourceOptions(parent=self),
        )
        for client, client_group in args.clients.items():
            aws.vpc.SecurityGroupIngressRule(
                f"{name}-from-{client}",
                description=f"PostgreSQL from {client}",
                security_group_id=group.id,
                referenced_security_group_id=client_group,
                ip_protocol="tcp",
                from_port=PORT,
                to_port=PORT,
                tags={"Name": f"{name}-from-{client}"},
                opts=ResourceOptions(parent=self),
            )
        return group

    def _log(
        self, name: str, instance: str, log: str, args: AwsDatabaseArgs
    ) -> aws.cloudwatch.LogGroup:
        return aws.cloudwatch.LogGroup(
            name,
            name=f"/aws/rds/instance/{instance}/{log}",
            retention_in_days=args.profile.log_days,
            kms_key_id=args.key_arn,
            opts=ResourceOptions(parent=self),
        )


def identifier(args: AwsDatabaseArgs) -> str:
    """The instance's name, known before it exists."""
    return global_name(RDS_INSTANCE, args.name, "database", scope=args.scope)


def _only_secret(secrets: Sequence[aws.rds.outputs.InstanceMasterUserSecret]) -> str:
    [secret] = secrets
    return str(secret.secret_arn)
