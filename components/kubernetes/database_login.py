"""What a pod of the tracking image needs to get into a database, whoever keeps the passwords.

The image holds a plugin of SQLAlchemy that fetches the password for each new connection, so a
rotation restarts nothing; the URL asks for it and the environment says where passwords are.
"""

from pulumi import Input, Output
from pulumi_kubernetes.core.v1 import VolumeArgs

from slipway.components.kubernetes import password_files
from slipway.components.kubernetes.backends import DatabaseAccess
from slipway.components.kubernetes.pod import Mount

PORT = 5432
PASSWORD = Mount(volume="database-password", path="/etc/database-password")


def url(access: DatabaseAccess, database: str) -> Output[str]:
    """SQLAlchemy's address of one database; no password is in it."""
    return Output.format(
        "postgresql+psycopg2://{}@{}:{}/{}?plugin=slipway_credentials",
        access.user,
        access.host,
        PORT,
        database,
    )


def environment(access: DatabaseAccess) -> dict[str, Input[str]]:
    """What tells the plugin where passwords come from."""
    settings: dict[str, Input[str] | None] = {
        "SLIPWAY_PASSWORD_SOURCE": access.source,
        "SLIPWAY_PASSWORD_FOLDER": None if access.password is None else PASSWORD.path,
        "SLIPWAY_PASSWORD_SECRET": access.secret_arn,
        "SLIPWAY_PASSWORD_REGION": access.region,
        # The driver's own word for it.
        "PGSSLMODE": "require" if access.tls else None,
    }
    return {name: value for name, value in settings.items() if value is not None}


def volumes(access: DatabaseAccess) -> list[VolumeArgs]:
    """The mounted secret, if that is the source."""
    if access.password is None:
        return []
    return [password_files.volume(PASSWORD.volume, {"password": access.password})]


def mounts(access: DatabaseAccess) -> list[Mount]:
    """Where the plugin reads it."""
    return [] if access.password is None else [PASSWORD]
