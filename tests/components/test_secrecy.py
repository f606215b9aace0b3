"""Generated passwords are in Secrets and nowhere else."""

import json

from pulumi import Output
from pulumi_kubernetes.core.v1 import ConfigMap

from slipway.components.kubernetes.secret_store import SecretStore, SecretStoreArgs
from slipway.stacks.plan.graph import SECRET
from tests.support.nouns import open_source_platform
from tests.support.recording import GENERATED, record


def test_no_password_appears_in_anything_but_a_secret() -> None:
    recording = record(open_source_platform)
    leaking = [
        resource.urn for resource in recording.resources if GENERATED in json.dumps(resource.inputs)
    ]
    assert leaking == []


def test_only_secrets_hold_secret_inputs() -> None:
    recording = record(open_source_platform)
    holding = {
        resource.type for resource in recording.resources if SECRET in json.dumps(resource.inputs)
    }
    assert holding == {"kubernetes:core/v1:Secret"}


def test_a_value_that_leaks_would_be_seen() -> None:
    def program() -> None:
        platform = open_source_platform()
        leak = Output.unsecret(platform.tracking_login.password)
        SecretStore("leak", SecretStoreArgs(namespace=leak, secrets={"x": {"y": "z"}}))

    recording = record(program)
    assert any(GENERATED in json.dumps(resource.inputs) for resource in recording.resources)


def test_the_outputs_that_carry_passwords_are_secret() -> None:
    def program() -> None:
        platform = open_source_platform()
        ConfigMap(
            "probe",
            data={
                "login": platform.tracking_login.password,
                "keys": platform.object_store_keys.secret_access_key,
                "user": platform.tracking_login.username,
            },
        )

    data = record(program).one("ConfigMap", "probe")["data"]
    assert data == {"login": SECRET, "keys": SECRET, "user": "admin"}


def test_two_passwords_are_never_shared_between_accounts() -> None:
    recording = record(open_source_platform)
    passwords = [one.name for one in recording.resources if one.type.endswith(":Password")]
    assert len(passwords) == len(set(passwords)) == 10
