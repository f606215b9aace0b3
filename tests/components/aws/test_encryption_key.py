"""The key."""

import dataclasses
import json
from typing import Any

from slipway.components.aws.encryption_key import EncryptionKey, EncryptionKeyArgs
from tests.support.aws_cloud import KEY, PLACE, on_aws, only
from tests.support.recording import Recording, resolve

ARGS = EncryptionKeyArgs(place=PLACE, name="slipway-dev", production=False)


def made(args: EncryptionKeyArgs = ARGS) -> Recording:
    return on_aws(lambda: EncryptionKey("key", args))


def statements(args: EncryptionKeyArgs = ARGS) -> dict[str, Any]:
    policy = json.loads(str(only(made(args), "kms/key:Key")["policy"]))
    return {one["Sid"]: one for one in policy["Statement"]}


def test_the_key_rotates_and_has_a_name() -> None:
    recording = made()
    assert only(recording, "kms/key:Key")["enableKeyRotation"] is True
    alias = only(recording, "kms/alias:Alias")
    assert alias["name"] == "alias/slipway-dev"


def test_the_account_keeps_the_key_manageable() -> None:
    found = statements()["AccountDecidesByIam"]
    assert found["Principal"] == {"AWS": ["arn:aws:iam::111122223333:root"]}


def test_whoever_is_anyone_is_narrowed_by_conditions() -> None:
    wide = [one for one in statements().values() if one["Principal"] == {"AWS": ["*"]}]
    assert [one["Sid"] for one in wide] == ["NodeVolumes", "NodeVolumeGrants"]
    for one in wide:
        assert one["Condition"]["StringEquals"] == {
            "kms:CallerAccount": "111122223333",
            "kms:ViaService": "ec2.eu-central-1.amazonaws.com",
        }
        assert one["Condition"]["ArnLike"] == {
            "aws:PrincipalArn": "arn:aws:iam::111122223333:role/aws-service-role/"
            "autoscaling.amazonaws.com/*"
        }
    assert wide[1]["Condition"]["Bool"] == {"kms:GrantIsForAWSResource": "true"}


def test_logs_are_encrypted_for_this_accounts_groups_alone() -> None:
    found = statements()["LogGroups"]
    assert found["Principal"] == {"Service": ["logs.eu-central-1.amazonaws.com"]}
    assert found["Condition"] == {
        "ArnLike": {
            "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-central-1:111122223333:"
            "log-group:*"
        }
    }


def test_a_service_that_encrypts_by_itself_may_do_so_for_this_account() -> None:
    assert "ServiceCloudwatch" not in statements()
    found = statements(dataclasses.replace(ARGS, services=["cloudwatch"]))["ServiceCloudwatch"]
    assert found["Principal"] == {"Service": ["cloudwatch.amazonaws.com"]}
    assert found["Condition"] == {"StringEquals": {"aws:SourceAccount": "111122223333"}}


def test_production_waits_longest_and_protects_the_key() -> None:
    production = made(dataclasses.replace(ARGS, production=True))
    assert only(production, "kms/key:Key")["deletionWindowInDays"] == 30
    assert [one.name for one in production.resources if one.protect] == ["key-key"]
    assert only(made(), "kms/key:Key")["deletionWindowInDays"] == 7


def test_an_adopted_key_is_used_and_nothing_is_made() -> None:
    found: list[object] = []
    args = dataclasses.replace(ARGS, adopt=KEY)
    recording = on_aws(lambda: found.append(resolve(EncryptionKey("key", args).arn)))
    assert [one.type for one in recording.resources] == ["slipway:aws:EncryptionKey"]
    assert found == [[KEY]]


def test_eventbridge_isnt_asked_for_an_account_that_it_never_names() -> None:
    found = statements(dataclasses.replace(ARGS, services=["events"]))["ServiceEvents"]
    assert found["Principal"] == {"Service": ["events.amazonaws.com"]}
    assert "Condition" not in found
