"""The one table of what `environment` means; documented in docs/environments.md."""

from collections.abc import Mapping

from slipway.components.variants.profile import DatabaseSizes, EnvironmentProfile, NodeSizes

_SMALL = NodeSizes(aws="m6i.large", azure="Standard_D2s_v5")
_LARGE = NodeSizes(aws="m6i.xlarge", azure="Standard_D4s_v5")

ENVIRONMENTS: Mapping[str, EnvironmentProfile] = {
    "dev": EnvironmentProfile(
        name="dev",
        production=False,
        backup_days=7,
        log_days=30,
        node_size=_SMALL,
        database_size=DatabaseSizes(aws="db.t4g.small", azure="Standard_B1ms"),
    ),
    "staging": EnvironmentProfile(
        name="staging",
        production=False,
        backup_days=7,
        log_days=30,
        node_size=_SMALL,
        database_size=DatabaseSizes(aws="db.t4g.medium", azure="Standard_B2s"),
    ),
    "prod": EnvironmentProfile(
        name="prod",
        production=True,
        backup_days=30,
        log_days=90,
        node_size=_LARGE,
        database_size=DatabaseSizes(aws="db.m6g.large", azure="Standard_D2ds_v4"),
    ),
}
