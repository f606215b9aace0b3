"""Secrets are referred to by name; a wrong name is found before anything is deployed."""

import pytest

from slipway.components.kubernetes.secret_store import (
    SecretStore,
    SecretStoreArgs,
    UnknownSecretError,
)
from slipway.stacks.plan.graph import SECRET
from tests.support.json_path import at
from tests.support.recording import record, resolve


def store() -> SecretStore:
    args = SecretStoreArgs(namespace="ml", secrets={"login": {"password": "hunter2"}})
    return SecretStore("store", args)


def test_a_plain_value_becomes_secret_on_its_way_in() -> None:
    data = at(record(store).one("Secret", "store-login"), "stringData")
    assert data == SECRET


def test_a_secret_has_no_fixed_name_so_that_a_new_value_rolls_its_users() -> None:
    inputs = record(store).one("Secret", "store-login")
    metadata = at(inputs, "metadata")
    assert isinstance(metadata, dict)
    assert "name" not in metadata


def test_a_reference_names_the_secret_as_the_cluster_knows_it() -> None:
    names: list[list[object]] = []

    def program() -> None:
        names.append(resolve(store().names["login"]))

    record(program)
    assert names == [["store-login-auto"]]


@pytest.mark.parametrize(("secret", "key"), [("login", "user"), ("logon", "password")])
def test_an_unknown_value_is_refused_with_what_there_is(secret: str, key: str) -> None:
    with pytest.raises(UnknownSecretError, match=f"got {secret}/{key}; expected one of login/pass"):
        record(lambda: store().reference(secret, key))


def test_an_unknown_secret_is_refused_with_what_there_is() -> None:
    with pytest.raises(UnknownSecretError, match="got logon; expected one of login"):
        record(lambda: store().environment("logon"))
