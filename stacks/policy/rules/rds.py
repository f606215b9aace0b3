"""Relational Database Service."""

from slipway.stacks.policy.judges import at_least, holds, is_, present
from slipway.stacks.policy.path import Value
from slipway.stacks.policy.policy import PRODUCTION, Policy

_INSTANCE = frozenset({"aws:rds/instance:Instance"})


def _forces_tls(value: Value) -> bool:
    return isinstance(value, list) and any(
        isinstance(one, dict)
        and one.get("name") == "rds.force_ssl"
        and str(one.get("value")) == "1"
        for one in value
    )


POLICIES = (
    Policy(
        id="rds-encrypted",
        severity="high",
        title="A database's disk is encrypted",
        reason="So are its backups and copies then; it can't be turned on later.",
        remedy="Leave storageEncrypted at true.",
        types=_INSTANCE,
        property="storageEncrypted",
        must=is_(True),
        checks=("CKV_AWS_16",),
    ),
    Policy(
        id="rds-private",
        severity="high",
        title="A database has no public address",
        reason="The registry's content is behind one login then.",
        remedy="Leave publiclyAccessible at false.",
        types=_INSTANCE,
        property="publiclyAccessible",
        must=is_(False),
        checks=("CKV_AWS_17",),
    ),
    Policy(
        id="rds-backups",
        severity="high",
        title="A database can be brought back to any point of the last week",
        reason="Which model served when is written nowhere else.",
        remedy="Set backupRetentionPeriod to 7 or more.",
        types=_INSTANCE,
        property="backupRetentionPeriod",
        must=at_least(7),
        checks=("CKV_AWS_133",),
    ),
    Policy(
        id="rds-protected-in-production",
        severity="high",
        title="A production's database can't be deleted by mistake",
        reason="Backups may go with it.",
        remedy="Leave deletionProtection at true in production.",
        types=_INSTANCE,
        property="deletionProtection",
        must=is_(True),
        environments=PRODUCTION,
        checks=("CKV_AWS_139", "CKV_AWS_293"),
    ),
    Policy(
        id="rds-standby-in-production",
        severity="medium",
        title="A production's database survives the loss of its zone",
        reason="Backups bring data back, after hours.",
        remedy="Leave multiAz at true in production.",
        types=_INSTANCE,
        property="multiAz",
        must=is_(True),
        environments=PRODUCTION,
        checks=("CKV_AWS_157",),
    ),
    Policy(
        id="rds-final-snapshot-in-production",
        severity="high",
        title="A production's database leaves a snapshot when it goes",
        reason="`pulumi destroy` would leave nothing of it.",
        remedy="Leave skipFinalSnapshot at false in production.",
        types=_INSTANCE,
        property="skipFinalSnapshot",
        must=is_(False),
        environments=PRODUCTION,
    ),
    Policy(
        id="rds-identities",
        severity="medium",
        title="Workloads log in to a database with their identity",
        reason="A password would have to lie somewhere.",
        remedy="Leave iamDatabaseAuthenticationEnabled at true.",
        types=_INSTANCE,
        property="iamDatabaseAuthenticationEnabled",
        must=is_(True),
        checks=("CKV_AWS_161",),
    ),
    Policy(
        id="rds-own-password",
        severity="high",
        title="The master password is made and rotated by RDS",
        reason="Nobody then ever sees or stores it.",
        remedy="Leave manageMasterUserPassword at true.",
        types=_INSTANCE,
        property="manageMasterUserPassword",
        must=is_(True),
    ),
    Policy(
        id="rds-logs",
        severity="low",
        title="A database's log is kept outside it",
        reason="Slow statements and failed logins are told there alone.",
        remedy="List postgresql in enabledCloudwatchLogsExports.",
        types=_INSTANCE,
        property="enabledCloudwatchLogsExports",
        must=present(),
        checks=("CKV_AWS_129",),
    ),
    Policy(
        id="rds-tls",
        severity="high",
        title="A database refuses connections without TLS",
        reason="Tokens and registry rows would cross the network in plain text.",
        remedy="Leave rds.force_ssl at 1.",
        types=frozenset({"aws:rds/parameterGroup:ParameterGroup"}),
        property="parameters",
        must=holds(_forces_tls),
        checks=("CKV2_AWS_69",),
    ),
)
