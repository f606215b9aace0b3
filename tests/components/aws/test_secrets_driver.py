"""What mounts secrets into pods."""

import json

from slipway.components.aws.secrets_driver import SecretsDriver, SecretsDriverArgs
from tests.support.aws_cloud import of_type, on_aws, only

ARGS = SecretsDriverArgs(cluster_name="slipway-dev")


def test_rotated_secrets_arrive_and_none_is_copied_into_kubernetes() -> None:
    addon = only(on_aws(lambda: SecretsDriver("driver", ARGS)), "eks/addon:Addon")
    assert addon["clusterName"] == "slipway-dev"
    settings = json.loads(str(addon["configurationValues"]))["secrets-store-csi-driver"]
    assert settings["enableSecretRotation"] is True
    assert settings["syncSecret"] == {"enabled": False}


def test_the_driver_has_no_identity_that_could_read_a_secret() -> None:
    recording = on_aws(lambda: SecretsDriver("driver", ARGS))
    assert of_type(recording, "iam/role:Role") == {}
    assert "podIdentityAssociations" not in only(recording, "eks/addon:Addon")
