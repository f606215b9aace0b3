"""Secrets are referred to by name; a wrong name is found before anything is deployed."""

import pytest
from pulumi_kubernetes.core.v1 import Pod, PodSpecArgs

from slipway.components.kubernetes.password_files import volume
from slipway.components.kubernetes.secret_store import (
    SecretStore,
    SecretStoreArgs,
    UnknownSecretError,
)
from slipway.stacks.plan.graph import SECRET
from tests.support.json_path import at
from tests.support.recording import record, resolve


def store() -> SecretStore:
    args = SecretStoreArgs(
        namespace="ml",
        secrets={"login": {"password": "hunter2"}},
        rotating={"database": {"owner": "hunter3"}},
    )
    return SecretStore("store", args)


def test_a_plain_value_becomes_secret_on_its_way_in() -> None:
    data = at(record(store).one("Secret", "store-login"), "stringData")
    assert data == SECRET


def test_a_secret_has_no_fixed_name_so_that_a_new_value_rolls_its_users() -> None:
    inputs = record(store).one("Secret", "store-login")
    metadata = at(inputs, "metadata")
    assert isinstance(metadata, dict)
    assert "name" not in metadata


def test_a_rotating_secret_keeps_its_name_so_that_a_new_value_rolls_nobody() -> None:
    assert at(record(store).one("Secret", "store-database"), "metadata", "name") == "database"


def test_nothing_takes_an_output_of_a_rotating_secret() -> None:
    """A provider that makes it anew could replace whatever does."""

    def program() -> None:
        password_files = volume("passwords", {"owner": store().reference("database", "owner")})
        Pod("user", spec=PodSpecArgs(containers=[], volumes=[password_files]))

    [pod] = record(program).kind("Pod")
    assert not any("store-database" in one for one in pod.dependencies)


def test_a_reference_names_the_secret_as_the_cluster_knows_it() -> None:
    names: list[list[object]] = []

    def program() -> None:
        names.append(resolve(store().names["login"]))

    record(program)
    assert names == [["store-login-auto"]]


@pytest.mark.parametrize(("secret", "key"), [("login", "user"), ("logon", "password")])
def test_an_unknown_value_is_refused_with_what_there_is(secret: str, key: str) -> None:
    with pytest.raises(
        UnknownSecretError, match=f"got {secret}/{key}; expected one of database/owner, login/pass"
    ):
        record(lambda: store().reference(secret, key))


def test_an_unknown_secret_is_refused_with_what_there_is() -> None:
    with pytest.raises(UnknownSecretError, match="got logon; expected one of database, login"):
        record(lambda: store().environment("logon"))
