"""Which source of passwords a pod uses, by its environment.

SLIPWAY_PASSWORD_SOURCE is one of
- secret: SLIPWAY_PASSWORD_FOLDER holds the files `password` and `password.previous`,
- aws-secrets-manager: SLIPWAY_PASSWORD_SECRET is the secret's ARN,
- rds-iam, entra: the pod's identity is all that is needed.
SLIPWAY_PASSWORD_REGION is the region of both AWS sources.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

from .entra import EntraToken, TokenCredential
from .errors import MissingLibraryError, SettingError
from .mounted_secret import MountedSecret
from .rds_iam import RdsToken, TokenClient
from .secrets_manager import SecretsClient, SecretsManagerSecret
from .source import PasswordSource

SOURCE = "SLIPWAY_PASSWORD_SOURCE"
FOLDER = "SLIPWAY_PASSWORD_FOLDER"
SECRET = "SLIPWAY_PASSWORD_SECRET"  # noqa: S105 -- a variable's name
REGION = "SLIPWAY_PASSWORD_REGION"

Environment = Mapping[str, str]


def choose_source(environment: Environment) -> PasswordSource:
    """The source that the environment names.

    Raises:
        SettingError: A variable is missing or means nothing.
        MissingLibraryError: The image lacks what the source needs.
    """
    name = environment.get(SOURCE)
    make = None if name is None else _SOURCES.get(name)
    if make is None:
        raise SettingError(SOURCE, name, f"one of {', '.join(_SOURCES)}")
    return make(environment)


def _mounted_secret(environment: Environment) -> PasswordSource:
    return MountedSecret(Path(_needed(environment, FOLDER, "the folder of a mounted Secret")))


def _secrets_manager(environment: Environment) -> PasswordSource:
    secret = _needed(environment, SECRET, "the ARN of a secret")
    client = _aws_client("secretsmanager", environment)
    absent = getattr(client, "exceptions").ResourceNotFoundException  # noqa: B009 -- made at run time
    return SecretsManagerSecret(secret, cast("SecretsClient", client), absent=absent)


def _rds_token(environment: Environment) -> PasswordSource:
    region = _needed(environment, REGION, "an AWS region")
    return RdsToken(cast("TokenClient", _aws_client("rds", environment)), region)


def _entra_token(environment: Environment) -> PasswordSource:
    del environment
    try:
        from azure.identity import DefaultAzureCredential  # noqa: PLC0415 -- seconds, seldom needed
    except ImportError:
        raise MissingLibraryError("entra", "azure-identity") from None
    return EntraToken(cast("TokenCredential", DefaultAzureCredential()))


def _aws_client(service: str, environment: Environment) -> object:
    region = _needed(environment, REGION, "an AWS region")
    try:
        import botocore.session  # noqa: PLC0415 -- seconds, seldom needed
    except ImportError:
        raise MissingLibraryError(environment[SOURCE], "boto3") from None
    return botocore.session.get_session().create_client(service, region_name=region)


def _needed(environment: Environment, variable: str, rule: str) -> str:
    value = environment.get(variable)
    if not value:
        raise SettingError(variable, value, rule)
    return value


_SOURCES: dict[str, Callable[[Environment], PasswordSource]] = {
    "secret": _mounted_secret,
    "aws-secrets-manager": _secrets_manager,
    "rds-iam": _rds_token,
    "entra": _entra_token,
}
