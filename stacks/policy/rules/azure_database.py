"""Azure Database for PostgreSQL, flexible server."""

from slipway.stacks.policy.judges import at_least, holds, is_, or_at, present
from slipway.stacks.policy.policy import PRODUCTION, Policy
from slipway.stacks.policy.verdict import KEPT

_SERVER = frozenset({"azure-native:dbforpostgresql:Server"})

POLICIES = (
    Policy(
        id="azure-database-private",
        severity="high",
        title="A database has no public address",
        reason="The registry's content is behind one login then.",
        remedy="Leave network.publicNetworkAccess at Disabled, or delegate a subnet.",
        types=_SERVER,
        property="network.publicNetworkAccess",
        must=or_at("network.delegatedSubnetResourceId", present(), is_("Disabled")),
        checks=("CKV_AZURE_68",),
    ),
    Policy(
        id="azure-database-backups",
        severity="high",
        title="A database can be brought back to any point of the last week",
        reason="Which model served when is written nowhere else.",
        remedy="Set backup.backupRetentionDays to 7 or more.",
        types=_SERVER,
        property="backup.backupRetentionDays",
        must=at_least(7),
    ),
    Policy(
        id="azure-database-copies",
        severity="medium",
        title="A production's database survives the loss of its zone",
        reason="Backups bring data back, after hours.",
        remedy="Choose an environment or size with a standby (highAvailability.mode).",
        types=_SERVER,
        property="highAvailability.mode",
        must=or_at("backup.geoRedundantBackup", is_("Enabled"), is_("ZoneRedundant", "SameZone")),
        environments=PRODUCTION,
        checks=("CKV_AZURE_102",),
    ),
    Policy(
        id="azure-database-entra",
        severity="medium",
        title="A database's logins are Entra's alone",
        reason="A password would have to lie somewhere.",
        remedy="Leave authConfig.passwordAuth at Disabled.",
        types=_SERVER,
        property="authConfig.passwordAuth",
        must=is_("Disabled"),
    ),
    Policy(
        id="azure-database-tls",
        severity="high",
        title="A database refuses connections without TLS",
        reason="Tokens and registry rows would cross the network in plain text.",
        remedy="Leave the server parameter require_secure_transport at on.",
        types=frozenset({"azure-native:dbforpostgresql:Configuration"}),
        property="value",
        must=lambda path: (
            lambda resource, scene: (
                holds(lambda value: str(value).lower() == "on")(path)(resource, scene)
                if resource.inputs.get("configurationName") == "require_secure_transport"
                else KEPT
            )
        ),
        checks=("CKV_AZURE_29",),
    ),
)
