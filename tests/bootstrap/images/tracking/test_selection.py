"""The environment names a source, and a wrong one is refused with what there is."""

import sys

import pytest

from bootstrap.images.tracking.slipway_credentials.entra import EntraToken
from bootstrap.images.tracking.slipway_credentials.errors import MissingLibraryError, SettingError
from bootstrap.images.tracking.slipway_credentials.mounted_secret import MountedSecret
from bootstrap.images.tracking.slipway_credentials.rds_iam import RdsToken
from bootstrap.images.tracking.slipway_credentials.secrets_manager import SecretsManagerSecret
from bootstrap.images.tracking.slipway_credentials.selection import choose_source

SECRET = {"SLIPWAY_PASSWORD_SOURCE": "secret", "SLIPWAY_PASSWORD_FOLDER": "/etc/password"}
VAULT = {
    "SLIPWAY_PASSWORD_SOURCE": "aws-secrets-manager",
    "SLIPWAY_PASSWORD_SECRET": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db",
    "SLIPWAY_PASSWORD_REGION": "eu-west-1",
}
IAM = {"SLIPWAY_PASSWORD_SOURCE": "rds-iam", "SLIPWAY_PASSWORD_REGION": "eu-west-1"}
ENTRA = {"SLIPWAY_PASSWORD_SOURCE": "entra"}


@pytest.mark.parametrize(
    ("environment", "source"),
    [
        (SECRET, MountedSecret),
        (VAULT, SecretsManagerSecret),
        (IAM, RdsToken),
        (ENTRA, EntraToken),
    ],
    ids=lambda one: one.__name__ if isinstance(one, type) else "",
)
def test_each_name_makes_its_source(environment: dict[str, str], source: type) -> None:
    assert isinstance(choose_source(environment), source)


@pytest.mark.parametrize("name", [None, "vault"])
def test_an_unknown_source_is_refused_with_what_there_is(name: str | None) -> None:
    environment = {} if name is None else {"SLIPWAY_PASSWORD_SOURCE": name}
    known = "secret, aws-secrets-manager, rds-iam, entra"
    with pytest.raises(SettingError, match=f"got {name or 'nothing'}; expected one of {known}"):
        choose_source(environment)


@pytest.mark.parametrize(
    ("environment", "missing"),
    [
        (SECRET, "SLIPWAY_PASSWORD_FOLDER"),
        (VAULT, "SLIPWAY_PASSWORD_SECRET"),
        (VAULT, "SLIPWAY_PASSWORD_REGION"),
        (IAM, "SLIPWAY_PASSWORD_REGION"),
    ],
)
def test_a_missing_variable_is_named(environment: dict[str, str], missing: str) -> None:
    rest = {name: value for name, value in environment.items() if name != missing}
    with pytest.raises(SettingError, match=f"{missing}: got nothing; expected"):
        choose_source(rest)


@pytest.mark.parametrize(
    ("environment", "module", "library"),
    [(ENTRA, "azure.identity", "azure-identity"), (IAM, "botocore.session", "boto3")],
)
def test_a_missing_library_is_named(
    environment: dict[str, str], module: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingLibraryError, match=f"the library {library} is not installed"):
        choose_source(environment)
