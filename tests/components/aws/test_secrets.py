"""Generated secrets in Secrets Manager."""

import dataclasses
import json

import pytest

from slipway.components.aws.secrets import AwsSecrets, AwsSecretsArgs
from slipway.stacks.plan.graph import SECRET
from tests.support.aws_cloud import KEY, of_type, on_aws
from tests.support.recording import GENERATED, Recording, resolve

VERSION = "secretsmanager/secretVersion:SecretVersion"
PURPOSES = {"administrator": "Login of the first administrator", "session-key": "Signs sessions"}
ARGS = AwsSecretsArgs(name="slipway-dev", purposes=PURPOSES, key_arn=KEY, production=False)


def made(args: AwsSecretsArgs = ARGS) -> Recording:
    return on_aws(lambda: AwsSecrets("secrets", args))


def test_a_value_is_in_no_input_that_a_state_would_show() -> None:
    recording = made()
    assert GENERATED not in json.dumps([one.inputs for one in recording.resources])


def test_values_go_in_by_the_write_only_argument() -> None:
    versions = of_type(made(), VERSION)
    assert len(versions) == 2
    for one in versions.values():
        assert one["secretStringWo"] == SECRET
        assert one["secretStringWoVersion"] == 1
        assert "secretString" not in one


def test_a_rotation_makes_new_values_and_writes_them() -> None:
    recording = made(dataclasses.replace(ARGS, rotation=2))
    rotations = {
        one.inputs["rotation"] for one in recording.resources if one.type.endswith(":Password")
    }
    assert rotations == {"2"}
    versions = of_type(recording, VERSION).values()
    assert {one["secretStringWoVersion"] for one in versions} == {2}


@pytest.mark.parametrize(("production", "days"), [(True, 30), (False, 7)])
def test_secrets_are_encrypted_with_our_key_and_recoverable(production: bool, days: int) -> None:  # noqa: FBT001 -- a parameter of the test
    recording = made(dataclasses.replace(ARGS, production=production))
    for one in of_type(recording, "secretsmanager/secret:Secret").values():
        assert (one["kmsKeyId"], one["recoveryWindowInDays"]) == (KEY, days)
    protected = {one.protect for one in recording.resources if one.type.endswith("secret:Secret")}
    assert protected == {production}


def test_a_name_that_waits_for_deletion_is_in_nobodys_way() -> None:
    secrets = of_type(made(), "secretsmanager/secret:Secret")
    prefixes = {one["namePrefix"] for one in secrets.values()}
    assert prefixes == {"slipway-dev/administrator-", "slipway-dev/session-key-"}
    assert all("name" not in one for one in secrets.values())


def test_who_mounts_a_secret_waits_for_its_value() -> None:
    def program() -> None:
        arn = AwsSecrets("secrets", ARGS).arns["administrator"]
        AwsSecrets(
            "reader",
            dataclasses.replace(ARGS, purposes={"x": "reads"}, key_arn=arn),
        )

    recording = on_aws(program)
    named = {one.name: one for one in recording.resources}
    version = named["secrets-administrator-version"].urn
    assert version in named["reader-x-secret"].dependencies


def test_the_operators_copy_stays_secret_wherever_it_goes() -> None:
    def program() -> None:
        value = AwsSecrets("secrets", ARGS).values["administrator"]
        AwsSecrets("probe", dataclasses.replace(ARGS, purposes={"x": value}))  # type: ignore[dict-item] # any input shows it

    recording = on_aws(program)
    [probe] = [one.inputs for one in recording.resources if one.name == "probe-x-secret"]
    assert probe["description"] == SECRET


def test_adopted_secrets_are_referred_to_and_their_values_stay_unknown() -> None:
    found: list[object] = []
    adopted = {"administrator": "arn:a", "session-key": "arn:s"}

    def program() -> None:
        secrets = AwsSecrets("secrets", dataclasses.replace(ARGS, adopt=adopted))
        found.extend([secrets.values, resolve(secrets.arns["session-key"])])

    recording = on_aws(program)
    assert found == [{}, ["arn:s"]]
    assert {one.type for one in recording.resources} == {"slipway:aws:Secrets"}
