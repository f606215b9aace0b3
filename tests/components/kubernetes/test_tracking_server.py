"""The tracking server's settings: who is answered, and what no command line shows."""

import configparser
import fnmatch
import json

import pytest

from tests.support.json_path import at
from tests.support.nouns import tracking_server
from tests.support.recording import record

CONTAINER = ("spec", "template", "spec", "containers", 0)


def arguments() -> list[str]:
    deployment = record(tracking_server).one("Deployment", "tracking-server")
    found = at(deployment, *CONTAINER, "args")
    assert isinstance(found, list)
    return [str(one) for one in found]


def allowed(host: str) -> bool:
    words = arguments()
    hosts = words[words.index("--allowed-hosts") + 1].split(",")
    return any(fnmatch.fnmatch(host, one) if "*" in one else host == one for one in hosts)


@pytest.mark.parametrize(
    "host",
    [
        "tracking:5000",
        "tracking.team:5000",
        "tracking.team.svc",
        "tracking.team.svc.cluster.local:5000",
        "localhost:30001",
        "127.0.0.1:30001",
        "mlflow.example.com",
    ],
)
def test_the_services_names_and_this_machine_are_answered(host: str) -> None:
    assert allowed(host)


@pytest.mark.parametrize("host", ["evil.example.com", "tracking.team.evil.com", "localhost.evil"])
def test_other_names_are_refused(host: str) -> None:
    assert not allowed(host)


def test_nobody_gets_in_without_a_login() -> None:
    words = arguments()
    assert words[words.index("--app-name") + 1] == "basic-auth"


def test_no_address_of_a_database_holds_a_password() -> None:
    deployment = record(tracking_server).one("Deployment", "tracking-server")
    addresses = [part for part in json.dumps(deployment).split('"') if "postgresql" in part]
    assert set(addresses) == {
        "postgresql+psycopg2://mlflow@database:5432/mlflow?plugin=slipway_credentials",
        "postgresql+psycopg2://mlflow@database:5432/mlflow_auth?plugin=slipway_credentials",
    }


def test_the_schema_is_migrated_before_the_server_starts() -> None:
    deployment = record(tracking_server).one("Deployment", "tracking-server")
    first = at(deployment, "spec", "template", "spec", "initContainers", 0)
    assert at(first, "command") == ["python", "/etc/tracking/migrate_tracking.py"]
    server = at(deployment, *CONTAINER)
    assert at(first, "image") == at(server, "image")


def test_the_logins_are_kept_in_the_database_and_not_in_a_file() -> None:
    settings = record(tracking_server).one("ConfigMap", "tracking-settings")
    text = at(settings, "data", "basic_auth.ini")
    parser = configparser.ConfigParser()
    parser.read_string(str(text))
    assert parser["mlflow"]["database_uri"].startswith("postgresql+psycopg2://")
